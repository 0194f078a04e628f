from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.compute.bundle import bundle

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def code(tmp_path: Path) -> Path:
    folder = tmp_path / "rotation"
    (folder / "inner/__pycache__").mkdir(parents=True)
    (folder / "handler.py").write_text("def handler(event, context): ...\n")
    (folder / "inner/logic.py").write_text("X = 1\n")
    (folder / "inner/__pycache__/logic.pyc").write_bytes(b"compiled")
    return folder


def test_code_and_distributions_stand_side_by_side(code: Path) -> None:
    made = bundle(code, ["PyMySQL"])
    assert (made / "handler.py").is_file()
    assert (made / "inner/logic.py").is_file()
    assert (made / "pymysql/__init__.py").is_file()


def test_nothing_compiled_and_no_installers_note_is_shipped(code: Path) -> None:
    names = [path.name for path in bundle(code, ["PyMySQL"]).rglob("*")]
    assert not [name for name in names if name.endswith((".pyc", ".so")) or name in ("RECORD", "INSTALLER")]


def test_the_same_content_gives_the_same_folder_and_another_content_another(code: Path) -> None:
    first = bundle(code, [])
    assert bundle(code, []) == first
    (code / "inner/logic.py").write_text("X = 2\n")
    assert bundle(code, []) != first


def test_a_distribution_that_is_not_installed_is_refused(code: Path) -> None:
    with pytest.raises(ConfigurationError, match="distributions: given 'no-such-thing'"):
        bundle(code, ["no-such-thing"])


def test_compiled_code_is_refused(code: Path) -> None:
    with pytest.raises(ConfigurationError, match="pure Python"):
        bundle(code, ["pydantic_core"])
