from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml

from aspects.judge.template import load
from aspects.judge.template.lines import resource_lines

if TYPE_CHECKING:
    from pathlib import Path

YAML = """
# Resources: none yet
Parameters:
  Alarm: {Type: String}
Resources:
  # Topic: not yet
  "Quoted":
    Type: AWS::SNS::Topic

  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Topic: x
      Text: |
        Outputs:
  Topic: {Type: AWS::SNS::Topic}
Outputs:
  Late: {Value: x}
"""


def test_a_resource_of_yaml_is_found_among_its_namesakes() -> None:
    assert resource_lines(YAML) == {"Quoted": 7, "Alarm": 10, "Topic": 16}
    assert yaml.safe_load(YAML)["Resources"].keys() == resource_lines(YAML).keys()


def test_a_resource_of_json_is_found_at_any_indentation() -> None:
    body = {
        "Outputs": {"B": {"Value": {"Resources": 1}}},
        "Resources": {"A": {"Type": "x", "B": {}}, "B": {"Type": "x"}},
        "Parameters": {"C": {}},
    }
    for indent in (1, 2, 4, "\t"):
        text = json.dumps(body, indent=indent)
        found = resource_lines(text)
        assert list(found) == ["A", "B"]
        assert [text.splitlines()[line - 1].strip() for line in found.values()] == ['"A": {', '"B": {']


def test_a_template_without_resources_has_none() -> None:
    assert resource_lines("") == {}
    assert resource_lines("Resources:") == {}


LOOPS = """
Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Topics:
    - Name
    - [Orders, Invoices]
    - Topic${Name}:
        Type: AWS::SNS::Topic
      Topic${Name}Alarm: {Type: AWS::CloudWatch::Alarm}
      Fn::ForEach::Queues:
        - Kind
        - [A]
        - Queue${Kind}Of${Name}: {Type: AWS::SQS::Queue}
  Other: {Type: AWS::SNS::Topic}
"""


def test_what_a_loop_makes_begins_where_the_loop_names_it(tmp_path: Path) -> None:
    path = tmp_path / "loops.yaml"
    path.write_text(LOOPS)
    (template,) = load([path])
    lines = {name: template.line_of(name) for name in template.resources}
    assert lines == {
        "TopicOrders": 7, "TopicInvoices": 7, "TopicOrdersAlarm": 9, "TopicInvoicesAlarm": 9,
        "QueueAOfOrders": 13, "QueueAOfInvoices": 13, "Other": 14,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('{"Resources": {"A": {"Type": "x"}}}', {"A": 1}),
        ('{"Resources": {"A": {"Type": "x"}, "B":\n{"Type": "x"}, "C": {"Type": "x"}}}', {"A": 1, "B": 1, "C": 2}),
        ('{\n\t  "Resources":\n  {\n\t"A": {"Type": "x"},\n    "B": {"Type": "x"}}}', {"A": 4, "B": 5}),
        ('{"Parameters": {"A": {}},\n"Resources": {\n"A": {"Resources": {"Z": 1}}}}', {"A": 3}),
        ('{"Resources": {\n"\\u0041": {"Type": "x"}, "a b": 1}}', {"A": 2, "a b": 2}),
        (
            '{"Resources": {"Fn::ForEach::L": ["N", ["a"],\n {"T${N}": {}}],\n "B": {}}}',
            {"Fn::ForEach::L": 1, "T${N}": 2, "B": 3},
        ),
        ("Resources: {A: {Type: x},\n  B: {Type: x}}", {"A": 1, "B": 2}),
        ("{Resources: {A: {Type: x},\n  B: {Type: x}}}", {"A": 1, "B": 2}),
        ("x: {Resources: {Z: 1}}\nResources:\n  A: &a {Type: x}\n  B: *a\n  C: [R: 1]", {"A": 3, "B": 4, "C": 5}),
        ("Resources:\n  ? A\n  : {Type: x}\n  ? [b]\n  : c\n  D: !Sub [a, {b: c}]\n  E: {}", {"A": 2, "D": 6, "E": 7}),
    ],
)  # fmt: skip
def test_a_line_is_right_however_a_template_is_written(text: str, lines: dict[str, int]) -> None:
    assert resource_lines(text) == lines
