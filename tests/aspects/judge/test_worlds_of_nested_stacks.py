"""The worlds of nested stacks: what the stacks around them pass, and whether they are made at all."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from aspects.judge.judgement import judge
from aspects.judge.template import load
from tests.aspects.judge.conditions import INGRESS, KEYS, told

if TYPE_CHECKING:
    from pathlib import Path

CHILD = """
Parameters:
  Open: {Type: String, Default: "no"}
  KeyArn: {Type: String, Default: ""}
Conditions:
  IsOpen: !Equals [!Ref Open, "yes"]
  HasKey: !Not [!Equals [!Ref KeyArn, ""]]
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: front of the shop
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !If [IsOpen, 0.0.0.0/0, 10.0.0.0/8]}
  Topic: {Type: AWS::SNS::Topic, Condition: HasKey, Properties: {KmsMasterKeyId: !Ref KeyArn}}
Outputs:
  Name: {Condition: IsOpen, Value: !If [IsOpen, prod-orders, PROD]}
"""
PARENT = """
Parameters:
  Stage: {Type: String, AllowedValues: [dev, prod]}
  Key: {Type: String, Default: ""}
Conditions:
  Prod: !Equals [!Ref Stage, prod]
  WithKey: !Not [!Equals [!Ref Key, ""]]
Resources:
"""


def stack(name: str, parameters: str, condition: str = "", url: str = "child.yaml") -> str:
    """A nested stack."""
    head = f", Condition: {condition}" if condition else ""
    properties = f"{{TemplateURL: ./{url}, Parameters: {parameters}}}"
    return f"  {name}: {{Type: AWS::CloudFormation::Stack{head}, Properties: {properties}}}\n"


def found_below(folder: Path, rule: str, *stacks: str, **files: str) -> list[str]:
    """What a rule finds in the templates of a folder."""
    for name, text in {"parent": PARENT + "".join(stacks), "child": CHILD, **files}.items():
        (folder / f"{name}.yaml").write_text(dedent(text), encoding="utf-8")
    verdict = judge(load([folder / "parent.yaml"]))
    assert not verdict.faults
    return told(rule, verdict.findings)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ("{}", []),
        ('{Open: "no"}', []),
        ('{Open: "yes"}', ["Group"]),
        ('{Open: !If [Prod, "yes", "no"]}', ["Group when IsOpen is true"]),
        ("{Open: !Ref Stage}", []),
        ("{Open: !Sub '${Stage}'}", []),
    ],
)
def test_the_conditions_of_a_nested_stack_go_by_what_it_is_passed(
    tmp_path: Path, parameters: str, expected: list[str]
) -> None:
    assert found_below(tmp_path, INGRESS, stack("Shop", parameters)) == expected


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ("{KeyArn: !Ref Key}", []),
        ("{KeyArn: !If [WithKey, !Ref Key, '']}", []),
        ("{KeyArn: !If [WithKey, '', !Ref Key]}", []),
        ("{KeyArn: !If [Prod, alias/aws/sns, '']}", ["Topic"]),
        ("{KeyArn: ''}", []),
    ],
)
def test_an_empty_value_that_is_passed_is_guarded_as_well(tmp_path: Path, parameters: str, expected: list[str]) -> None:
    assert found_below(tmp_path, KEYS, stack("Shop", parameters)) == expected


def test_a_nested_stack_that_is_not_made_is_not_judged_and_its_condition_holds_inside(tmp_path: Path) -> None:
    assert found_below(tmp_path, INGRESS, stack("Shop", '{Open: !If [Prod, "no", "yes"]}', "Prod")) == []
    assert found_below(tmp_path, INGRESS, stack("Shop", '{Open: !If [Prod, "yes", "no"]}', "Prod")) == ["Group"]


def test_one_template_of_several_callers_is_judged_for_each_and_names_the_one(tmp_path: Path) -> None:
    stacks = (stack("Inside", '{Open: "no"}'), stack("Outside", '{Open: "yes"}'))
    assert found_below(tmp_path, INGRESS, *stacks) == ["Group when IsOpen is true"]
    ports = CHILD.replace("FromPort: 22, ToPort: 22", "FromPort: !Ref KeyArn, ToPort: !Ref KeyArn").replace(
        "!If [IsOpen, 0.0.0.0/0, 10.0.0.0/8]", "!Ref Open"
    )
    apart = (
        stack("Site", "{Open: 0.0.0.0/0, KeyArn: '443'}"),
        stack("Admin", "{Open: 10.0.0.0/8, KeyArn: '22'}"),
    )
    assert found_below(tmp_path, INGRESS, *apart, child=ports) == []
    wrong = stack("Wrong", "{Open: 0.0.0.0/0, KeyArn: '22'}")
    assert found_below(tmp_path, INGRESS, *apart, wrong, child=ports) == ["Group when it is nested as Wrong"]


def test_a_condition_of_the_stack_around_is_named_with_its_template(tmp_path: Path) -> None:
    passed = CHILD.replace("!If [IsOpen, 0.0.0.0/0, 10.0.0.0/8]", "!Ref Open")
    found = found_below(tmp_path, INGRESS, stack("Shop", "{Open: !If [Prod, 0.0.0.0/0, 10.0.0.0/8]}"), child=passed)
    assert found == ["Group when Prod of parent.yaml is true"]


def test_an_output_is_read_as_the_stack_that_gives_it_is_made(tmp_path: Path) -> None:
    reader = (
        "Parameters: {Name: {Type: String}}\nResources:\n"
        "  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Name}}\n"
    )
    asked = stack("Reads", "{Name: !GetAtt Outside.Outputs.Name}", url="reader.yaml")
    stacks = (stack("Inside", '{Open: "no"}'), stack("Outside", '{Open: "yes"}'), asked)
    assert found_below(tmp_path, "physical-names-follow-the-scheme", *stacks, reader=reader) == []


def test_a_condition_is_evaluated_through_several_stacks(tmp_path: Path) -> None:
    middle = "Parameters: {Stage: {Type: String}}\nResources:\n"
    for open_, expected in (('"yes"', []), ("prod", ["Group when IsOpen is true"])):
        child = CHILD.replace('[!Ref Open, "yes"]', f"[!Ref Open, {open_}]")
        inner = middle + stack("Inner", "{Open: !Ref Stage}")
        (tmp_path / open_.strip('"')).mkdir()
        found = found_below(
            tmp_path / open_.strip('"'), INGRESS, stack("Outer", "{Stage: !Ref Stage}", url="middle.yaml"),
            middle=inner, child=child,
        )  # fmt: skip
        assert found == expected
