from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from constructs import Construct

from constructs_lib import Canary, ConfigurationError, GovernedLoadBalancer, Route
from tests.constructs_lib.web_service import make_container, make_load_balancer, make_service
from tests.support import resolve

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

RULE = "AWS::ElasticLoadBalancingV2::ListenerRule"
ADMIN = Route(priority=10, paths=("/admin/*",))


def shared(bench: Bench, **changes: Any) -> GovernedLoadBalancer:
    return make_load_balancer(bench, service=None, **changes)


def service(bench: Bench, kind: str, **changes: Any) -> Any:
    return make_service(bench, scope=Construct(bench.stack, kind or "Nameless"), kind=kind, **changes)


def test_services_share_a_load_balancer_by_host_and_path(bench: Bench) -> None:
    balancer = shared(bench)
    balancer.add_service(service(bench, "admin"), route=ADMIN)
    balancer.add_service(service(bench, "api"), route=Route(priority=20, hosts=("api.example.com",)))
    rules = {rule["Priority"]: rule for rule in bench.resources(RULE)}
    assert rules[10]["Conditions"][0]["PathPatternConfig"]["Values"] == ["/admin/*"]
    assert rules[20]["Conditions"][0]["HostHeaderConfig"]["Values"] == ["api.example.com"]
    groups = {group["Name"] for group in bench.resources("AWS::ElasticLoadBalancingV2::TargetGroup")}
    assert groups == {"prod-example-admin-8080", "prod-example-api-8080"}
    https = next(one for one in bench.resources("AWS::ElasticLoadBalancingV2::Listener") if one["Port"] == 443)
    assert https["DefaultActions"][0]["FixedResponseConfig"]["StatusCode"] == "404"


def test_each_has_alarms_of_its_own_target_groups_at_hand(bench: Bench) -> None:
    admin = shared(bench).add_service(service(bench, "admin"), route=ADMIN)
    assert admin.alarms.names["no-healthy-target"] == "prod-example-admin-targets-no-healthy-target"
    alarms = {alarm["AlarmName"]: alarm for alarm in bench.resources("AWS::CloudWatch::Alarm")}
    watched = alarms["prod-example-admin-targets-no-healthy-target"]["Metrics"][0]["MetricStat"]["Metric"]
    names = {dimension["Name"]: resolve(dimension["Value"]) for dimension in watched["Dimensions"]}
    assert "LoadBalancerAdminTargets" in names["TargetGroup"]


def test_one_may_shift_its_traffic_beside_another(bench: Bench) -> None:
    balancer = shared(bench)
    balancer.add_service(service(bench, "admin", deployment=Canary()), route=ADMIN)
    balancer.add_service(service(bench, "api"), route=Route(priority=20, paths=("/api/*",)))
    assert sorted(rule["Priority"] for rule in bench.resources(RULE)) == [10, 10, 20]
    assert bench.stack.mistakes() == []


def test_a_worker_has_no_place_there(bench: Bench) -> None:
    balancer = shared(bench)
    worker = service(bench, "worker", container=make_container(bench, port=None))
    with pytest.raises(ConfigurationError, match="the port that the service answers on"):
        balancer.add_service(worker, route=ADMIN)
