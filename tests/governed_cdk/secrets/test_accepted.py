from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError
from governed_cdk.secrets.accepted import read_file

if TYPE_CHECKING:
    from pathlib import Path

TODAY = datetime.date(2026, 11, 30)
ROW = (
    "{fingerprint: %s, reason: 'an example of a vendor that opens nothing', owner: platform-team, until: '2026-12-31'}"
)


def test_rows_hold_until_their_day(tmp_path: Path) -> None:
    file = tmp_path / "accepted-secrets.yaml"
    file.write_text(f"accepted:\n  - {ROW % ('a' * 32)}\n", encoding="utf-8")
    assert read_file(file, TODAY).holds("a" * 32)
    assert not read_file(file, datetime.date(2027, 1, 1)).holds("a" * 32)
    assert not read_file(tmp_path / "none.yaml", TODAY).holds("a" * 32)


@pytest.mark.parametrize("text", ["accepted: yes\n", f"accepted:\n  - {ROW % 'short'}\n"])
def test_a_file_that_is_none_is_one_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "accepted-secrets.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="accepted"):
        read_file(file, TODAY)
