"""`governed-cdk`: what a platform engineer asks of the platform, beside `cdk` itself."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from constructs_lib.kernel.errors import EXIT_BAD_INPUT, ConfigurationError
from constructs_lib.kernel.own_packages import refuse_namesakes

# Each is the function of that name in the module of that name: one file a command, loaded when it is asked for.
COMMANDS = ("check", "acceptances", "contract", "preflight", "lock", "rehearse", "summary", "docs", "catalogue")


class _Commands(TyperGroup):
    """The commands, each loaded with what it needs only when it runs: a check does not wait for the rest."""

    def list_commands(self, ctx: Any) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        alone.command(cmd_name)(getattr(importlib.import_module(f"governed_cdk.commands.{cmd_name}"), cmd_name))
        return get_command(alone)


app = typer.Typer(
    cls=_Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__
)


def _version(asked: bool) -> None:  # noqa: FBT001 - typer gives it so
    if asked:
        from importlib.metadata import version  # noqa: PLC0415 - the commands do without

        sys.stdout.write(f"governed-cdk {version('governed-cdk')}\n")
        refuse_namesakes(Path.cwd())
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show it, and what hides our packages here."),
    ] = False,
) -> None:
    """A group of commands, though none is registered with it."""


def main() -> None:
    """Run the command line. Bad input ends it with one line for each mistake and exit code 2."""
    try:
        app()
    except ConfigurationError as error:
        for mistake in error.mistakes:
            sys.stderr.write(f"error: {mistake}\n")
        raise SystemExit(EXIT_BAD_INPUT) from None
