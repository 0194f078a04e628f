"""`governed-cdk slo`: what was promised of services, what came of it, and how much of each budget is left."""

from __future__ import annotations

import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from constructs_lib.kernel.environment import Environment
from constructs_lib.kernel.errors import EXIT_FINDINGS
from constructs_lib.kernel.files import write_whole
from governed_cdk.checkup.reader import CheckupReader
from governed_cdk.objectives.reading import ObjectivesSource, objectives_of
from governed_cdk.objectives.report import as_markdown, as_numbers
from governed_cdk.preflight.account import Account


class _Format(StrEnum):
    MARKDOWN = "markdown"
    JSON = "json"


def slo(
    *,
    env: Annotated[str, typer.Option(help="The environment.")],
    months: Annotated[int, typer.Option(min=1, max=13, help="How many calendar months are told.")] = 3,
    source: Annotated[
        ObjectivesSource, typer.Option(help="Where requests are counted; auto takes the first that has any.")
    ] = ObjectivesSource.AUTO,
    format_: Annotated[_Format, typer.Option("--format", help="How it is printed.")] = _Format.MARKDOWN,
    report: Annotated[Path | None, typer.Option(help="A file for the report in Markdown.")] = None,
    endpoint_url: Annotated[str | None, typer.Option(help="Where AWS is, such as a local one.")] = None,
) -> None:
    """Report the objectives of services, read-only: now, by month, and durability. Exits with 3 where one is missed."""
    environment = Environment.load(env)
    now = datetime.datetime.now(datetime.UTC)
    read = CheckupReader(Account(endpoint_url), environment, now, Path("cdk.out"))
    found = objectives_of(read, source, months=months, endpoint_url=endpoint_url or "")
    page = as_markdown(found, environment.language)
    if report:
        write_whole(report, page)
    typer.echo(as_numbers(found) if format_ is _Format.JSON else page)
    if found.missed:
        raise typer.Exit(EXIT_FINDINGS)
