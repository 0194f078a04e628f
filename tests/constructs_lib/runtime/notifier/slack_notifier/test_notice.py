from __future__ import annotations

import pytest

from constructs_lib.observability.telemetry.alarm_spec import Severity as AlarmSeverity
from constructs_lib.runtime.notifier.slack_notifier.notice import Severity, severity_of, without_mark


def test_the_severities_are_those_of_the_alarms() -> None:
    assert {one.value for one in Severity} == {one.value for one in AlarmSeverity}


@pytest.mark.parametrize(
    ("texts", "severity"),
    [
        (("critical",), Severity.CRITICAL),
        (("[critical] it burns",), Severity.CRITICAL),
        (("arn:aws:sns:ap-northeast-2:111122223333:prod-monitoring-info",), Severity.INFO),
        (("", "nothing", "[info] fine"), Severity.INFO),
        (("info", "critical"), Severity.INFO),
        (("it is critical",), Severity.WARNING),
        (("[urgent] x",), Severity.WARNING),
        ((), Severity.WARNING),
    ],
)
def test_the_first_text_that_names_a_severity_counts_and_none_is_a_warning(
    texts: tuple[str, ...], severity: Severity
) -> None:
    assert severity_of(*texts) is severity


def test_what_names_none_may_be_told_another_severity() -> None:
    assert severity_of("x", otherwise=Severity.CRITICAL) is Severity.CRITICAL


@pytest.mark.parametrize(
    ("text", "bare"), [("[critical] it burns", "it burns"), ("[info]x", "x"), ("[other] x", "[other] x"), ("x", "x")]
)
def test_a_mark_is_taken_off(text: str, bare: str) -> None:
    assert without_mark(text) == bare
