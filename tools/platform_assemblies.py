"""Write the platform's assembly of each environment, or of those that are named, as `platform-<env>.tar.gz`.

Beside that of prod stands the contract's manifest by itself, `platform-manifest.json`.

    python tools/platform_assemblies.py dist [dev]

A service repository rehearses with it. The contract's manifest and the template of the bootstrap are in it. The day
that acceptances are held against is that of SOURCE_DATE_EPOCH where it is set, so that one commit gives the same bytes
each time. Ends with 2 or 3 as a synth does.
"""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from aspects.judge.template.assembly import read_assembly
from constructs_lib.kernel.environment_names import DEFAULT
from constructs_lib.kernel.errors import EXIT_BAD_INPUT, ConfigurationError
from constructs_lib.kernel.files import write_whole
from governed_cdk.app_run import app_call, project_environments
from governed_cdk.contract.graph import graph_of
from governed_cdk.contract.manifest import render_manifest
from governed_cdk.contract.project import project_manifest, project_of
from governed_cdk.deployment.bootstrap import TEMPLATE
from governed_cdk.platform_release.archive import CONTRACT, file_name, pack

if TYPE_CHECKING:
    from collections.abc import Iterable


def main(target: Path, environments: Iterable[str]) -> int:
    """Write the archives into a folder; the exit code."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")  # noqa: TID251 - of whoever builds, as every build tool takes it
    day = datetime.datetime.fromtimestamp(int(epoch), tz=datetime.UTC).date() if epoch else None
    for environment in environments:
        with tempfile.TemporaryDirectory() as name:
            assembly = Path(name, "cdk.out")
            command, variables = app_call(environment, assembly, day=day)
            done = subprocess.run(["/bin/sh", "-c", command], env=variables, check=False)  # noqa: S603 - our own app
            if done.returncode:
                return done.returncode
            templates = read_assembly(assembly)
            manifest = render_manifest(project_manifest(graph_of(templates), project_of(templates)))
            more = {CONTRACT: manifest.encode(), TEMPLATE.as_posix(): TEMPLATE.read_bytes()}
            pack(assembly, more, target / file_name(environment))
            if environment == DEFAULT:
                write_whole(target / "platform-manifest.json", manifest)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(Path(sys.argv[1]), sys.argv[2:] or project_environments()))
    except ConfigurationError as error:
        sys.stderr.write("".join(f"error: {mistake}\n" for mistake in error.mistakes))
        sys.exit(EXIT_BAD_INPUT)
