from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import typer

from constructs_lib import ConfigurationError
from governed_cdk.commands import new as command
from governed_cdk.commands.new import new
from governed_cdk.scaffold.pieces import NewKind
from governed_cdk.scaffold.service import RECORD
from governed_cdk.scaffold.writing import write_files
from tests.governed_cdk.scaffold.services import LIBRARY, service

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command, "chosen_library", lambda _: LIBRARY)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "say what and how it is called: service, stack, construct, rule"),
        ({"kind": NewKind.STACK}, "say what and how it is called"),
        ({"update": True, "name": "orders"}, "new --update: takes no name"),
        ({"update": True}, "a folder without .git"),
        ({"kind": NewKind.SERVICE, "name": "rds", "files_only": True}, "not the platform's rds"),
    ],
)
def test_bad_input_is_one_line(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigurationError) as told:
        new(**given)
    assert said in told.value.mistakes[0]
    assert len(told.value.mistakes) == 1


def test_a_wrong_name_is_told_before_the_wheel_is_asked_for() -> None:
    with pytest.raises(ConfigurationError, match="service: given 'Orders!'"):
        new(NewKind.SERVICE, "Orders!")  # this program was installed from a folder: there is no wheel to be noted


def test_a_service_is_written_where_it_is_wanted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new(NewKind.SERVICE, "orders", folder=folder / "here", files_only=True, team="shop")
    written = {str(path.relative_to(folder / "here")) for path in (folder / "here").rglob("*") if path.is_file()}
    assert written == set(service().files())
    assert "team: shop" in (folder / "here/infra/environments/prod.yaml").read_text()
    assert f"{len(written)} files" in capsys.readouterr().out


def test_a_service_that_does_not_pass_is_not_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ConfigurationError("the repository does not pass its tests")

    monkeypatch.setattr(command, "prove", fails)
    with pytest.raises(ConfigurationError, match="does not pass"):
        new(NewKind.SERVICE, "orders")
    assert list(folder.iterdir()) == []


def test_a_conflict_ends_with_3(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    older = service(library=LIBRARY.__class__("0.0.9", LIBRARY.url, LIBRARY.sha256))
    write_files(folder, older.files())
    workflow = folder / ".github/workflows/gate.yml"
    workflow.write_text(workflow.read_text().replace("gate.yml@v0.0.9", "gate.yml@v0.0.8"))
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"]):
        subprocess.run(["git", *words], cwd=folder, check=True)
    with pytest.raises(typer.Exit) as ended:
        new(update=True)
    assert ended.value.exit_code == 3
    assert "conflict: .github/workflows/gate.yml: 1" in capsys.readouterr().out
    assert '"version": "0.1.0"' in (folder / RECORD).read_text()


def test_pieces_are_said_as_they_are_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(folder, service().files())
    new(NewKind.CONSTRUCT, "job-queue")
    assert capsys.readouterr().out == "wrote infra/components/job_queue.py\n"
