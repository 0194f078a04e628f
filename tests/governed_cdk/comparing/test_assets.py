from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from governed_cdk.comparing.assets import Assets, content_digest

if TYPE_CHECKING:
    from pathlib import Path

ONE, OTHER = "a" * 64, "b" * 64


def asset(folder: Path, name: str, text: str = "code") -> Path:
    path = folder / f"asset.{name}"
    path.mkdir(parents=True)
    (path / "index.py").write_text(text)
    return path


def test_an_asset_of_another_name_with_the_same_content_is_the_same(tmp_path: Path) -> None:
    for name in (ONE, OTHER):
        asset(tmp_path, name)
    assets = Assets(tmp_path)
    assert assets.hashes == [ONE, OTHER]
    assert assets.by_content(f"{ONE}.zip") == assets.by_content(f"{OTHER}.zip") != f"{ONE}.zip"


def test_what_is_not_in_the_assembly_is_called_by_its_name(tmp_path: Path) -> None:
    assert Assets(tmp_path).by_content(f"repository:{ONE}") == f"repository:{ONE}"
    assert Assets(tmp_path).by_content("short") == "short"


def test_an_asset_of_a_stage_is_found(tmp_path: Path) -> None:
    asset(tmp_path / "assembly-Prod", ONE)
    assert Assets(tmp_path).hashes == [ONE]


@pytest.mark.parametrize(
    "change",
    [
        lambda path: (path / "index.py").write_text("other"),
        lambda path: (path / "index.py").rename(path / "main.py"),
        lambda path: (path / "index.py").chmod(0o755),
        lambda path: (path / "more.py").write_text(""),
        lambda path: (path / "link.py").symlink_to("index.py"),
    ],
    ids=["content", "name", "mode", "file", "link"],
)
def test_whatever_is_deployed_counts(tmp_path: Path, change: object) -> None:
    before = content_digest(asset(tmp_path / "one", ONE))
    other = asset(tmp_path / "other", ONE)
    assert content_digest(other) == before
    assert callable(change)
    change(other)
    assert content_digest(other) != before
