from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib import GovernedLogGroup
from constructs_lib.platform.logging.stream_errors import GovernedStreamErrors

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_every_line_of_the_error_log_counts_and_the_first_one_is_told(bench: Bench) -> None:
    group = GovernedLogGroup(bench.stack, "Errors", kind="archive-errors")
    GovernedStreamErrors(bench.stack, "Told", kind="archive", log_group=group)
    counted, alarm = bench.only("AWS::Logs::MetricFilter"), bench.only("AWS::CloudWatch::Alarm")
    (transformation,) = counted["MetricTransformations"]
    assert counted["FilterPattern"] == ""
    metric = alarm["Metrics"][0]["MetricStat"]["Metric"]
    assert (metric["Namespace"], metric["MetricName"]) == (
        transformation["MetricNamespace"],
        transformation["MetricName"],
    )
    assert alarm["Threshold"] == 0
