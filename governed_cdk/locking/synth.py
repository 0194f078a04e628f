"""The environments of an app, synthesised as `cdk synth` does it: by the command in cdk.json, but without the CLI."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from aspects.judge.known_rules import PACK
from aspects.judge.lock import KEPT, NAMED, NOT_REPLACED
from aspects.judge.template.assembly import read_assembly
from constructs_lib.kernel.context import CDK_JSON, read_cdk_json
from constructs_lib.kernel.environment_names import FOLDER, environment_names
from constructs_lib.kernel.errors import EXIT_FINDINGS, ConfigurationError
from governed_cdk.today import today_or
from governed_cdk.validation_report import errors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aspects.judge.template import Template

_OF_THE_LOCK = frozenset(f"{PACK}::{rule}" for rule in (KEPT, NAMED, NOT_REPLACED))


def project_environments() -> list[str]:
    """The environments of the project in this folder. Raises ConfigurationError where it has none."""
    if names := environment_names(FOLDER):
        return names
    raise ConfigurationError(f"{FOLDER}/: no environment here; each is a file of its own, such as {FOLDER}/prod.yaml")


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
    found = errors(folder)
    others = found.keys() - _OF_THE_LOCK
    if others or (done.returncode and not found):
        sys.stderr.write(f"{done.stdout}{done.stderr}")
        raise typer.Exit(EXIT_FINDINGS if others else done.returncode)
    return read_assembly(folder)


def run_app(environment: str, folder: Path, project: Path = Path()) -> subprocess.CompletedProcess[str]:
    """Run a project's app with what the CDK command line hands over: `CDK_OUTDIR` and `CDK_CONTEXT_JSON`.

    CDK's own validator is left out: it takes as long as all the rest, and says nothing of data. Raises
    ConfigurationError where the project says no app.
    """
    settings = _settings(project)
    said = {"env": environment, "today": today_or("").isoformat(), "aws:cdk:enable-path-metadata": True}
    context = {**settings.get("context", {}), **said}
    variables = {
        **os.environ,
        "CDK_OUTDIR": str(folder.absolute()),
        "CDK_CONTEXT_JSON": json.dumps(context),
        "CDK_VALIDATION": "false",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }
    return subprocess.run(  # noqa: S602 - the project's own command, which cdk runs in a shell as well
        settings["app"],
        shell=True,
        cwd=project,
        env=variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def _settings(project: Path) -> dict[str, Any]:
    file = project / CDK_JSON
    if not file.is_file():
        raise ConfigurationError(f"{file}: not in this folder, and it says how the app is run")
    found = read_cdk_json(file)
    if not isinstance(found.get("app"), str):
        raise ConfigurationError(f"{file}: app: missing; the command that runs the app, such as python3 app.py")
    return found
