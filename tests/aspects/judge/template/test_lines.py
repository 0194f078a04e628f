from __future__ import annotations

import json

import yaml

from aspects.judge.template.lines import resource_lines

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
