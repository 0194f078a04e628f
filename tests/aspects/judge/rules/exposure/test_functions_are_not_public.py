from __future__ import annotations

import json

import pytest

from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "functions-are-not-public"


def of(type_: str, **properties: object) -> str:
    return "It: " + json.dumps({"Type": type_, "Properties": properties})


@pytest.mark.parametrize("auth", ["NONE", {"Fn::If": ["Odd", "AWS_IAM", "NONE"]}])
def test_a_function_url_without_signatures_is_a_finding(auth: object) -> None:
    assert findings_of(RULE, of("AWS::Lambda::Url", AuthType=auth)) == [("It", "AuthType")]
    sam = of("AWS::Serverless::Function", FunctionUrlConfig={"AuthType": auth})
    assert findings_of(RULE, sam) == [("It", "FunctionUrlConfig.AuthType")]


@pytest.mark.parametrize("type_", ["AWS::Lambda::WebFunctionEndpoint", "AWS::Serverless::WebFunction"])
def test_an_endpoint_of_a_web_function_that_lambda_does_not_guard_is_a_finding(type_: str) -> None:
    assert findings_of(RULE, of(type_, AuthType="ApplicationManaged")) == [("It", "AuthType")]
    assert findings_of(RULE, of(type_, AuthType="IamAuth")) == []


def test_signed_requests_and_no_url_are_fine() -> None:
    assert findings_of(RULE, of("AWS::Lambda::Url", AuthType="AWS_IAM")) == []
    assert findings_of(RULE, of("AWS::Serverless::Function", Handler="x")) == []


def test_an_unknown_kind_of_authentication_is_unknown() -> None:
    sections = "Parameters: {Given: {Type: String}}"
    assert unknown_of(RULE, of("AWS::Lambda::Url", AuthType={"Ref": "Given"}), sections) == [("It", "AuthType")]
