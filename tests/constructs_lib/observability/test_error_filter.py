from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError, GovernedErrorFilter, GovernedLogGroup
from constructs_lib.observability.error_filter import json_pattern, plain_pattern

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

_ERRORS = [
    '{"level":"ERROR","message":"payment failed"}',
    '{"severity": "critical", "message": "disk full"}',
    '{"log": {"level": "error"}, "message": "ECS logging"}',
    "2026-11-21T01:02:03Z 7f3 ERROR payment failed",
    "ERROR payment failed",
    "[FATAL] cannot start",
]
_OTHERS = [
    '{"level":"INFO","message":"retry after ERROR"}',
    '{"message":"no level"}',
    "2026-11-21T01:02:03Z INFO all is well",
    "",
]


def _json_matches(line: str) -> bool:
    """CloudWatch's JSON pattern, as far as ours goes: alternatives that compare a field with a text."""
    if not line.startswith("{"):
        return False
    for path, text in re.findall(r'\$\.([\w.]+) = "(\w+)"', json_pattern()):
        value = json.loads(line)
        for part in path.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        if value == text:
            return True
    return False


def _plain_matches(line: str) -> bool:
    return re.search(plain_pattern().strip("%"), line) is not None


@pytest.mark.parametrize("line", _ERRORS)
def test_an_error_line_is_counted_once(line: str) -> None:
    assert _json_matches(line) + _plain_matches(line) == 1


@pytest.mark.parametrize("line", _OTHERS)
def test_another_line_is_not_counted(line: str) -> None:
    assert _json_matches(line) + _plain_matches(line) == 0


def test_the_regular_expression_has_only_what_cloudwatch_supports() -> None:
    # alphanumerics, :_#=@/;,- and ^$?[]{}|\*+. between two percent signs
    assert re.fullmatch(r"%[A-Za-z0-9:_#=@/;,\-^$?\[\]{}|\\*+.]+%", plain_pattern())


def test_both_filters_feed_the_metric_of_one_alarm_that_reaches_a_topic(bench: Bench) -> None:
    group = GovernedLogGroup(bench.stack, "Group", kind="application")
    GovernedErrorFilter(bench.stack, "Errors", log_group=group, kind="application", threshold=3)
    filters = bench.resources("AWS::Logs::MetricFilter")
    metrics = {(t["MetricNamespace"], t["MetricName"]) for f in filters for t in f["MetricTransformations"]}
    (alarm,) = bench.resources("AWS::CloudWatch::Alarm")
    watched = alarm["Metrics"][0]["MetricStat"]["Metric"]
    assert len(filters) == 2
    assert metrics == {(watched["Namespace"], watched["MetricName"])}
    assert alarm["Threshold"] == 3
    assert alarm["AlarmActions"]


def test_a_negative_threshold_is_refused(bench: Bench) -> None:
    group = GovernedLogGroup(bench.stack, "Group", kind="application")
    with pytest.raises(ConfigurationError, match="threshold: given -1; allowed: 0 or more"):
        GovernedErrorFilter(bench.stack, "Errors", log_group=group, kind="application", threshold=-1)
