from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib import Canary, HealthCheck, Scaling
from tests.constructs_lib.web_service import make_load_balancer
from tests.support import resolve

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_that_one_group_is_empty_at_rest_wakes_nobody(bench: Bench) -> None:
    make_load_balancer(bench, deployment=Canary())
    alarms = {alarm["AlarmName"]: alarm for alarm in bench.resources("AWS::CloudWatch::Alarm")}
    one, other, total = alarms["prod-example-load-balancer-no-healthy-target"]["Metrics"]
    groups = [
        {d["Name"]: resolve(d["Value"]) for d in m["MetricStat"]["Metric"]["Dimensions"]}["TargetGroup"]
        for m in (one, other)
    ]
    assert len(set(groups)) == 2
    assert (total["Expression"], total["ReturnData"]) == ("FILL(healthy_1, 0) + FILL(healthy_2, 0)", True)


def test_a_slow_start_is_borne_for_as_long_as_the_health_check_says(bench: Bench) -> None:
    make_load_balancer(bench, health_check=HealthCheck(grace_seconds=180))
    assert bench.only("AWS::ECS::Service")["HealthCheckGracePeriodSeconds"] == 180


def test_tasks_follow_the_requests_of_both_groups_of_a_shifted_service(bench: Bench) -> None:
    make_load_balancer(bench, deployment=Canary(), scaling=Scaling(cpu_percent=None, requests_per_minute=600))
    policies = {one["PolicyName"]: one for one in bench.resources("AWS::ApplicationAutoScaling::ScalingPolicy")}
    found = policies["prod-example-scale-on-requests"]["TargetTrackingScalingPolicyConfiguration"]
    *metrics, each = found["CustomizedMetricSpecification"]["Metrics"]
    assert [one["Id"] for one in metrics] == ["requests_1", "requests_2", "running"]
    assert each["Expression"].startswith("(FILL(requests_1, 0) + FILL(requests_2, 0)) / ")
    assert found["TargetValue"] == 600
