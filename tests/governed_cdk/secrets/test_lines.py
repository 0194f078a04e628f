from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError
from governed_cdk.secrets import lines
from governed_cdk.secrets.lines import lines_of

if TYPE_CHECKING:
    from pathlib import Path


def test_lines_are_those_of_texts_and_what_is_too_large_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("one\ntwo\n", encoding="utf-8")
    (tmp_path / "b.bin").write_bytes(b"\0one")
    (tmp_path / "c.txt").write_text("x" * 100, encoding="utf-8")
    monkeypatch.setattr(lines, "LARGEST", 50)
    left_out: list[str] = []
    found = list(lines_of([tmp_path], left_out))
    assert [(number, line) for _, number, line in found] == [(1, "one"), (2, "two")]
    assert [one.rpartition("/")[2][:5] for one in left_out] == ["c.txt"]


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no such file or folder"):
        list(lines_of([tmp_path / "none"], []))
