from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aspects.judge.lock.canonical import canonical
from aspects.judge.template import Template
from tests.aspects.judge.lock.templates import template

PATH = "/prod/kms/rds-key-arn"
PARAMETERS = {
    "KeyArn": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": PATH},
    "Size": {"Type": "Number", "Default": 3},
    "Zones": {"Type": "CommaDelimitedList", "Default": "a, b"},
    "Given": {"Type": "String"},
    "Password": {"Type": "String", "NoEcho": True, "Default": "hunter2hunter2"},
}
CONDITIONS = {
    "Home": {"Fn::Equals": [{"Ref": "AWS::Region"}, "ap-northeast-2"]},
    "Other": {"Fn::Not": [{"Condition": "Home"}]},
    "Round": {"Fn::Not": [{"Condition": "Round"}]},
}
MAPPINGS = {"Sizes": {"ap-northeast-2": {"disk": 20}, "us-east-1": {"disk": 10}}}


def app(**sections: Any) -> Template:
    known = {"Parameters": PARAMETERS, "Conditions": CONDITIONS, "Mappings": MAPPINGS, **sections}
    return template({"Key": ("AWS::KMS::Key", "prod-app/Key")}, **known)


HOME = {"Fn::Equals": ["ap-northeast-2", "ap-northeast-2"]}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, None),
        (True, "true"),
        (3306, "3306"),
        (5.0, "5"),
        (0.5, "0.5"),
        ("text", "text"),
        ([1, {"Ref": "AWS::NoValue"}, "x"], ["1", "x"]),
        ({"B": False, "A": None}, {"B": "false"}),
        ({"Ref": "AWS::NoValue"}, None),
        ({"Ref": "AWS::Region"}, "ap-northeast-2"),
        ({"Ref": "AWS::AccountId"}, "111122223333"),
        ({"Ref": "AWS::StackName"}, "prod-app"),
        ({"Ref": "AWS::StackId"}, "${AWS::StackId}"),
        ({"Ref": "Key"}, "${Key}"),
        ({"Ref": "KeyArn"}, f"${{SSM parameter {PATH}}}"),
        ({"Ref": "Size"}, "3"),
        ({"Ref": "Zones"}, ["a", "b"]),
        ({"Ref": "Given"}, "${Given}"),
        ({"Fn::GetAtt": ["Key", "Arn"]}, "${Key.Arn}"),
        ({"Fn::GetAtt": "Key.Arn"}, "${Key.Arn}"),
        ({"Fn::Join": ["-", ["a", {"Ref": "AWS::Region"}, {"Ref": "Zones"}]]}, "a-ap-northeast-2-a-b"),
        ({"Fn::Join": ["/", ["a", {"Ref": "Key"}]]}, "a/${Key}"),
        ({"Fn::Sub": "a/${Key}/${Key.Arn}/${!no}"}, "a/${Key}/${Key.Arn}/${no}"),
        ({"Fn::Sub": ["a-${Which}", {"Which": {"Ref": "AWS::Region"}}]}, "a-ap-northeast-2"),
        ({"Fn::If": ["Home", "x", "x"]}, "x"),
        ({"Fn::If": ["Home", "x", {"Ref": "AWS::NoValue"}]}, {"Fn::If": [HOME, "x", None]}),
        ({"Fn::If": ["Other", "x", "y"]}, {"Fn::If": [{"Fn::Not": [HOME]}, "x", "y"]}),
        ({"Fn::If": ["Round", "x", "y"]}, {"Fn::If": [{"Fn::Not": ["Round"]}, "x", "y"]}),
        ({"Fn::If": ["Nowhere", "x", "y"]}, {"Fn::If": ["Nowhere", "x", "y"]}),
        ({"Fn::FindInMap": ["Sizes", {"Ref": "AWS::Region"}, "disk"]}, "20"),
        ({"Fn::Select": [1, {"Fn::Split": [",", "a,b"]}]}, "b"),
        ({"Fn::Select": [1, {"Fn::GetAZs": ""}]}, {"Fn::Select": ["1", {"Fn::GetAZs": ""}]}),
        (
            {"Fn::Select": [0, {"Fn::Split": [",", {"Ref": "KeyArn"}]}]},
            {"Fn::Select": ["0", {"Fn::Split": [",", f"${{SSM parameter {PATH}}}"]}]},
        ),
        ({"Fn::ImportValue": "theirs"}, {"Fn::ImportValue": "theirs"}),
        ("{{resolve:ssm:/a}}", "{{resolve:ssm:/a}}"),
    ],
)
def test_a_value_is_said_in_one_way(value: Any, said: Any) -> None:
    assert canonical(app(), value) == said


@pytest.mark.parametrize(
    ("value", "changes"),
    [
        ({"Fn::If": ["Home", "x", "y"]}, {"Conditions": {**CONDITIONS, "Home": {"Fn::Equals": ["a", "b"]}}}),
        ({"Fn::If": ["Other", "x", "y"]}, {"Conditions": {**CONDITIONS, "Home": {"Fn::Equals": ["a", "b"]}}}),
        ({"Ref": "Size"}, {"Parameters": {**PARAMETERS, "Size": {"Type": "Number", "Default": 4}}}),
        (
            {"Fn::FindInMap": ["Sizes", {"Ref": "Given"}, "disk"]},
            {"Mappings": {"Sizes": {**MAPPINGS["Sizes"], "us-east-1": {"disk": 11}}}},
        ),
    ],
)
def test_what_a_value_stands_on_changes_it(value: Any, changes: dict[str, Any]) -> None:
    assert canonical(app(), value) != canonical(app(**changes), value)


@pytest.mark.parametrize("index", [0, 1])
def test_which_part_is_taken_of_what_is_unknown_counts(index: int) -> None:
    value = {"Fn::Select": [index, {"Fn::Split": [",", {"Ref": "KeyArn"}]}]}
    other = {"Fn::Select": [1 - index, {"Fn::Split": [",", {"Ref": "KeyArn"}]}]}
    assert canonical(app(), value) != canonical(app(), other)


@pytest.mark.parametrize(
    "value",
    [
        {"Ref": "Password"},
        {"Fn::Sub": "user:${Password}"},
        {"Fn::Select": [0, {"Fn::Split": [",", {"Ref": "Password"}]}]},
        {"Fn::If": ["Home", {"Ref": "Password"}, "x"]},
        {"Fn::Base64": {"Ref": "Password"}},
        {"MasterUserPassword": "hunter" + "2hunter2"},
        "AKIAIOSFODNN7EXAMPLE hunter2",
    ],
)
def test_no_secret_is_said(value: Any) -> None:
    assert "hunter2" not in str(canonical(app(), value))


def test_the_parameters_and_outputs_of_a_nested_stack_are_followed() -> None:
    parent = app()
    child = Template(
        Path(),
        {
            "Parameters": {"Name": {"Type": "String"}, "Secret": {"Type": "String", "NoEcho": "true"}},
            "Outputs": {"Made": {"Value": {"Fn::Sub": "made-${Name}"}}},
        },
        callers=[(parent, {"Name": {"Ref": "AWS::Region"}, "Secret": "hunter2hunter2"})],
    )
    parent.nested["Part"] = child
    assert canonical(child, {"Ref": "Name"}) == "ap-northeast-2"
    assert canonical(child, {"Ref": "Secret"}) == "${Secret}"
    assert canonical(parent, {"Fn::GetAtt": ["Part", "Outputs.Made"]}) == "made-ap-northeast-2"
