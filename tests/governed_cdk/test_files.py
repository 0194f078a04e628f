from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.files import write_whole

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_written_and_written_again(tmp_path: Path) -> None:
    file = tmp_path / "lock.json"
    for text in ("one\n", "two: é\n", ""):
        write_whole(file, text)
        assert file.read_text(encoding="utf-8") == text
    assert [path.name for path in tmp_path.iterdir()] == ["lock.json"]


def test_others_may_read_what_was_written_as_they_may_read_any_file(tmp_path: Path) -> None:
    write_whole(tmp_path / "made", "x")
    (tmp_path / "plain").write_text("x")
    assert (tmp_path / "made").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_what_cannot_be_written_whole_leaves_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "lock.json"
    file.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(file, "new \ud800")
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["lock.json"]


def test_a_place_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as refused:
        write_whole(tmp_path / "nowhere" / "lock.json", "x")
    assert refused.value.mistakes == (f"{tmp_path}/nowhere/lock.json: cannot be written: No such file or directory",)
