from __future__ import annotations

import pytest

from aspects.judge.registry import BY_ID
from tests.aspects.judge.rules.support import findings_of

RULE = "releases-leave-production-traffic-alone"
AT = ("Service", "LoadBalancers[0].AdvancedConfiguration.ProductionListenerRule")
GOOD, BAD = BY_ID[RULE].good, BY_ID[RULE].bad
PARAMETERS = "Parameters:\n  Weight: {Type: Number, Default: 0}\n  Arn: {Type: 'AWS::SSM::Parameter::Value<String>'}"
CONDITIONS = f"{PARAMETERS}\nConditions:\n  Moved: !Equals [!Ref Weight, 1]"
TASK = "Task: {Type: AWS::ECS::TaskDefinition}"


def test_both_forms_of_a_rule_that_names_one_group_are_found() -> None:
    assert findings_of(RULE, BAD) == [AT]
    one = GOOD.replace(", {TargetGroupArn: !Ref Green, Weight: 0}", "")
    assert findings_of(RULE, one) == [AT]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Weight: 0", "Weight: !Ref Weight"),
        ("Weight: 0", "Weight: !If [Moved, 1, 0]"),
        ("Priority: 1", "Priority: !Ref Weight"),
        ('"/*"', "!Sub '/${Task}/*'"),
        ('"/*"', "!GetAtt Service.Name"),
    ],
)
def test_what_a_release_may_change_is_found_in_a_rule(old: str, new: str) -> None:
    assert AT in findings_of(RULE, f"{GOOD.replace(old, new, 1)}\n{TASK}", CONDITIONS)


def test_what_another_stack_has_made_stays() -> None:
    listener = GOOD.replace("Priority: 1", "Priority: 1\n    ListenerArn: !Ref Arn")
    assert findings_of(RULE, listener, PARAMETERS) == []


@pytest.mark.parametrize(("protocol", "found"), [("HTTPS", [AT]), ("TLS", [])])
def test_a_default_action_changes_with_its_listener_and_a_network_load_balancer_has_no_rules(
    protocol: str, found: list[tuple[str, str]]
) -> None:
    listener = f"Listener: {{Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {{Protocol: {protocol}}}}}"
    service = GOOD.replace("ProductionListenerRule: !Ref Production", "ProductionListenerRule: !Ref Listener")
    assert findings_of(RULE, f"{service}\n{listener}") == found


@pytest.mark.parametrize("strategy", ["ROLLING", "!Ref AWS::NoValue"])
def test_a_service_that_shifts_nothing_is_left_alone(strategy: str) -> None:
    assert findings_of(RULE, BAD.replace("CANARY", strategy)) == []
