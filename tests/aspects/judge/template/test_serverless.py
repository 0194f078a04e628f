from __future__ import annotations

import json

import pytest

from tests.aspects.judge.rules.support import template_of

GLOBALS = """
Globals:
  Function:
    KmsKeyArn: alias/prod-secrets
    Layers: [one]
    Environment: {Variables: {LEVEL: info, TABLE: orders}}
  SimpleTable: {SSESpecification: {SSEEnabled: true}}
"""


@pytest.mark.parametrize(
    ("type_", "properties", "inherited"),
    [
        (
            "Function",
            {"Layers": ["two"], "Environment": {"Variables": {"LEVEL": "debug"}}},
            {
                "KmsKeyArn": "alias/prod-secrets",
                "Layers": ["one", "two"],
                "Environment": {"Variables": {"LEVEL": "debug", "TABLE": "orders"}},
            },
        ),
        ("Function", {"KmsKeyArn": {"Ref": "Key"}, "Layers": {"Ref": "L"}, "Environment": {"Fn::If": [1, 2, 3]}}, None),
        ("SimpleTable", {}, {"SSESpecification": {"SSEEnabled": True}}),
        ("Api", {"Name": "prod-orders"}, None),
    ],
)
def test_a_serverless_resource_inherits_what_it_does_not_say(
    type_: str, properties: dict[str, object], inherited: dict[str, object] | None
) -> None:
    one = f"One: {json.dumps({'Type': f'AWS::Serverless::{type_}', 'Properties': properties})}"
    assert template_of(one, GLOBALS).resources["One"].properties == (inherited or properties)


@pytest.mark.parametrize("ignored", ["'*'", "[KmsKeyArn, Layers, Environment]"])
def test_globals_may_be_ignored(ignored: str) -> None:
    one = f"One: {{Type: AWS::Serverless::Function, IgnoreGlobals: {ignored}, Properties: {{Timeout: 3}}}}"
    assert template_of(one, GLOBALS).resources["One"].properties == {"Timeout": 3}
