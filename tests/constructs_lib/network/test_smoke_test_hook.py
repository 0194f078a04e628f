from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib import Canary, SmokeTest
from tests.constructs_lib.web_service import make_load_balancer
from tests.support import as_list, resolve

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

SMOKE = Canary(smoke_test=SmokeTest(host="api.example.com", path="/ready", status=204))


def variables(bench: Bench) -> dict[str, Any]:
    found: dict[str, Any] = bench.only("AWS::Lambda::Function")["Environment"]["Variables"]
    return found


def test_ecs_calls_it_before_production_traffic_and_may_call_nothing_else(bench: Bench) -> None:
    make_load_balancer(bench, deployment=SMOKE)
    (hook,) = bench.only("AWS::ECS::Service")["DeploymentConfiguration"]["LifecycleHooks"]
    assert hook["LifecycleStages"] == ["POST_TEST_TRAFFIC_SHIFT"]
    (policy,) = (p for p in bench.resources("AWS::IAM::Policy") if "SmokeTestRole" in p["PolicyName"])
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert (as_list(statement["Action"]), resolve(statement["Resource"])) == (
        ["lambda:InvokeFunction"],
        resolve(hook["HookTargetArn"]),
    )


def test_it_asks_the_test_listener_which_admits_it_alone(bench: Bench) -> None:
    make_load_balancer(bench, deployment=SMOKE)
    found = variables(bench)
    assert {key: found[key] for key in ("HOST", "PATH_ASKED", "STATUS", "PORT")} == {
        "HOST": "api.example.com",
        "PATH_ASKED": "/ready",
        "STATUS": "204",
        "PORT": "8443",
    }
    (admitted,) = (r for r in bench.resources("AWS::EC2::SecurityGroupIngress") if r["FromPort"] == 8443)
    assert "SmokeTestSecurityGroup" in resolve(admitted["SourceSecurityGroupId"])
    assert "INTERFACES" not in found


def test_of_a_public_load_balancer_it_asks_the_addresses_inside_the_vpc(bench: Bench) -> None:
    make_load_balancer(
        bench, deployment=SMOKE, public_reason="Customers use it from everywhere", networks={"0.0.0.0/0": "users"}
    )
    assert "ELB " in resolve(variables(bench)["INTERFACES"])
    actions = {
        a
        for p in bench.resources("AWS::IAM::Policy")
        for s in p["PolicyDocument"]["Statement"]
        for a in as_list(s["Action"])
    }
    assert "ec2:DescribeNetworkInterfaces" in actions
