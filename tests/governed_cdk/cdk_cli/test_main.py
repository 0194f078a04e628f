"""`cdk` as it is called, with an app that a few lines of shell play.

Here a stand-in plays CDK's own command line; `tests/integration/test_cdk_cli.py` runs the same tests with the real one.
"""

from __future__ import annotations

import json
import shutil
import time
from typing import TYPE_CHECKING

import pytest

from tests.governed_cdk.cdk_cli.command_line import SYNTH, Cdk, app, context, in_the_project, made, odd_folder, stand_in
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

command = pytest.fixture(stand_in)
project = pytest.fixture(odd_folder)
cdk = pytest.fixture(in_the_project)


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
