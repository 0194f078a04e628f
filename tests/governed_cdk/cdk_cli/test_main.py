"""`cdk` as it is called, with an app that a few lines of shell play.

Here a stand-in plays CDK's own command line; `tests/integration/test_cdk_cli.py` runs the same tests with the real one.
"""

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

import pytest

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


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    """What starts it: ours, around a stand-in for CDK's."""
    package = tmp_path / "node_modules/aws-cdk"
    for folder in ("bin", "lib/cli"):
        (package / folder).mkdir(parents=True)
    shutil.copy(Path(__file__).with_name("stand_in.py"), package / "bin/cdk")
    (package / "lib/cli/cli-type-registry.json").symlink_to(
        ROOT / "node_modules/aws-cdk/lib/cli/cli-type-registry.json"
    )
    return [sys.executable, str(package / "bin/cdk"), str(package)]


@pytest.fixture
def cdk(command: list[str], project: Path) -> Cdk:
    """The command line in the project."""
    return Cdk(command, project)


@pytest.fixture
def project(tmp_path: Path) -> Path:
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


@pytest.mark.parametrize(("of_app", "code"), [(0, 0), (1, 1), (2, 2), (3, 3), (9, 1)])
def test_bad_input_and_findings_of_the_app_are_told_by_the_exit_code(
    of_app: int, code: int, cdk: Cdk, project: Path
) -> None:
    app(project, f"{SYNTH} exit {of_app}")
    assert cdk("synth", "--quiet")[0] == code
    assert ("manifest.json" in made(project)) == (of_app in (0, 3))


def test_findings_that_cdk_let_pass_are_findings(cdk: Cdk, project: Path) -> None:
    report = {"pluginReports": [{"pluginName": "x", "conclusion": "failure", "violations": []}]}
    (project / "made/validation-report.json").write_text(json.dumps(report))
    app(project, SYNTH)
    assert cdk("ls")[0] == 3


def test_arguments_that_the_command_line_refuses_are_bad_input(cdk: Cdk, project: Path) -> None:
    app(project, SYNTH)
    code, said = cdk("synth", "--output")
    assert code == 2
    assert "Not enough arguments following: output" in said
    assert not (project / "cdk.out").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"app": "true",}', "error: cdk.json:1: not JSON: "),
        ("[1]", "error: cdk.json: not readable as the settings of cdk"),
        ('{"app": "true", "context": 7}', "error: cdk.json: not readable as the settings of cdk"),
    ],
)
def test_settings_that_are_none_are_told_in_one_line(text: str, said: str, cdk: Cdk, project: Path) -> None:
    (project / "cdk.json").write_text(text)
    code, output = cdk("synth")
    assert code == 2
    assert output.startswith(said)
    assert output.count("\n") == 1


def test_a_failed_synth_leaves_nothing(cdk: Cdk, project: Path) -> None:
    app(project, "exit 2")
    assert cdk("synth")[0] == 2
    assert not (project / "cdk.out").exists()


def test_the_app_is_told_the_day_by_the_clock_unless_it_was_given(cdk: Cdk, project: Path) -> None:
    app(project, SYNTH)
    assert cdk("synth", "--quiet")[0] == 0
    assert context(project)["today"] == time.strftime("%Y-%m-%d", time.gmtime())
    assert cdk("synth", "--quiet", "-c", "today=2030-01-02")[0] == 0
    assert context(project)["today"] == "2030-01-02"


def test_an_app_of_the_arguments_is_run_as_one_of_cdk_json_is(cdk: Cdk, project: Path) -> None:
    app(project, "exit 1")
    assert cdk("synth", "--quiet", "--app", f"{SYNTH} exit 3", "--output", "다른 곳")[0] == 3
    assert (project / "다른 곳/manifest.json").is_file()
    assert context(project)["today"]


def test_the_output_of_cdk_json_is_the_one(cdk: Cdk, project: Path) -> None:
    app(project, SYNTH, output="build/out")
    assert cdk("synth", "--quiet")[0] == 0
    assert (project / "build/out/manifest.json").is_file()
    assert not (project / "cdk.out").exists()


def test_an_assembly_needs_neither_app_nor_credentials_nor_a_known_stack(cdk: Cdk, project: Path) -> None:
    app(project, "exit 2")
    assert cdk("ls", "--app", "made") == (0, "prod-x\n")


def test_what_runs_no_app_is_cdks_own(cdk: Cdk, project: Path) -> None:
    app(project, "exit 2")
    code, said = cdk("--version")
    assert code == 0
    assert said.startswith("2.")
    assert cdk("doctor")[0] == 0


def test_one_is_told_what_goes_on_before_it_does(cdk: Cdk, project: Path) -> None:
    app(project, "exit 2")
    assert cdk("synth", "-c", "env=dev")[1].startswith("synth dev ...\n")
    app(project, "exit 2", context={"env": "stg"})
    assert cdk("synth")[1].startswith("synth stg ...\n")


def test_what_cannot_be_deployed_is_told_before_the_synth(cdk: Cdk, project: Path) -> None:
    shutil.copytree(ROOT / "stacks", project / "stacks")
    app(project, f"{SYNTH}")
    code, said = cdk("deploy", "network")
    assert code == 2
    assert said.endswith("(did you mean prod-network?)\n")
    assert said.count("\n") == 1
    assert not (project / "context.json").exists()


def test_a_second_synth_in_the_same_folder_is_refused_and_the_first_one_is_whole(cdk: Cdk, project: Path) -> None:
    app(project, f"{SYNTH} echo > begun; while [ ! -e go ]; do sleep 0.05; done")
    with cdk.started("synth", "--quiet", "-c", "env=dev") as first:
        wait_for(project / "begun")
        code, said = cdk("synth", "--quiet", "-c", "env=stg")
        assert code == 2
        assert "error: cdk.out: another synth is running here, or its deployment; wait, or give this one" in said
        assert context(project)["env"] == "dev"
        (project / "go").touch()
        first.communicate()
    assert first.returncode == 0
    assert {"manifest.json", "prod-x.template.json"} <= made(project)
    assert cdk("synth", "--quiet", "-c", "env=stg")[0] == 0


def test_a_killed_synth_leaves_the_old_assembly_and_the_next_one_works(cdk: Cdk, project: Path) -> None:
    app(project, SYNTH)
    assert cdk("synth", "--quiet")[0] == 0
    before = made(project)
    (project / "made/new.template.json").write_text("{}")
    app(project, f"{SYNTH} echo > begun; exec sleep 9")
    with cdk.started("synth", "--quiet"):
        wait_for(project / "begun")
    left = {name for name in made(project) if not name.startswith(".")}
    assert left - {"synth.lock"} == before
    wait_for_end(int((project / "cdk.out/synth.lock").read_text()))
    app(project, SYNTH)
    assert cdk("synth", "--quiet")[0] == 0
    assert made(project) == before | {"new.template.json"}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_all_and_leaves_the_old_assembly(number: signal.Signals, cdk: Cdk, project: Path) -> None:
    app(project, SYNTH)
    assert cdk("synth", "--quiet")[0] == 0
    before = made(project)
    app(project, f"{SYNTH} echo $$ > begun; exec sleep 100")
    with cdk.started("synth", "--quiet") as process:
        wait_for(project / "begun", text=True)
        if number == signal.SIGINT:  # Ctrl-C reaches the whole group
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
        said, _ = process.communicate(timeout=60)
        assert process.returncode not in (0, 2, 3)
        assert "Traceback" not in said
    wait_for_end(int((project / "begun").read_text()))
    assert {name for name in made(project) if not name.startswith((".", "read.", "synth."))} == before


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
