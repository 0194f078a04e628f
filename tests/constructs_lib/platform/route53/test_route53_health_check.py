from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.platform import GovernedHealthCheck

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_an_address_is_asked_over_https_and_its_alarm_reaches_a_topic(virginia: Bench) -> None:
    GovernedHealthCheck(virginia.stack, "Check", name="web", host="web.example.com")
    config = virginia.only("AWS::Route53::HealthCheck")["HealthCheckConfig"]
    assert (config["Type"], config["Port"], config["EnableSNI"]) == ("HTTPS", 443, True)
    assert (config["FullyQualifiedDomainName"], config["ResourcePath"]) == ("web.example.com", "/healthz")
    assert (config["RequestInterval"], config["FailureThreshold"]) == (30, 3)
    alarm = virginia.only("AWS::CloudWatch::Alarm")
    assert alarm["Metrics"][0]["MetricStat"]["Metric"]["Namespace"] == "AWS/Route53"
    assert alarm["AlarmActions"] == ["arn:aws:sns:us-east-1:111122223333:critical-topic-arn"]


def test_a_health_check_is_refused_where_its_metric_is_not(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="region of HealthCheckStatus: given 'ap-northeast-2'"):
        GovernedHealthCheck(bench.stack, "Check", name="web", host="web.example.com")


@pytest.mark.parametrize(
    "wrong", [{"path": "healthz"}, {"path": "/a b"}, {"failure_threshold": 0}, {"failure_threshold": 11}]
)
def test_a_check_out_of_bounds_is_refused(virginia: Bench, wrong: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(wrong))):
        GovernedHealthCheck(virginia.stack, "Check", name="web", host="web.example.com", **wrong)


def test_what_does_not_answer_yet_is_asked_and_has_no_alarm(virginia: Bench) -> None:
    GovernedHealthCheck(virginia.stack, "Check", name="web", host="web.example.com", answers=False)
    assert virginia.only("AWS::Route53::HealthCheck")
    assert virginia.resources("AWS::CloudWatch::Alarm") == []
