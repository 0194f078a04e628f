from __future__ import annotations

import time
from typing import TYPE_CHECKING

from governed_cdk import progress
from governed_cdk.progress import Progress

if TYPE_CHECKING:
    import pytest


def test_whoever_does_not_wait_hears_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress() as told:
        told.phase("reading")
    assert capsys.readouterr() == ("", "")


def test_whoever_waits_hears_what_is_done_and_what_comes_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    with Progress() as told:
        told.phase("judging")
        end = time.monotonic() + 20
        heard = ""
        while "judging" not in heard and time.monotonic() < end:
            time.sleep(0.01)
            heard += capsys.readouterr().err
        told.phase("judging")
        told.phase("writing")
    assert heard + capsys.readouterr().err == "judging ...\nwriting ...\n"
