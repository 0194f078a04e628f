"""Nothing that judges keeps a template alive: what was read of it goes when it goes."""

from __future__ import annotations

import gc
import json
import weakref
from typing import TYPE_CHECKING

from aspects.judge.judgement import judge
from aspects.judge.registry import RULES
from aspects.judge.template import Template, load
from aspects.judge.template.limits import DEFAULT
from aspects.judge.template.once import once, once_an_app
from aspects.judge.template.yaml_body import read_yaml_body

if TYPE_CHECKING:
    from pathlib import Path

# Texts of which a part is known at the deploy only hold the template that they are of: no cache may take one as a key.
OPEN = {
    "Parameters": {
        "Name": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/prod/kms/s3-data-key-arn"},
        "Prefix": {"Type": "AWS::SSM::Parameter::Value<String>"},
    },
    "Resources": {
        "Key": {"Type": "AWS::KMS::Key"},
        "Child": {
            "Type": "AWS::CloudFormation::Stack",
            "Properties": {
                "TemplateURL": "child.json",
                "Parameters": {"Path": {"Fn::Sub": "/x/${Key}/key-arn"}, "Text": {"Fn::Sub": "of ${Key}"}},
            },
        },
        "Group": {
            "Type": "AWS::EC2::SecurityGroup",
            "Properties": {"SecurityGroupIngress": [{"IpProtocol": "-1", "CidrIp": {"Fn::Sub": "${Key}/8"}}]},
        },
        "Run": {"Type": "AWS::Lambda::Function", "Properties": {"Environment": {"Variables": {"Ref": "Prefix"}}}},
    },
}
CHILD = {
    "Parameters": {"Path": {"Type": "AWS::SSM::Parameter::Value<String>"}, "Text": {"Type": "String"}},
    "Resources": {
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"KmsMasterKeyId": {"Ref": "Path"}}},
        "Said": {
            "Type": "AWS::Lambda::Function",
            "Properties": {"Description": {"Ref": "Text"}, "Environment": {"Variables": {"TOKEN": {"Ref": "Path"}}}},
        },
    },
}


def _everything(folder: Path) -> list[Template]:
    """A template for each example of each rule, and one with a nested stack and values that nobody knows."""
    (folder / "examples").mkdir()
    for rule in RULES:
        for name, text in (("bad", rule.bad), ("good", rule.good)):
            resources = read_yaml_body(rule.id, text, DEFAULT)
            (folder / "examples" / f"{rule.id}-{name}.json").write_text(json.dumps({"Resources": resources}))
    (folder / "parent.json").write_text(json.dumps(OPEN))
    (folder / "child.json").write_text(json.dumps(CHILD))
    return load([folder])


def test_judged_templates_are_freed_when_nobody_holds_them(tmp_path: Path) -> None:
    templates = _everything(tmp_path)
    assert judge(templates).faults == []
    alive = [weakref.ref(one) for template in templates for one in (template, *template.resources.values())]
    assert len(alive) > 150
    del templates
    gc.collect()
    assert [one for ref in alive if (one := ref()) is not None] == []


def test_a_reading_is_done_once_for_each_resource_and_argument(tmp_path: Path) -> None:
    asked = []

    @once
    def reading(template: Template, name: str) -> str:
        asked.append(f"{template.origin}.{name}")
        return asked[-1].upper()

    first, second = (Template(tmp_path, {}, origin=origin) for origin in ("first", "second"))
    assert [reading(first, "a"), reading(first, "a"), reading(first, "b")] == ["FIRST.A", "FIRST.A", "FIRST.B"]
    assert reading(second, "a") == "SECOND.A"
    assert asked == ["first.a", "first.b", "second.a"]


def test_a_reading_of_an_app_is_done_once_for_all_its_templates_and_anew_for_another_app(tmp_path: Path) -> None:
    asked = []

    @once_an_app
    def reading(app: tuple[Template, ...]) -> int:
        asked.append(app)
        return len(app)

    one, two = (Template(tmp_path, {}) for _ in range(2))
    assert [reading(one), reading(one), reading(two)] == [1, 1, 1]
    one.app = two.app = (one, two)
    assert [reading(one), reading(two), reading(two)] == [2, 2, 2]
    assert asked == [(one,), (two,), (one, two)]
