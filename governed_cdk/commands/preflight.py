"""`governed-cdk preflight`: whether everything that the stacks will read is in the account, before the deploy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from constructs_lib.kernel.errors import EXIT_FINDINGS
from governed_cdk.preflight.check import checked, table
from governed_cdk.preflight.parameter_store import ParameterStore


def preflight(
    folder: Annotated[Path, typer.Argument(help="The cloud assembly.")] = Path("cdk.out"),
    *,
    env: Annotated[str, typer.Option(help="The environment that is deployed: dev, stg or prod.")],
    stack: Annotated[
        list[str] | None, typer.Option(help="A stack that is deployed; give it again for each. Without it, all.")
    ] = None,
    endpoint_url: Annotated[str | None, typer.Option(help="Where AWS is, such as a local one.")] = None,
) -> None:
    """Ask the account, read-only, for what the stacks will read; exit with 3 when something is missing."""
    result = checked(folder, env, stack or (), ParameterStore(endpoint_url))
    console = Console(width=None if Console().is_terminal else 160, emoji=False)
    if result.answers:
        console.print(table(result.answers))
    typer.echo(f"{len(result.answers)} reads from the account; {result.later} more come with this deployment")
    for line in result.unknown:
        typer.secho(f"unknown: {line}", fg="yellow")
    for finding in result.findings:
        typer.secho(finding, fg="red")
    if result.findings:
        raise typer.Exit(EXIT_FINDINGS)
