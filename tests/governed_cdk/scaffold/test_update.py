"""A template's later improvements reach a repository that was changed since."""

from __future__ import annotations

import dataclasses
import subprocess
from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError
from governed_cdk.scaffold.service import RECORD, Service, read_record
from governed_cdk.scaffold.update import update
from governed_cdk.scaffold.writing import write_files
from tests.governed_cdk.scaffold.services import LIBRARY, service

if TYPE_CHECKING:
    from pathlib import Path

NEXT = dataclasses.replace(LIBRARY, version="0.2.0", sha256="1" * 64)
REQUIREMENTS = "infra/requirements.txt"


def commit(folder: Path) -> None:
    for command in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"]):
        subprocess.run(["git", *command], cwd=folder, check=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    write_files(tmp_path, service().files())
    commit(tmp_path)
    return tmp_path


@pytest.fixture
def improved(monkeypatch: pytest.MonkeyPatch) -> dict[str, str | None]:
    """What the next release's templates say otherwise; None takes a file away."""
    changes: dict[str, str | None] = {}
    files, record = Service.files, Service._record

    def changed(self: Service) -> dict[str, str]:
        found = {**files(self), **{name: text or "" for name, text in changes.items()}}
        found = {name: text for name, text in found.items() if changes.get(name, "") is not None and name != RECORD}
        return found | {RECORD: record(self, found)}

    monkeypatch.setattr(Service, "files", changed)
    return changes


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def test_the_same_release_changes_nothing(repository: Path) -> None:
    assert update(repository, LIBRARY).changes == []
    assert subprocess.run(["git", "diff", "--quiet"], cwd=repository, check=False).returncode == 0


def test_the_next_release_moves_what_names_it_and_the_record(repository: Path) -> None:
    result = update(repository, NEXT)
    assert result.conflicts == []
    assert set(result.changes) == {
        f"{REQUIREMENTS}: improved",
        ".github/workflows/gate.yml: improved",
        ".github/workflows/gate-report.yml: improved",
        ".github/workflows/drift.yml: improved",
        "src/requirements.txt: improved",
    }
    assert f"sha256:{NEXT.sha256}" in (repository / REQUIREMENTS).read_text()
    made, _ = read_record(repository / RECORD)
    assert made.library == NEXT


def test_an_improvement_is_merged_with_what_was_changed_elsewhere_in_the_file(
    repository: Path, improved: dict[str, str | None]
) -> None:
    edit(repository / "Dockerfile", "EXPOSE 8080", "EXPOSE 8443")
    commit(repository)
    improved["Dockerfile"] = service().files()["Dockerfile"].replace("# Stands in", "# It stands in")
    result = update(repository, LIBRARY)
    assert (result.changes, result.conflicts) == (["Dockerfile: merged"], [])
    text = (repository / "Dockerfile").read_text()
    assert "# It stands in" in text
    assert "EXPOSE 8443" in text
    commit(repository)
    assert update(repository, LIBRARY).changes == []


def test_a_line_that_both_have_changed_is_a_conflict_with_both_in_the_file(
    repository: Path, improved: dict[str, str | None]
) -> None:
    edit(repository / "Dockerfile", "USER node", "USER 1000")
    commit(repository)
    improved["Dockerfile"] = service().files()["Dockerfile"].replace("USER node", "USER 2000")
    result = update(repository, LIBRARY)
    assert result.conflicts == ["Dockerfile: 1, between <<<<<<< and >>>>>>>"]
    text = (repository / "Dockerfile").read_text()
    assert "<<<<<<< here\nUSER 1000\n=======\nUSER 2000\n>>>>>>> release\n" in text


def test_files_that_come_go_or_were_deleted(repository: Path, improved: dict[str, str | None]) -> None:
    (repository / "renovate.json").unlink()
    edit(repository / ".editorconfig", "lf", "crlf")
    commit(repository)
    improved |= {"new/file.txt": "new\n", ".dockerignore": None, ".editorconfig": None, "renovate.json": "{}\n"}
    result = update(repository, LIBRARY)
    assert result.conflicts == []
    assert set(result.changes) == {
        "new/file.txt: new",
        ".dockerignore: taken away",
        "renovate.json: improved, but it was deleted here; stays away",
    }
    assert (repository / "new/file.txt").read_text() == "new\n"
    assert not (repository / ".dockerignore").exists()
    assert (repository / ".editorconfig").exists()


def test_pins_that_were_made_anew_here_stay(repository: Path) -> None:
    edit(repository / REQUIREMENTS, "ruff==", "httpx==1.0 --hash=sha256:00\nruff==")
    commit(repository)
    assert f"{REQUIREMENTS}: changed here, and stays; make lock" in update(repository, NEXT).changes
    assert "httpx==1.0" in (repository / REQUIREMENTS).read_text()


def test_what_is_not_committed_could_not_be_undone(repository: Path) -> None:
    (repository / "notes.txt").touch()
    with pytest.raises(ConfigurationError, match="commit or put aside first"):
        update(repository, NEXT)


def test_a_folder_without_git_or_record_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="not here; call it where governed-cdk new service"):
        update(tmp_path, NEXT)
    write_files(tmp_path, service().files())
    with pytest.raises(ConfigurationError, match="not a git repository"):
        update(tmp_path, NEXT)
