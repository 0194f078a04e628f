from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aspects.judge.judgement import judge
from aspects.judge.template import load

if TYPE_CHECKING:
    from pathlib import Path

CHILD = """
Parameters: {Key: {Type: String, Default: alias/prod-messaging}}
Resources:
  Topic: {Type: AWS::SNS::Topic, Properties: {KmsMasterKeyId: !Ref Key, Tags: [{Key: DataClass, Value: internal}]}}
"""


def stack(file: str, key: str = "") -> str:
    given = f", Parameters: {{Key: {key}}}" if key else ""
    return f"{{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: {file}{given}}}}}"


def found(folder: Path, rule: str, **files: str) -> list[str]:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text)
    findings = judge(load([folder])).findings
    return [finding.resource.logical_id for finding in findings if finding.rule.id == rule]


@pytest.mark.parametrize("parent", ["a", "z"])
@pytest.mark.parametrize(
    ("stacks", "wrong"),
    [
        ([stack("m.yaml")], []),
        ([stack("m.yaml", "alias/prod-other")], []),
        ([stack("m.yaml", "alias/aws/sns")], ["Topic"]),
        ([stack("m.yaml", "alias/aws/sns"), stack("m.yaml", "alias/prod-other")], ["Topic"]),
        ([stack("m.yaml", "alias/prod-other"), stack("m.yaml")], []),
    ],
)
def test_a_child_is_judged_once_by_what_every_parent_gives_it(
    tmp_path: Path, parent: str, stacks: list[str], wrong: list[str]
) -> None:
    body = "Resources: {" + ", ".join(f"Child{index}: {one}" for index, one in enumerate(stacks)) + "}"
    files = {parent: body, "m": CHILD}
    assert found(tmp_path, "encryption-uses-a-customer-managed-key", **files) == wrong


def test_a_parameter_that_one_parent_leaves_out_has_its_default_too(tmp_path: Path) -> None:
    body = f"Resources: {{One: {stack('m.yaml', 'alias/prod-other')}, Two: {stack('m.yaml')}}}"
    child = CHILD.replace("alias/prod-messaging", "alias/aws/sns")
    assert found(tmp_path, "encryption-uses-a-customer-managed-key", a=body, m=child) == ["Topic"]


def test_parents_and_children_are_judged_together(tmp_path: Path) -> None:
    parent = f"""
Resources:
  Key: {{Type: AWS::KMS::Key}}
  Payroll:
    Type: AWS::SNS::Topic
    Properties: {{KmsMasterKeyId: !Ref Key, Tags: [{{Key: DataClass, Value: highly-confidential}}]}}
  Child: {stack("m.yaml", "!Ref Key")}
"""
    assert found(tmp_path, "encryption-keys-serve-one-data-class", a=parent, m=CHILD) == ["Topic"]


def test_stacks_that_nest_each_other_end(tmp_path: Path) -> None:
    files = {"a": f"Resources: {{B: {stack('b.yaml')}}}", "b": f"Resources: {{A: {stack('a.yaml')}}}"}
    assert found(tmp_path, "physical-names-are-unique", **files) == []
