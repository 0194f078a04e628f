"""The template that a stack set has in it is read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.aspects.judge.rules.provenance.unjudged import parts
from tests.aspects.judge.rules.support import findings_of


def stack_set(body: Any) -> str:
    return f"Set: {{Type: AWS::CloudFormation::StackSet, Properties: {{TemplateBody: {json.dumps(body)}}}}}\n"


OPEN: dict[str, Any] = {
    "Resources": {"Url": {"Type": "AWS::Lambda::Url", "Properties": {"TargetFunctionArn": "a", "AuthType": "NONE"}}}
}

YAML = "Resources:\n  Url:\n    Type: AWS::Lambda::Url\n    Properties: {TargetFunctionArn: a, AuthType: NONE}\n"


@pytest.mark.parametrize("body", [json.dumps(OPEN), YAML, OPEN, {"Fn::ToJsonString": OPEN}, {"Fn::Sub": YAML}])
def test_the_template_in_a_stack_set_is_judged_as_any_other(body: Any) -> None:
    assert findings_of("functions-are-not-public", stack_set(body)) == [("Url", "AuthType")]
    assert parts(stack_set(body)) == []


def test_a_stack_set_in_a_stack_set_is_judged_too() -> None:
    inner = {"Resources": {"Set": {"Type": "AWS::CloudFormation::StackSet", "Properties": {"TemplateBody": YAML}}}}
    assert findings_of("functions-are-not-public", stack_set(json.dumps(inner))) == [("Url", "AuthType")]
    evil = {"Transform": "Evil", **OPEN}
    assert parts(stack_set(json.dumps(evil))) == [("Template", "Evil")]
