from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import pytest
import typer

from constructs_lib import ConfigurationError
from governed_cdk.commands import consumers as command
from governed_cdk.commands.consumers import consumers
from governed_cdk.git import Git
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How each consumer ends, by the name of its folder's parent; the base is this repository as it is."""
    codes: dict[str, int] = {}

    @contextlib.contextmanager
    def tree(_: Git, commit: str) -> Iterator[Path]:
        assert commit == "c0ffee"
        yield ROOT

    def upgrade(folder: Path, old: Path) -> int:
        assert (folder / "cdk.json").is_file()
        assert old == ROOT
        return codes.setdefault(folder.parent.name, 0)

    monkeypatch.setattr(Git, "commit", lambda _, revision: {"v0.1.0": "c0ffee"}[revision])
    monkeypatch.setattr(Git, "tree", tree)
    monkeypatch.setattr(command, "_upgrade", upgrade)
    monkeypatch.chdir(tmp_path)
    return codes


def test_the_example_a_new_service_and_the_folders_of_the_file_are_asked(asked: dict[str, int], tmp_path: Path) -> None:
    (tmp_path / "orders/infra").mkdir(parents=True)
    (tmp_path / "orders/infra/cdk.json").write_text("{}")
    (tmp_path / "consumers.yaml").write_text("folders: [orders/infra]\n")
    consumers(base="v0.1.0")
    assert asked == {"service_repo": 0, "fresh": 0, "orders": 0}


@pytest.mark.parametrize(
    ("codes", "code"), [({"fresh": 3}, 3), ({"fresh": 3, "service_repo": 2}, 2), ({"fresh": 1}, 1)]
)
def test_the_worst_decides_how_it_ends_when_all_were_asked(
    codes: dict[str, int], code: int, asked: dict[str, int], capsys: pytest.CaptureFixture[str]
) -> None:
    asked.update(codes)
    with pytest.raises(typer.Exit) as ended:
        consumers(base="v0.1.0")
    assert ended.value.exit_code == code
    assert f"a new service: exit {codes['fresh']}" in capsys.readouterr().out
    assert set(asked) == {"service_repo", "fresh"}


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("folders: [nowhere]", "consumers.yaml: folders: given 'nowhere'; allowed: a folder that holds a cdk.json"),
        ("folder: [x]", "folder: unknown key (did you mean folders?)"),
        ("folders: nowhere", "folders: given 'nowhere'"),
    ],
)
def test_a_file_that_is_wrong_is_told(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "consumers.yaml").write_text(f"{text}\n")
    with pytest.raises(ConfigurationError) as told:
        consumers(base="v0.1.0")
    assert said in told.value.mistakes[0]


def test_without_a_tag_one_has_to_say_what_to_compare_with(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigurationError, match="no tag here yet; say what to compare with"):
        consumers()


def test_a_revision_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"--base: given 'v9\.9\.9'; allowed: a tag, a branch or a commit"):
        consumers(base="v9.9.9")


def test_the_file_of_this_repository_is_right() -> None:
    found: Any = command._folders()
    assert found == {}
