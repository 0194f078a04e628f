"""What a failed apply is told, and that nothing about the telling changes how it ends."""

from __future__ import annotations

import contextlib
import inspect
from typing import TYPE_CHECKING, Any

import pytest
from atlantis_workflow import diagnosis
from atlantis_workflow.errors import Failed
from atlantis_workflow.task import Task

from governed_cdk.commands.diagnose import diagnose

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Stands in for a release's Python: a deploy says a line and ends as a file says, a diagnosis says what it was given.
RELEASE = """#!/bin/sh
case "$4" in
deploy) echo "12:00 | CREATE_FAILED | no such class"; exit "$(cat "@HERE@/code")";;
diagnose) cat "@HERE@/said" 2>/dev/null || exec echo "asked: $*, in $(ls -R | tr '\\n' ' ') with $(cat "${10}")";;
esac
"""


@pytest.fixture
def apply(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Deploys a project that is there already, by a release that ends with a code."""
    (tmp_path / "python").write_text(RELEASE.replace("@HERE@", str(tmp_path)))
    (tmp_path / "python").chmod(0o755)
    project = tmp_path / "project"
    (project / "environments").mkdir(parents=True)
    (project / "environments/prod.yaml").write_text("name: prod\n")
    (project / "app.py").write_text("CANARY")
    (tmp_path / "work").mkdir()
    monkeypatch.setattr(Task, "_source", lambda _: project)
    monkeypatch.setattr(Task, "_judge", lambda *_: tmp_path / "python")
    monkeypatch.setattr(Task, "_assembly", lambda _: (["prod-orders"], tmp_path))
    monkeypatch.setattr(Task, "_read", lambda *_: tmp_path / "record")

    def run(code: int, **given: str) -> None:
        (tmp_path / "code").write_text(str(code))
        told = {"PATH": "/usr/bin:/bin", "WORKSPACE": "prod", "BASE": "b", "REVIEWED": "r", **given}
        Task(told, tmp_path / "work").step("deploy")

    return run


def test_a_failed_apply_says_why_behind_its_own_output_and_ends_as_it_would(
    apply: Callable[..., None], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Failed, match="governed-cdk deploy: exit code 1"):
        apply(1)
    first, second = [line for line in capfd.readouterr().out.splitlines() if line]
    assert first == "12:00 | CREATE_FAILED | no such class"
    assert "diagnose --env prod --assembly" in second
    assert "--look-up --no-model" in second
    options = {f"--{name.replace('_', '-')}" for name in inspect.signature(diagnose).parameters} | {"--no-model"}
    assert {one.strip(",") for one in second.split() if one.startswith("--")} <= options
    assert second.endswith(first)  # it got what the deploy had said
    assert "prod.yaml" in second
    assert "app.py" not in second


@pytest.mark.parametrize("code", [0, 2, 3])
def test_what_went_well_or_has_said_itself_why_it_was_refused_is_not_explained(
    apply: Callable[..., None], capfd: pytest.CaptureFixture[str], code: int
) -> None:
    with pytest.raises(Failed, match=f"exit code {code}") if code else contextlib.nullcontext():
        apply(code)
    assert capfd.readouterr().out == "12:00 | CREATE_FAILED | no such class\n"


@pytest.mark.parametrize(
    "fault",
    [
        (lambda here: (here / "project/environments/prod.yaml").unlink(), "environments/prod.yaml is no file"),
        (lambda here: (here / "said").mkdir(), "diagnose: no answer: exit code 1"),
        (lambda here: (here / "project/environments/prod.yaml").write_bytes(b" " * 2_000_000), "larger than 1,048,576"),
    ],
)
def test_a_diagnosis_that_fails_is_told_in_a_line_and_changes_nothing(
    apply: Callable[..., None], capfd: pytest.CaptureFixture[str], tmp_path: Path, fault: tuple[Any, str]
) -> None:
    broken, told = fault
    broken(tmp_path)
    release = (tmp_path / "python").read_text().replace("2>/dev/null || exec echo", "|| exit 1; echo")
    (tmp_path / "python").write_text(release)
    with pytest.raises(Failed, match="governed-cdk deploy: exit code 1"):
        apply(1)
    said = capfd.readouterr().out
    assert said.startswith("12:00 | CREATE_FAILED | no such class\n")
    assert told in said


def test_a_diagnosis_that_takes_too_long_or_is_not_there_changes_nothing(
    apply: Callable[..., None], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnosis, "SECONDS", 0.0)
    with pytest.raises(Failed, match="governed-cdk deploy: exit code 1"):
        apply(1)
    assert "diagnose: no answer: " in capfd.readouterr().out


def test_an_answer_is_bounded(apply: Callable[..., None], capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "said").write_text("x" * 50_000)
    with pytest.raises(Failed):
        apply(1)
    said = capfd.readouterr().out
    assert len(said) < 21_000
    assert "cut here" in said


@pytest.mark.parametrize("workspace", ["../prod", "-h", "prod/../../x", "", "Prod"])
def test_a_workspace_that_is_no_name_is_not_looked_for(
    apply: Callable[..., None], capfd: pytest.CaptureFixture[str], workspace: str
) -> None:
    with pytest.raises(Failed):
        apply(1, WORKSPACE=workspace)
    assert f"diagnose: no answer: {workspace!r} is no name of an environment" in capfd.readouterr().out


def test_a_link_out_of_the_project_is_not_followed(
    apply: Callable[..., None], capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").write_text("name: CANARY\n")
    settings = tmp_path / "project/environments/prod.yaml"
    settings.unlink()
    settings.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Failed):
        apply(1)
    assert "environments/prod.yaml is no file of the project" in capfd.readouterr().out
    assert not (tmp_path / "work/diagnosis/environments").exists()
