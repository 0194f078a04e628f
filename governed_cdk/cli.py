"""`governed-cdk`: what a platform engineer asks of the platform, beside `cdk` itself."""

from __future__ import annotations

import gc
import importlib
import importlib.util
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
import typer.rich_utils
from typer.core import TyperGroup
from typer.main import get_command

from constructs_lib.kernel.errors import EXIT_BAD_INPUT, ConfigurationError
from constructs_lib.kernel.own_packages import refuse_namesakes
from constructs_lib.kernel.project import NAME
from constructs_lib.kernel.project import version as installed_version

# Each is the function of that name in the module of that name: one file a command, loaded when it is asked for.
COMMANDS = (
    "new", "check", "acceptances", "access", "contract", "cost", "gate", "secrets", "preflight", "digest", "deploy",
    "deploy-policy", "lock", "accept", "relock", "cdk", "values", "diagnose", "drift", "rollback", "checkup", "slo",
    "secrets-move", "summary", "upgrade", "consumers", "rehearse", "drill", "prove", "docs", "catalogue",
)  # fmt: skip

# What a command needs beside the wheel: this repository, or what an extra brings.
_REPOSITORY = {"consumers", "prove", "docs", "catalogue"}
_EXTRAS = {
    "gate": ("detect_secrets",),
    "secrets": ("detect_secrets",),
    "checkup": ("boto3",),
    "drift": ("boto3",),
    "secrets-move": ("boto3",),
    "rehearse": ("boto3", "cfnlint", "ministack"),
    "drill": ("boto3", "cfnlint", "ministack", "pymysql", "trustme"),
    "prove": ("boto3",),
    "catalogue": ("cfnlint", "parliament"),
}
_WAYS = {
    **dict.fromkeys(("checkup", "drift", "secrets-move"), 'pip install "governed-cdk[aws]"'),
    **dict.fromkeys(("rehearse", "drill"), 'pip install "governed-cdk[rehearse]", and here make setup'),
}
# What follows `cdk` is not ours to read.
_PASSED_ON = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


class _Commands(TyperGroup):
    """The commands, each loaded with what it needs only when it runs: a check does not wait for the rest."""

    def list_commands(self, ctx: Any) -> list[str]:
        del ctx
        return [name for name in COMMANDS if not missing(name)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        if lack := missing(cmd_name):
            raise ConfigurationError(f"{cmd_name}: {lack}")
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        name = cmd_name.replace("-", "_")
        function = getattr(importlib.import_module(f"governed_cdk.commands.{name}"), name)
        alone.command(cmd_name, context_settings=_PASSED_ON if cmd_name == "cdk" else None)(function)
        return get_command(alone)


app = typer.Typer(
    cls=_Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__
)


def _version(asked: bool) -> None:  # noqa: FBT001 - typer gives it so
    if asked:
        sys.stdout.write(f"{NAME} {installed_version()}\n")
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


def missing(command: str) -> str:
    """Why a command cannot work here; empty where it can."""
    if command in _REPOSITORY and not (Path(__file__).parents[1] / "pyproject.toml").is_file():
        return "works in the repository of governed-cdk alone, not where its package is installed"
    lacking = [name for name in _EXTRAS.get(command, ()) if importlib.util.find_spec(name) is None]
    way = _WAYS.get(command, "make setup")
    return f"needs {', '.join(lacking)}; run: {way}" if lacking else ""


def main() -> None:
    """Run the command line. Bad input ends it with one line for each mistake and exit code 2."""
    if os.environ.get("NO_COLOR"):
        typer.rich_utils.COLOR_SYSTEM = None  # of help and usage: no escape code, not even for bold
    gc.set_threshold(100_000, 50, 50)  # as in `start()`: what is read makes few cycles of references, and ends soon
    try:
        app()
    except ConfigurationError as error:
        for mistake in error.mistakes:
            sys.stderr.write(f"error: {mistake}\n")
        raise SystemExit(EXIT_BAD_INPUT) from None
