"""The environments of an app, synthesised for the lock."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from aspects.judge.known_rules import PACK
from aspects.judge.lock import KEPT, NAMED, NOT_REPLACED
from aspects.judge.template.assembly import read_assembly
from constructs_lib.kernel.errors import EXIT_FINDINGS
from governed_cdk.app_run import has_made, project_environments, run_app
from governed_cdk.validation_report import errors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aspects.judge.template import Template

_OF_THE_LOCK = frozenset(f"{PACK}::{rule}" for rule in (KEPT, NAMED, NOT_REPLACED))


def synthesised(environments: Iterable[str]) -> dict[str, list[Template]]:
    """The templates of some environments; none of one that has no file (any more).

    What the lock says against them fails nothing: it is asked again. Ends the program with what the app said where it
    fails for another reason: bad input with 2, other findings with 3.
    """
    known = project_environments()
    with tempfile.TemporaryDirectory(prefix="governed-cdk-lock-") as folder:
        return {name: _templates(name, Path(folder) / name) if name in known else [] for name in environments}


def _templates(environment: str, folder: Path) -> list[Template]:
    typer.echo(f"synth {environment} ...", err=True)
    done = run_app(environment, folder)
    others = errors(folder).keys() - _OF_THE_LOCK
    if others or not has_made(done, folder):
        sys.stderr.write(f"{done.stdout}{done.stderr}")
        raise typer.Exit(EXIT_FINDINGS if others else done.returncode)
    return read_assembly(folder)
