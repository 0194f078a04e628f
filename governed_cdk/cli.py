"""`governed-cdk`: what a platform engineer asks of the platform, beside `cdk` itself."""

from __future__ import annotations

import sys

import typer

from constructs_lib.errors import EXIT_BAD_INPUT, ConfigurationError
from governed_cdk.catalogue import catalogue
from governed_cdk.docs import docs
from governed_cdk.rehearse import rehearse
from governed_cdk.summary import summary

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
app.command()(summary)
app.command()(docs)
app.command()(catalogue)
app.command()(rehearse)


def main() -> None:
    """Run the command line. Bad input ends it with one line for each mistake and exit code 2."""
    try:
        app()
    except ConfigurationError as error:
        for mistake in error.mistakes:
            sys.stderr.write(f"error: {mistake}\n")
        raise SystemExit(EXIT_BAD_INPUT) from None
