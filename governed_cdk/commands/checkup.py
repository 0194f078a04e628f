"""`governed-cdk checkup`: the checklists of a day, a week and a month, looked at read-only."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from constructs_lib.kernel.environment import Environment
from constructs_lib.kernel.errors import EXIT_FINDINGS, ConfigurationError
from constructs_lib.kernel.files import write_whole
from governed_cdk.checkup.checklist import items_of
from governed_cdk.checkup.item import CheckupVerdict, Period
from governed_cdk.checkup.reader import CheckupReader
from governed_cdk.checkup.report import as_json, as_markdown, as_text
from governed_cdk.checkup.run import looked_at
from governed_cdk.formats.view_format import ViewFormat
from governed_cdk.preflight.account import Account
from governed_cdk.terminal import say

_COLOURS = {CheckupVerdict.FINE: "green", CheckupVerdict.LOOK: "red", CheckupVerdict.UNKNOWN: "yellow"}


def checkup(
    *,
    env: Annotated[str, typer.Option(help="The environment that is looked at.")],
    daily: Annotated[bool, typer.Option("--daily", help="What is looked at every day.")] = False,
    weekly: Annotated[bool, typer.Option("--weekly", help="What is looked at every week.")] = False,
    monthly: Annotated[bool, typer.Option("--monthly", help="What is looked at every month.")] = False,
    folder: Annotated[Path, typer.Option(help="The cloud assembly, for acceptances and runbooks.")] = Path("cdk.out"),
    format_: Annotated[ViewFormat, typer.Option("--format", help="How it is printed.")] = ViewFormat.TEXT,
    report: Annotated[Path | None, typer.Option(help="A file for the report in Markdown.")] = None,
    endpoint_url: Annotated[str | None, typer.Option(help="Where AWS is, such as a local one.")] = None,
) -> None:
    """Look at the account, read-only, item by item: fine, look, or cannot tell. Exits with 3 where a person has to."""
    chosen = {Period.DAILY: daily, Period.WEEKLY: weekly, Period.MONTHLY: monthly}
    periods = [period for period, given in chosen.items() if given]
    if not periods:
        raise ConfigurationError("checkup: say how much: --daily, --weekly or --monthly")
    environment = Environment.load(env)
    read = CheckupReader(Account(endpoint_url), environment, datetime.datetime.now(datetime.UTC), folder)
    outcomes = []
    for outcome in looked_at(items_of(periods), read):
        outcomes.append(outcome)
        if format_ is ViewFormat.TEXT:
            for place, line in enumerate(as_text(outcome, environment.language)):
                say(line, "" if place else _COLOURS[outcome.verdict])
    page = as_markdown(outcomes, environment=env, periods=periods, day=read.now.date(), language=environment.language)
    if report:
        write_whole(report, page)
    if format_ is not ViewFormat.TEXT:
        typer.echo(as_json(outcomes) if format_ is ViewFormat.JSON else page)
    if any(one.verdict is CheckupVerdict.LOOK for one in outcomes):
        raise typer.Exit(EXIT_FINDINGS)
