"""A stack update moves no production traffic: after a shift, in the middle of one, and after one that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import botocore.session
import pytest
import yaml

from aspects.judge.registry import BY_ID
from governed_cdk.deployment.traffic import live, moves, production_rules, written
from tests.governed_cdk.deployment.cloud import Cloud, made

if TYPE_CHECKING:
    from pathlib import Path

    from governed_cdk.deployment.judged import Change


class _Loader(yaml.SafeLoader):
    """YAML with `!Ref`."""


_Loader.add_constructor("!Ref", lambda _, node: {"Ref": node.value})
RESOURCES = yaml.load(BY_ID["releases-leave-production-traffic-alone"].good, Loader=_Loader)  # noqa: S506 - a safe loader
RULE = "arn:aws:elasticloadbalancing:ap-northeast-2:111122223333:listener-rule/app/x/1/2/3"
TAGS = {"ResourceType": "AWS::ElasticLoadBalancingV2::ListenerRule", "LogicalResourceId": "Production",
        "PhysicalResourceId": RULE, "Action": "Modify", "Replacement": "False", "Scope": ["Tags"]}  # fmt: skip


def arn(group: str) -> str:
    return f"arn:aws:elasticloadbalancing:ap-northeast-2:111122223333:targetgroup/{group}/1"


def rule(**weights: Any) -> dict[str, Any]:
    groups = [{"TargetGroupArn": arn(name), "Weight": weight} for name, weight in weights.items()]
    return {"Rules": [{"Actions": [{"Type": "forward", "ForwardConfig": {"TargetGroups": groups}}]}]}


def resource(name: str) -> dict[str, Any]:
    return {"StackResourceDetail": {"PhysicalResourceId": arn(name)}}


def refused(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    now: Any,
    change: Change,
    *,
    lifted: tuple[str, ...] = (),
    **more: Any,
) -> list[str]:
    """What a deploy of that one change is told, while the rule is like that."""
    ids = [resource("Blue"), resource("Green")]
    Cloud(monkeypatch, describe_rules=now, describe_stack_resource=ids)
    stacks, stack, _ = made(folder, None, resources={**RESOURCES, **more}, lifted=lifted)
    return stacks.refused(stack, {"prod-app": [change]})


BEFORE, DURING, AFTER = {"Blue": 100, "Green": 0}, {"Blue": 90, "Green": 10}, {"Blue": 0, "Green": 100}


@pytest.mark.parametrize(
    ("weights", "passes"),
    [(BEFORE, True), ({"Blue": 1, "Green": 0}, True), ({"Blue": 1}, True), (DURING, False), (AFTER, False)],
    ids=str,
)
def test_a_change_of_the_rule_passes_only_where_the_traffic_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, weights: dict[str, int], *, passes: bool
) -> None:
    found = refused(tmp_path, monkeypatch, rule(**weights), TAGS)
    assert (found == []) is passes


def test_it_is_said_what_would_change_what_is_now_and_how_it_is_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (line,) = refused(tmp_path, monkeypatch, rule(**DURING), TAGS)
    assert line == (
        "prod-app: Production leads production traffic, and Tags of it would set the template's weights: "
        "now it is Blue/1 90%, Green/1 10%; meant: governed-cdk deploy --reset-traffic prod-app/Production"
    )


def test_what_is_lifted_by_its_name_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(tmp_path, monkeypatch, rule(**AFTER), TAGS, lifted=("prod-app/Production",)) == []
    assert refused(tmp_path / "x", monkeypatch, rule(**AFTER), TAGS, lifted=("prod-app/Other",)) != []


@pytest.mark.parametrize(("code", "passes"), [("AccessDenied", False), ("RuleNotFound", True)])
def test_weights_that_nobody_may_read_are_not_taken_for_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, *, passes: bool
) -> None:
    assert (refused(tmp_path, monkeypatch, code, TAGS) == []) is passes


def test_a_rule_that_goes_takes_its_weights_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = {**TAGS, "Action": "Remove", "LogicalResourceId": "Old"}
    assert "would go, with the weights that ECS has set" in refused(tmp_path, monkeypatch, rule(**AFTER), gone)[0]
    assert refused(tmp_path / "x", monkeypatch, rule(Blue=1), gone) == []


@pytest.mark.parametrize(
    "change",
    [{**TAGS, "LogicalResourceId": "Other"}, {**TAGS, "Action": "Add"}, {**TAGS, "ResourceType": "AWS::ECS::Service"}],
    ids=["another-rule", "a-new-one", "the-service"],
)
def test_nothing_else_is_asked_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Change) -> None:
    other: Any = {"Other": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"Priority": 2}}}
    assert refused(tmp_path, monkeypatch, "Throttling", change, **other) == []


def test_the_template_is_read_by_logical_ids_and_aws_by_arns(tmp_path: Path) -> None:
    _, stack, _ = made(tmp_path, None, resources=RESOURCES)
    rules = production_rules(stack)
    assert list(rules) == ["prod-app/Production"]
    assert written(rules["prod-app/Production"]) == {"Blue": 1.0, "Green": 0.0}
    assert live(rule(**DURING)["Rules"][0]) == {arn("Blue"): 0.9, arn("Green"): 0.1}
    assert live({"Actions": [{"Type": "forward", "TargetGroupArn": "a"}]}) == {"a": 1.0}
    assert not moves({"Blue": 1.0, "Green": 0.0}, {arn("Blue"): 1.0}, {"Blue": arn("Blue")})


@pytest.mark.parametrize(
    ("service", "operation", "given", "answered"),
    [
        ("elbv2", "DescribeRules", ["RuleArns"], ["Rules", "Actions", "ForwardConfig", "TargetGroups", "Weight"]),
        (
            "cloudformation",
            "DescribeStackResource",
            ["StackName", "LogicalResourceId"],
            ["StackResourceDetail", "PhysicalResourceId"],
        ),
    ],
)
def test_aws_is_asked_and_answers_in_these_words(
    service: str, operation: str, given: list[str], answered: list[str]
) -> None:
    model = botocore.session.get_session().get_service_model(service).operation_model(operation)
    assert set(given) <= set(model.input_shape.members)
    shape = model.output_shape
    for name in answered:
        shape = shape.member if shape.type_name == "list" else shape
        shape = shape.members[name]
    assert shape.type_name in ("integer", "string")
