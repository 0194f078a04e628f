"""The project's app, run as the CDK command line runs it, but without that: by the command in cdk.json."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aspects.judge.template.assembly import MANIFEST
from constructs_lib.kernel.context import CDK_JSON, read_cdk_json
from constructs_lib.kernel.environment_names import FOLDER, environment_names
from constructs_lib.kernel.errors import EXIT_FINDINGS, ConfigurationError
from governed_cdk.today import today_or

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

_OWN_BIN = Path(sys.executable).parent


def project_environments() -> list[str]:
    """The environments of the project in this folder. Raises ConfigurationError where it has none."""
    if names := environment_names(FOLDER):
        return names
    raise ConfigurationError(f"{FOLDER}/: no environment here; each is a file of its own, such as {FOLDER}/prod.yaml")


def run_app(
    environment: str,
    out: Path,
    project: Path = Path(),
    *,
    bin_folder: Path = _OWN_BIN,
    variables: Mapping[str, str] = os.environ,
) -> subprocess.CompletedProcess[str]:
    """Run a project's app as `app_call` says; how it ended."""
    command, given = app_call(environment, out, project=project, bin_folder=bin_folder, variables=variables)
    return subprocess.run(  # noqa: S602 - the project's own command, which cdk runs in a shell as well
        command,
        shell=True,
        cwd=project,
        env=given,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def has_made(done: subprocess.CompletedProcess[str], out: Path) -> bool:
    """Whether an app came to its end with a whole assembly, findings or not."""
    return done.returncode in (0, EXIT_FINDINGS) and (out / MANIFEST).is_file()


def synthesised_by(bin_folder: Path, environment: str, out: Path, *, whose: str, project: Path = Path()) -> Path:
    """The assembly of one environment by the library of a Python; findings fail nothing.

    Raises ConfigurationError with what the app said where it made none, and leaves nothing in `out` then.
    """
    # A PYTHONPATH would hide the one library behind the other.
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = run_app(environment, out, project, bin_folder=bin_folder, variables=variables)
    if not has_made(done, out):
        shutil.rmtree(out, ignore_errors=True)
        said = [line.removeprefix("error: ") for line in done.stderr.splitlines() if line.startswith("error: ")]
        said = said or (done.stderr or done.stdout).splitlines()[-1:] or [f"exit code {done.returncode}"]
        raise ConfigurationError(*(f"{environment}, by {whose}: {line}" for line in said))
    return out


def app_call(
    environment: str,
    out: Path,
    *,
    project: Path = Path(),
    day: datetime.date | None = None,
    bin_folder: Path = _OWN_BIN,
    variables: Mapping[str, str] = os.environ,
) -> tuple[str, dict[str, str]]:
    """The shell command of an app, and its environment: what the CDK command line hands over is in it.

    CDK's own validator is left out: it takes as long as all the rest. Our rules, cdk-nag and the lock judge as always.

    Args:
        environment: what `-c env=` would name.
        out: where the assembly is written.
        project: the folder with `cdk.json`.
        day: what acceptances are held against; without it the clock's.
        bin_folder: what stands first on the PATH: with its Python the app is run.
        variables: of the environment, before those that are set here.

    Raises ConfigurationError where `cdk.json` is missing or names no app.
    """
    settings = _settings(project)
    said = {"env": environment, "today": str(day or today_or("")), "aws:cdk:enable-path-metadata": True}
    context = {**settings.get("context", {}), **said}
    given = {
        **variables,
        "CDK_OUTDIR": str(out.absolute()),
        "CDK_CONTEXT_JSON": json.dumps(context),
        "CDK_VALIDATION": "false",
        "PATH": f"{bin_folder}{os.pathsep}{variables.get('PATH', '')}",
    }
    return settings["app"], given


def _settings(project: Path) -> dict[str, Any]:
    file = project / CDK_JSON
    if not file.is_file():
        raise ConfigurationError(f"{file}: not in this folder, and it says how the app is run")
    found = read_cdk_json(file)
    if not isinstance(found.get("app"), str):
        raise ConfigurationError(f"{file}: app: missing; the command that runs the app, such as python3 app.py")
    return found
