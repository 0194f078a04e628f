"""An assembly that changed after it was judged is told from the one that was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from aspects.judge.template.digest import JUDGED, changed, write_digest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILES = (
    "manifest.json", "a.template.json", "a.metadata.json", "governed-cdk.environment.json", "asset.1/handler.py",
    "assembly-Live/manifest.json", "assembly-Live/b.template.json", "b.nested.template.json",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}")
    write_digest(tmp_path)
    return tmp_path


def test_what_is_as_it_was_has_not_changed_wherever_it_is_moved(folder: Path, tmp_path: Path) -> None:
    assert changed(folder) == []
    moved = folder.rename(tmp_path.with_name("moved"))
    assert changed(moved) == []


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("edit", "said"), [(lambda path: path.write_text("{ }"), "changed"), (lambda path: path.unlink(), "is gone")]
)
def test_each_file_is_held(folder: Path, name: str, edit: Callable[[Path], object], said: str) -> None:
    edit(folder / name)
    assert changed(folder) == [f"{name} {said}"]


@pytest.mark.parametrize("name", ["c.template.json", "assembly-Live/c.template.json", "new.assets.json"])
def test_a_file_that_is_new_is_told(folder: Path, name: str) -> None:
    (folder / name).write_text("{}")
    assert changed(folder) == [f"{name} was added"]


@pytest.mark.parametrize(
    "name",
    [
        "validation-report.json", "cdk.out", "tree.json", "performance-counters.json", "read.1.1.lock", ".cache/x.json",
        "asset.zip",
    ],
)  # fmt: skip
def test_what_cdk_writes_afterwards_is_none_of_it(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("{}")
    assert changed(folder) == []


@pytest.mark.parametrize("name", ["a.template.json", "asset.1/handler.py"])
def test_a_link_in_the_place_of_a_file_is_a_change(folder: Path, name: str) -> None:
    (folder / name).unlink()
    (folder / name).symlink_to(folder / "manifest.json")
    assert changed(folder) == [f"{name} is gone"]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"files": []}', '{"files": {"a": 1}}', "[" * 100_000, json.dumps({"files": None})]
)
def test_a_digest_that_is_none_is_refused_in_a_line(folder: Path, text: str) -> None:
    (folder / JUDGED).write_text(text)
    with pytest.raises(ValueError, match=f"{JUDGED}: not what govern\\(\\) writes; run cdk synth again"):
        changed(folder)
