from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, GovernedFunction, PlatformStack, StackSettings, allow, contract
from tests.support import environment, new_app, resolve, synthesize_with

if TYPE_CHECKING:
    import aws_cdk as cdk

CODE = Path("constructs_lib/runtime/rotation")


class Stack(PlatformStack[StackSettings]):
    slug = "functions"
    reads = (contract.KMS_LOGS_KEY_ARN, contract.KMS_SECRETS_KEY_ARN, *contract.ALARM_TOPICS)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"timeout_seconds": 901}, "timeout_seconds: given 901; allowed: 1 to 900"),
        ({"memory_mib": 64}, "memory_mib: given 64; allowed: 128 to 10240"),
        ({"reserved_concurrency": -1}, "reserved_concurrency: given -1"),
        ({"code": Path("stacks")}, "a folder with handler.py"),
    ],
)
def test_a_wrong_argument_is_refused(tmp_path: Path, arguments: dict[str, Any], message: str) -> None:
    stack = Stack(new_app(tmp_path), environment("prod", stacks={}))
    with pytest.raises(ConfigurationError, match=message):
        GovernedFunction(stack, "F", **{"kind": "f", "description": "d", "code": CODE, **arguments})


def test_a_function_logs_to_an_encrypted_group_of_its_own_and_may_do_little_else(tmp_path: Path) -> None:
    settings = environment("prod", stacks={})

    def build(app: cdk.App) -> None:
        GovernedFunction(
            Stack(app, settings), "F", kind="f", description="d", code=CODE, environment={"A": "b"},
            statements=[allow("sns:Publish", on="arn:aws:sns:ap-northeast-2:111122223333:x")],
        )  # fmt: skip

    templates = synthesize_with(settings, tmp_path, build)
    function = templates.only("functions", "AWS::Lambda::Function")
    assert (function["FunctionName"], function["Architectures"]) == ("prod-functions-f", ["arm64"])
    assert "secretskeyarn" in resolve(function["KmsKeyArn"])
    assert function["TracingConfig"] == {"Mode": "Active"}
    group = templates.only("functions", "AWS::Logs::LogGroup")
    assert group["LogGroupName"] == "/aws/lambda/prod-functions-f"
    assert "logskeyarn" in resolve(group["KmsKeyId"])
    statements = templates.only("functions", "AWS::IAM::Policy")["PolicyDocument"]["Statement"]
    actions = {
        action for s in statements for action in (s["Action"] if isinstance(s["Action"], list) else [s["Action"]])
    }
    assert actions == {
        "kms:Decrypt", "logs:CreateLogStream", "logs:PutLogEvents", "sns:Publish", "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
    }  # fmt: skip
    (environment_,) = (one for one in statements if one["Action"] == "kms:Decrypt")
    assert environment_["Resource"] == function["KmsKeyArn"]
    assert {key: resolve(value) for key, value in environment_["Condition"]["StringEquals"].items()} == {
        "kms:EncryptionContext:aws:lambda:FunctionArn": (
            "arn:${AWS::Partition}:lambda:ap-northeast-2:111122223333:function:prod-functions-f"
        ),
        "kms:ViaService": "lambda.ap-northeast-2.amazonaws.com",
    }


def test_a_star_in_a_given_statement_is_not_what_the_library_accepts_of_the_function(tmp_path: Path) -> None:
    settings = environment("prod", stacks={})

    def build(app: cdk.App) -> None:
        anything = allow("ec2:DescribeRegions", on="*")
        GovernedFunction(Stack(app, settings), "F", kind="f", description="d", code=CODE, statements=[anything])

    with pytest.raises(RuntimeError, match="ValidationFailed"):
        synthesize_with(settings, tmp_path, build)
    report = json.loads((tmp_path / "validation-report.json").read_text())
    (nag,) = (one for one in report["pluginReports"] if one["pluginName"] == "AwsSolutions")
    assert {one["ruleName"] for one in nag["violations"]} == {"AwsSolutions-IAM5[Resource::*]"}
