"""What ECS shifts traffic with, and that nothing that is released touches it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import BlueGreen, Canary, Linear, SmokeTest
from tests.constructs_lib.conftest import make_bench
from tests.constructs_lib.web_service import make_container, make_load_balancer
from tests.support import as_list

if TYPE_CHECKING:
    from pathlib import Path

    from tests.constructs_lib.conftest import Bench

RULE, LISTENER = "AWS::ElasticLoadBalancingV2::ListenerRule", "AWS::ElasticLoadBalancingV2::Listener"
GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"


@pytest.fixture
def shifted(bench: Bench) -> Bench:
    make_load_balancer(bench, deployment=Canary())
    return bench


def test_two_rules_with_both_groups_stand_before_production_and_test(shifted: Bench) -> None:
    (service,) = shifted.only("AWS::ECS::Service")["LoadBalancers"]
    advanced = service["AdvancedConfiguration"]
    resources = shifted.template()["Resources"]
    for end, port in (("ProductionListenerRule", 443), ("TestListenerRule", 8443)):
        rule = resources[advanced[end]["Ref"]]["Properties"]
        assert resources[rule["ListenerArn"]["Ref"]]["Properties"]["Port"] == port
        (action,) = rule["Actions"]
        groups = action["ForwardConfig"]["TargetGroups"]
        assert [(group["TargetGroupArn"], group["Weight"]) for group in groups] == [
            (service["TargetGroupArn"], 100),
            (advanced["AlternateTargetGroupArn"], 0),
        ]
    assert {group["Name"] for group in shifted.resources(GROUP)} == {
        "prod-example-8080",
        "prod-example-8080-alternate",
    }


def test_ecs_may_move_the_weights_of_these_rules_and_nothing_else(shifted: Bench) -> None:
    (policy,) = (p for p in shifted.resources("AWS::IAM::Policy") if "ShiftRole" in p["PolicyName"])
    by = {action: s["Resource"] for s in policy["PolicyDocument"]["Statement"] for action in as_list(s["Action"])}
    assert len(as_list(by["elasticloadbalancing:ModifyRule"])) == 2
    assert len(as_list(by["elasticloadbalancing:RegisterTargets"])) == 2
    assert {action for action, on in by.items() if on == "*"} == {
        f"elasticloadbalancing:Describe{what}" for what in ("Listeners", "Rules", "TargetGroups", "TargetHealth")
    }


def test_nobody_is_admitted_to_the_test_listener_without_a_smoke_test(shifted: Bench) -> None:
    (group,) = (g for g in shifted.resources("AWS::EC2::SecurityGroup") if g["GroupName"].endswith("alb"))
    assert {rule["FromPort"] for rule in group["SecurityGroupIngress"]} == {80, 443}
    assert not [r for r in shifted.resources("AWS::EC2::SecurityGroupIngress") if r["FromPort"] == 8443]


RELEASES: tuple[dict[str, Any], ...] = (
    {},
    {"image": "v9.9.9"},
    {"image": f"sha256:{'a' * 64}", "cpu": 1024, "memory_mib": 4096},
    {"environment": {"COLOUR": "green"}, "command": ("serve", "--fast"), "shutdown_seconds": 60},
)


@pytest.mark.slow
@pytest.mark.parametrize("strategy", [BlueGreen, Canary, Linear], ids=lambda one: one.__name__)
def test_no_release_touches_a_rule_a_listener_or_a_target_group(tmp_path: Path, strategy: Any) -> None:
    """What CloudFormation does not update keeps the weights that ECS gave it, in the middle of a shift as well."""
    kept = []
    for number, release in enumerate(RELEASES):
        bench = make_bench(tmp_path / str(number))
        smoke = SmokeTest(host="api.example.com")
        make_load_balancer(bench, deployment=strategy(smoke_test=smoke), container=make_container(bench, **release))
        resources = bench.template()["Resources"]
        kept.append({key: one for key, one in resources.items() if one["Type"] in (RULE, LISTENER, GROUP)})
        tasks = [one for one in resources.values() if one["Type"] == "AWS::ECS::TaskDefinition"]
        kept[-1]["released"] = tasks[0]["Properties"]["ContainerDefinitions"][0]
    released = [one.pop("released") for one in kept]
    assert all(one != kept_first for kept_first in released[:1] for one in released[1:])
    assert all(one == kept[0] for one in kept)
