"""`governed-cdk drift`: how an account differs from what is deployed there, beyond what somebody means."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from constructs_lib.kernel.environment import Environment
from constructs_lib.kernel.environment_names import environment_names
from constructs_lib.kernel.errors import EXIT_FINDINGS
from constructs_lib.kernel.language import Language
from governed_cdk.drift.accepting import FILE, read_accepted
from governed_cdk.drift.telling import tell
from governed_cdk.drift.views import as_json, as_markdown, as_text
from governed_cdk.drift.watch import watch
from governed_cdk.formats.view_format import ViewFormat
from governed_cdk.github.api import from_environment
from governed_cdk.preflight.account import Account
from governed_cdk.terminal import say
from governed_cdk.today import today_or


def drift(
    folder: Annotated[Path, typer.Argument(help="The cloud assembly: which stacks there are.")] = Path("cdk.out"),
    *,
    env: Annotated[str, typer.Option(help="The environment that is looked at.")],
    stack: Annotated[
        list[str] | None, typer.Option(help="A stack that is looked at; give it again for each. Without it, all.")
    ] = None,
    form: Annotated[ViewFormat, typer.Option("--format", help="How it is shown.")] = ViewFormat.TEXT,
    accepted: Annotated[Path, typer.Option(help="Drifts that somebody accepts.")] = Path(FILE),
    report: Annotated[
        bool, typer.Option("--report", help="Keep an issue on GitHub for each, and tell what is new in Slack.")
    ] = False,
    language: Annotated[
        Language | None, typer.Option(help="Of issues, notices and the report; the environment's if absent.")
    ] = None,
    endpoint_url: Annotated[str | None, typer.Option(help="Where AWS is, such as a local one.")] = None,
    today: Annotated[str, typer.Option(help="YYYY-MM-DD that acceptances are held against; today if absent.")] = "",
) -> None:
    """Compare an account, read-only, with what is deployed; exit with 3 for a drift, or where it cannot be told."""
    day = today_or(today)
    github = from_environment() if report else None
    said = language or (Environment.load(env).language if env in environment_names() else Language.EN)
    found = watch(
        folder, env, Account(endpoint_url), read_accepted(accepted, day), names=tuple(stack or ()), today=day
    )  # fmt: skip
    if form is ViewFormat.TEXT:
        for line, colour in as_text(found):
            say(line, colour)
    else:
        _write(as_json(found) if form is ViewFormat.JSON else as_markdown(found, said))
    if github:
        for line in tell(found, github, said):
            say(line, stderr=True)
    if not found.clean:
        raise typer.Exit(EXIT_FINDINGS)


def _write(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
