"""Alarms of the audit trail's log group: what a metric filter counts there. No dimension."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constructs_lib.observability.telemetry.metrics.platform import log_metric
from constructs_lib.observability.telemetry.one_too_many import one_too_many

if TYPE_CHECKING:
    from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec, Severity

# CloudTrail hands an event over within 5 minutes as a rule, under the time at which it happened (CloudTrail User Guide,
# "Monitoring CloudTrail Log Files with Amazon CloudWatch Logs"): a single period would be over before it is there.
_PERIODS = 3


def trail_alarms(*, namespace: str, name: str, slug: str, summary: str, severity: Severity) -> tuple[AlarmSpec, ...]:
    """Return the alarm of one kind of call, in whichever region it was made.

    Args:
        namespace: the filter's metric namespace, not starting with `AWS/`.
        name: the filter's metric name.
        slug: of the alarm.
        summary: one sentence: what happened.
        severity: decides the topic.
    """
    spec = one_too_many(
        slug=slug,
        metric=log_metric(namespace=namespace, name=name, label="Events"),
        summary=summary,
        runbook="trail-alert",
        quick_actions=(
            f"Run the named query {slug} in Athena: who, from where, in which region.",
            "Ask whoever it was, by another channel than the account.",
        ),
        severity=severity,
    )
    return (replace(spec, evaluation_periods=_PERIODS),)
