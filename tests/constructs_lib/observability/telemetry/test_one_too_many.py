from __future__ import annotations

from constructs_lib import Severity
from constructs_lib.observability.telemetry.alarm_spec import Comparison, MissingData
from constructs_lib.observability.telemetry.metrics.platform import SNS_FAILED
from constructs_lib.observability.telemetry.one_too_many import one_too_many


def test_the_first_one_fires_and_silence_does_not() -> None:
    found = one_too_many(
        slug="x", metric=SNS_FAILED, summary="s", runbook="r", quick_actions=("Look.",), severity=Severity.WARNING
    )
    assert (found.comparison, found.threshold) == (Comparison.GREATER_THAN, 0)
    assert (found.evaluation_periods, found.datapoints_to_alarm) == (1, 1)
    assert found.treat_missing_data is MissingData.NOT_BREACHING
