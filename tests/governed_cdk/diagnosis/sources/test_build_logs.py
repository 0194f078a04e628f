from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.diagnosis.evidence import Evidence, Weight
from governed_cdk.diagnosis.sources import build_logs

if TYPE_CHECKING:
    from pathlib import Path


def test_a_builds_log_is_read_though_not_all_of_it_is_text(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"step\n\xff no space left on device\n")
    assert build_logs.collect(tmp_path / "log") == [
        Evidence("build", "step", Weight.CONTEXT), Evidence("build", "\ufffd no space left on device", Weight.FAILURE),
    ]  # fmt: skip


def test_of_a_huge_log_the_end_is_read(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"fatal: early\n" + b"x" * 5_000_000 + b"\nfatal: late")
    assert [one.text for one in build_logs.collect(tmp_path / "log")][-1] == "fatal: late"
    assert "early" not in build_logs.read_end(tmp_path / "log")


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="Is a directory"):
        build_logs.collect(tmp_path)
