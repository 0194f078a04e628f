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


SHARED = """
Globals:
  Function:
    VpcConfig: {SubnetIds: [subnet-1], SecurityGroupIds: [sg-1]}
    Tags: {Owner: platform, Service: shop}
    Environment: {Variables: {TABLE: !Ref Table}}
    Tracing: !If [Traced, Active, PassThrough]
  Api: {AccessLogSetting: {Format: x}, EndpointConfiguration: {Type: REGIONAL}}
  HttpApi: {StageVariables: {a: b}}
  StateMachine: {Tracing: {Enabled: true}}
"""


@pytest.mark.parametrize(
    ("type_", "properties", "name", "value"),
    [
        ("Function", {"VpcConfig": {"SecurityGroupIds": ["sg-2"]}}, "VpcConfig",
         {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1", "sg-2"]}),
        ("Function", {"Tags": {"Service": "orders"}}, "Tags", {"Owner": "platform", "Service": "orders"}),
        ("Function", {"Tags": {"Ref": "Tags"}}, "Tags", {"Ref": "Tags"}),
        ("Function", {"Environment": {"Variables": {"TABLE": "x"}}}, "Environment", {"Variables": {"TABLE": "x"}}),
        ("Function", {"VpcConfig": {"SubnetIds": {"Ref": "Subnets"}}}, "VpcConfig",
         {"SubnetIds": {"Ref": "Subnets"}, "SecurityGroupIds": ["sg-1"]}),
        ("Function", {"Tracing": "Active"}, "Tracing", "Active"),
        ("Function", {}, "Tracing", {"Fn::If": ["Traced", "Active", "PassThrough"]}),
        ("Api", {"EndpointConfiguration": {"Type": "PRIVATE"}}, "EndpointConfiguration", {"Type": "PRIVATE"}),
        ("Api", {"EndpointConfiguration": "x"}, "EndpointConfiguration", "x"),
        ("HttpApi", {}, "StageVariables", {"a": "b"}),
        ("StateMachine", {"Tracing": {"Enabled": False}}, "Tracing", {"Enabled": False}),
    ],
)  # fmt: skip
def test_lists_are_added_to_mappings_merged_and_what_else_is_said_stands(
    type_: str, properties: dict[str, object], name: str, value: object
) -> None:
    one = f"One: {json.dumps({'Type': f'AWS::Serverless::{type_}', 'Properties': properties})}"
    assert template_of(one, SHARED).resources["One"].properties[name] == value


def test_functions_that_a_loop_makes_inherit_as_well() -> None:
    loop = "Fn::ForEach::F: [Name, [a, b], {'F${Name}': {Type: AWS::Serverless::Function}}]"
    found = template_of(loop, f"Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]\n{SHARED}").resources
    assert [found[name].properties["Tags"]["Owner"] for name in ("Fa", "Fb")] == ["platform", "platform"]


@pytest.mark.parametrize("ignored", ["'*'", "[KmsKeyArn, Layers, Environment]"])
def test_globals_may_be_ignored(ignored: str) -> None:
    one = f"One: {{Type: AWS::Serverless::Function, IgnoreGlobals: {ignored}, Properties: {{Timeout: 3}}}}"
    assert template_of(one, GLOBALS).resources["One"].properties == {"Timeout": 3}
