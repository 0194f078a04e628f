from __future__ import annotations

from pathlib import Path
from typing import Any

from aspects.judge.template import Template
from governed_cdk.rehearsal.inventory import regions, types


def stack(name: str, region: str, **resources: dict[str, Any]) -> Template:
    return Template(Path(f"{name}.template.json"), {"Resources": resources}, stack_name=name, region=region)


def test_the_region_with_the_most_stacks_is_home() -> None:
    stacks = [stack("a", "us-east-1"), stack("b", "ap-northeast-2"), stack("c", "ap-northeast-2")]
    assert regions(stacks) == ["ap-northeast-2", "us-east-1"]


def test_types_come_with_the_attributes_that_somebody_asks_for() -> None:
    parameter = {"Type": "AWS::SSM::Parameter", "Properties": {"Value": {"Fn::GetAtt": ["Key", "Arn"]}}}
    key = {"Type": "AWS::KMS::Key", "Properties": {}}
    assert types([stack("a", "ap-northeast-2", Key=key, Parameter=parameter)]) == {
        "AWS::KMS::Key": ["Arn"], "AWS::SSM::Parameter": [],
    }  # fmt: skip


def test_what_is_nested_in_a_stack_needs_its_types_too() -> None:
    parent = stack("a", "ap-northeast-2", Part={"Type": "AWS::CloudFormation::Stack"})
    parent.nested["Part"] = stack("", "ap-northeast-2", Topic={"Type": "AWS::SNS::Topic"})
    assert list(types([parent])) == ["AWS::CloudFormation::Stack", "AWS::SNS::Topic"]
