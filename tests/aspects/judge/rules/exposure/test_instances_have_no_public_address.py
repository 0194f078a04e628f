from __future__ import annotations

import json

import pytest

from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "instances-have-no-public-address"


def of(type_: str, **properties: object) -> str:
    return "It: " + json.dumps({"Type": type_, "Properties": properties})


def interfaces(value: object) -> dict[str, object]:
    return {"NetworkInterfaces": [{"AssociatePublicIpAddress": value}]}


def task(value: object) -> dict[str, object]:
    return {"NetworkConfiguration": {"AwsvpcConfiguration": {"AssignPublicIp": value}}}


@pytest.mark.parametrize(
    ("type_", "on", "off"),
    [
        ("AWS::EC2::Instance", interfaces(True), interfaces(False)),
        (
            "AWS::EC2::LaunchTemplate",
            {"LaunchTemplateData": interfaces("true")},
            {"LaunchTemplateData": interfaces(False)},
        ),
        ("AWS::AutoScaling::LaunchConfiguration", {"AssociatePublicIpAddress": True}, {}),
        (
            "AWS::EC2::SpotFleet",
            {"SpotFleetRequestConfigData": {"LaunchSpecifications": [interfaces(True)]}},
            {"SpotFleetRequestConfigData": {"LaunchSpecifications": [{}]}},
        ),
        ("AWS::ECS::Service", task("ENABLED"), task("DISABLED")),
        ("AWS::Scheduler::Schedule", {"Target": {"EcsParameters": task("ENABLED")}}, {"Target": {}}),
    ],
)
def test_a_public_address_is_a_finding(type_: str, on: dict[str, object], off: dict[str, object]) -> None:
    assert [logical_id for logical_id, _ in findings_of(RULE, of(type_, **on))] == ["It"]
    assert findings_of(RULE, of(type_, **off)) == []


@pytest.mark.parametrize(("environment", "count"), [("prod", 1), ("dev", 0), ("stg", 0)])
def test_environments_other_than_production_are_left_alone(environment: str, count: int) -> None:
    tags = [{"Key": "Environment", "Value": environment}]
    assert len(findings_of(RULE, of("AWS::EC2::Instance", Tags=tags, **interfaces(True)))) == count


def test_an_unknown_switch_is_unknown() -> None:
    sections = "Parameters: {Given: {Type: String}}"
    instance = of("AWS::EC2::Instance", **interfaces({"Ref": "Given"}))
    assert unknown_of(RULE, instance, sections) == [("It", "NetworkInterfaces[0].AssociatePublicIpAddress")]
