from __future__ import annotations

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.platform.cloudtrail.security_alerts import (
    ALERTS,
    ANALYZER_FINDINGS,
    SecurityAlert,
    guardduty_findings,
)
from tests.audit_samples import EXPECTED, event, records
from tests.eventbridge import matches


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert.slug)
def test_an_alert_sees_its_events_and_no_others(alert: SecurityAlert) -> None:
    seen = {name for name, record in records().items() if matches(alert.pattern, event(record))}
    assert seen == EXPECTED[alert.slug]


def test_every_alert_has_samples() -> None:
    assert {alert.slug for alert in ALERTS} == set(EXPECTED)


def test_root_use_is_seen_in_calls_that_only_read() -> None:
    # ListBuckets of root is read-only, which EventBridge withholds from an ordinary rule
    assert records()["root-api-call"]["readOnly"] is True
    assert [alert.slug for alert in ALERTS if alert.read_only_events] == ["root-use"]


@pytest.mark.parametrize(
    "code",
    [
        "AccessDenied",
        "AccessDeniedException",
        "Client.UnauthorizedOperation",
        "UnauthorizedException",
        "Client.AccessDenied",
    ],
)
def test_every_spelling_of_a_refusal_is_seen(code: str) -> None:
    (alert,) = (alert for alert in ALERTS if alert.slug == "unauthorized-calls")
    assert matches(alert.pattern, event({**records()["denied"], "errorCode": code}))
    assert not matches(alert.pattern, event({**records()["denied"], "errorCode": "ValidationException"}))


@pytest.mark.parametrize(("severity", "seen"), [(3.9, False), (4, True), (8, True)])
def test_guardduty_findings_count_from_their_severity_on(severity: float, seen: bool) -> None:  # noqa: FBT001 - pytest passes parameters by name
    finding = {"source": "aws.guardduty", "detail-type": "GuardDuty Finding", "detail": {"severity": severity}}
    assert matches(guardduty_findings(4).pattern, finding) is seen


@pytest.mark.parametrize("severity", [0, 9])
def test_a_severity_that_guardduty_does_not_give_is_refused(severity: float) -> None:
    with pytest.raises(ConfigurationError, match=r"lowest_severity: given .*; allowed: 1 to 8.9"):
        guardduty_findings(severity)


@pytest.mark.parametrize(("status", "seen"), [("ACTIVE", True), ("RESOLVED", False), ("ARCHIVED", False)])
def test_only_active_analyzer_findings_are_sent(status: str, seen: bool) -> None:  # noqa: FBT001 - pytest passes parameters by name
    finding = {"source": "aws.access-analyzer", "detail-type": "Access Analyzer Finding", "detail": {"status": status}}
    assert matches(ANALYZER_FINDINGS.pattern, finding) is seen
