"""The synth of a rehearsal: the project's app, with nothing to reach."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from aspects.judge.template.assembly import MANIFEST, read_assembly, stacks_of
from constructs_lib.kernel.errors import EXIT_BAD_INPUT, EXIT_FINDINGS, ConfigurationError
from governed_cdk.app_run import app_call
from governed_cdk.rehearsal.cdk import Run, started
from governed_cdk.rehearsal.emulator import HOST, clean_environment
from governed_cdk.rehearsal.failure import RehearsalError, require
from governed_cdk.validation_report import open_findings

if TYPE_CHECKING:
    from pathlib import Path

    from aspects.judge.template import Template

# Where nothing listens: a synth has no business with AWS, so whatever it asks for must fail.
_NOWHERE = f"http://{HOST}:9"
_MOST = 20  # findings that are told


def synthesised(project: Path, environment: str, assembly: Path, home: Path) -> list[Template]:
    """Run the app of a project and read its stacks. `home` is a folder for what it writes beside.

    Raises ConfigurationError for what the app says of bad input, RehearsalError for findings and all else that fails,
    and for an app that wants the account to be asked.
    """
    variables = clean_environment(home) | {"AWS_ENDPOINT_URL": _NOWHERE, "NO_COLOR": "1"}
    command, given = app_call(environment, assembly, project=project, variables=variables)
    start = time.monotonic()
    with started(["/bin/sh", "-c", command], project, given) as process:
        output, _ = process.communicate()
    run = Run((command,), process.returncode, output, time.monotonic() - start, ())
    said = [line.removeprefix("error: ") for line in output.splitlines() if line.startswith("error: ")]
    if said and run.exit_code == EXIT_BAD_INPUT:
        raise ConfigurationError(*said)
    if run.exit_code in (0, EXIT_FINDINGS) and (found := open_findings(assembly)):
        others = "".join(f"\n  also {one.splitlines()[0]}" for one in found[1:_MOST])
        raise RehearsalError(f"synth: {found[0]} ({len(found)} findings in all){others}")
    require(run, "synth")
    _refuse_questions(assembly)
    return stacks_of(read_assembly(assembly))


def _refuse_questions(assembly: Path) -> None:
    """What an app wants to be looked up, the command line would ask the account for, and synthesise again."""
    if missing := json.loads((assembly / MANIFEST).read_text(encoding="utf-8")).get("missing"):
        raise RehearsalError(f"synth: the app asks the account for {missing[0]['key']}, which cdk.context.json lacks")
