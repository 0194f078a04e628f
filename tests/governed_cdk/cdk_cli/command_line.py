"""`cdk` in a project whose app is a few lines of shell."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFEST: dict[str, Any] = {
    "version": "40.0.0",
    "artifacts": {
        "prod-x": {
            "type": "aws:cloudformation:stack",
            "environment": "aws://111122223333/ap-northeast-2",
            "properties": {"templateFile": "prod-x.template.json"},
        }
    },
}
TEMPLATE = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
# What an app does: say what it was told, write its assembly.
SYNTH = 'printf %s "$CDK_CONTEXT_JSON" > context.json; cp made/* "$CDK_OUTDIR"; '


def stand_in(tmp_path: Path) -> list[str]:
    """What starts it: ours, around a stand-in for CDK's."""
    package = tmp_path / "node_modules/aws-cdk"
    for folder in ("bin", "lib/cli"):
        (package / folder).mkdir(parents=True)
    shutil.copy(Path(__file__).with_name("stand_in.py"), package / "bin/cdk")
    (package / "lib/cli/cli-type-registry.json").symlink_to(
        ROOT / "node_modules/aws-cdk/lib/cli/cli-type-registry.json"
    )
    return [sys.executable, str(package / "bin/cdk"), str(package)]


def in_the_project(command: list[str], project: Path) -> Cdk:
    """The command line in the project."""
    return Cdk(command, project)


def odd_folder(tmp_path: Path) -> Path:
    """A project in a folder whose name shells and Makefiles trip over."""
    folder = tmp_path / "내 폴더"
    (folder / "made").mkdir(parents=True)
    (folder / "made/manifest.json").write_text(json.dumps(MANIFEST))
    (folder / "made/prod-x.template.json").write_text(json.dumps(TEMPLATE))
    return folder


def app(project: Path, command: str, **settings: Any) -> None:
    (project / "cdk.json").write_text(json.dumps({"app": command, "versionReporting": False, **settings}))


@dataclass(frozen=True)
class Cdk:
    """The command line, called in a project."""

    command: list[str]
    project: Path

    @contextlib.contextmanager
    def started(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        """The running command line, which ends with the block at the latest."""
        own = {"HOME": str(self.project), "PYTHONPATH": str(ROOT), "CDK_DISABLE_CLI_TELEMETRY": "true", "NO_COLOR": "1"}
        with subprocess.Popen(
            [*self.command, *arguments], cwd=self.project, env={**os.environ, **own}, text=True,
            start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        ) as process:  # fmt: skip
            try:
                yield process
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)

    def __call__(self, *arguments: str) -> tuple[int, str]:
        """The exit code, and what it said."""
        with self.started(*arguments) as process:
            said, _ = process.communicate()
            return process.returncode, said


def context(project: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((project / "context.json").read_text())
    return found


def made(project: Path) -> set[str]:
    folder = project / "cdk.out"
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def wait_for(path: Path, *, text: bool = False) -> None:
    end = time.monotonic() + 60
    while not path.exists() or (text and not path.read_text()):
        assert time.monotonic() < end, f"{path} did not come"
        time.sleep(0.05)


def wait_for_end(process: int) -> None:
    end = time.monotonic() + 60
    while Path(f"/proc/{process}").exists():
        assert time.monotonic() < end, f"{process} is still there"
        time.sleep(0.05)
