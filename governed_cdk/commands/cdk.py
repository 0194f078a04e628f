"""`governed-cdk cdk`: the CDK command line, with exit codes that mean something and assemblies that are whole."""

from __future__ import annotations

import sys

import typer

from governed_cdk.cdk_cli.main import main


def cdk() -> None:
    """Run the CDK command line as .venv/bin/cdk does; everything behind `cdk` is its own.

    Ends with 2 on bad input, 3 on findings, else as CDK does; gives the app the day, and leaves no half-written
    assembly.
    """
    raise typer.Exit(main(sys.argv[2:]))
