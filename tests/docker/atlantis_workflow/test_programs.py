from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from atlantis_workflow import programs

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TALK = "import sys; print('one', flush=True); print('two', file=sys.stderr, flush=True); sys.exit(7)"


def test_what_is_kept_is_said_as_well_and_the_exit_code_is_the_programs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert programs.follow([sys.executable, "-c", TALK], tmp_path, {}, keep=tmp_path / "kept") == 7
    assert (tmp_path / "kept").read_text() == capsys.readouterr().out == "one\ntwo\n"
    assert programs.follow([sys.executable, "-c", TALK], tmp_path, {}) == 7


def test_no_more_than_a_bound_is_kept_and_all_of_it_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "_MOST_KEPT", 3)
    programs.follow([sys.executable, "-c", TALK], tmp_path, {}, keep=tmp_path / "kept")
    assert (tmp_path / "kept").read_text() == "one\n"
    assert capsys.readouterr().out == "one\ntwo\n"


def test_a_child_that_is_left_behind_holds_nothing_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_LEFT_SECONDS", 0.5)
    start = time.monotonic()
    leave = ["sh", "-c", "echo one; sleep 20 &"]
    assert programs.follow(leave, tmp_path, {"PATH": "/bin:/usr/bin"}, keep=tmp_path / "kept") == 0
    assert time.monotonic() - start < 15
    assert (tmp_path / "kept").read_text() == "one\n"


def test_credentials_are_named_only_where_they_are_asked_for(tmp_path: Path) -> None:
    given = {"PATH": "/bin", "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://x", "OTHER": "CANARY"}
    assert "CANARY" not in programs.variables(given, tmp_path, credentials=True).values()
    assert "AWS_CONTAINER_CREDENTIALS_FULL_URI" in programs.variables(given, tmp_path, credentials=True)
    assert "AWS_CONTAINER_CREDENTIALS_FULL_URI" not in programs.variables(given, tmp_path, credentials=False)
