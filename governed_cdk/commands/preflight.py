"""`governed-cdk preflight`: whether everything that the stacks will read is in the account, before the deploy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from constructs_lib.kernel.errors import EXIT_FINDINGS
from governed_cdk.preflight.account import Account
from governed_cdk.preflight.check import checked, table
from governed_cdk.terminal import console, say


def preflight(
    folder: Annotated[Path, typer.Argument(help="The cloud assembly.")] = Path("cdk.out"),
    *,
    env: Annotated[str, typer.Option(help="The environment that is deployed.")],
    stack: Annotated[
        list[str] | None, typer.Option(help="A stack that is deployed; give it again for each. Without it, all.")
    ] = None,
    endpoint_url: Annotated[str | None, typer.Option(help="Where AWS is, such as a local one.")] = None,
) -> None:
    """Ask the account, read-only, for what the stacks will read; exit with 3 when something is missing."""
    result = checked(folder, env, stack or (), Account(endpoint_url))
    if result.answers:
        console().print(table(result.answers))
    typer.echo(f"{len(result.answers)} reads from the account; {result.later} more come with this deployment")
    for line in result.unknown:
        say(f"unknown: {line}", "yellow")
    for finding in result.findings:
        say(finding, "red")
    if result.findings:
        raise typer.Exit(EXIT_FINDINGS)
