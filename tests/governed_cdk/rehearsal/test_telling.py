from __future__ import annotations

import io
import os
import signal

import pytest
from rich.console import Console

from governed_cdk.rehearsal.cdk import Step
from governed_cdk.rehearsal.report import RehearsalReport
from governed_cdk.rehearsal.telling import Telling, end_on_sigterm


def test_each_phase_and_each_stack_is_a_line_where_there_is_no_terminal() -> None:
    said, report = io.StringIO(), RehearsalReport("dev")
    with Telling("drill", Console(file=said)).recorder(report) as recorder, recorder.phase("deploy"):
        recorder.hear(Step("dev-kms", "done", 1.5))
    assert said.getvalue().splitlines() == ["drill: deploy ...", "   1.5 s  dev-kms: done"]
    assert [one.name for one in report.phases] == ["deploy"]


def test_sigterm_ends_the_process_on_its_way_out() -> None:
    before = signal.getsignal(signal.SIGTERM)
    try:
        end_on_sigterm()
        with pytest.raises(SystemExit) as caught:
            os.kill(os.getpid(), signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert caught.value.code == 143
