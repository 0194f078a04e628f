"""Deploys that CloudFormation and IAM really refuse, by templates made by hand: what counts is who refuses."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from governed_cdk.diagnosis.causes import recognised
from governed_cdk.diagnosis.sources import cdk_output, stack_events
from tests.integration.support import ACCOUNT, HOME

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from governed_cdk.diagnosis.causes import Match
    from governed_cdk.preflight.account import Account
    from governed_cdk.rehearsal.emulator import Emulator

ROLE = f"arn:aws:iam::{ACCOUNT}:role/deploying"
TYPES = (
    "CloudFormation::Stack", "DynamoDB::Table", "EC2::EIP", "EC2::VPC", "GuardDuty::Detector", "IAM::Role",
    "Lambda::Function", "Logs::LogGroup", "S3::Bucket", "SQS::Queue", "SSM::Parameter",
)  # fmt: skip
# What the role of the deploys may do: everything but these, the one for want of a statement, the other by one.
ALLOWED = [
    {"Effect": "Allow", "NotAction": ["sqs:CreateQueue"], "Resource": "*"},
    {"Effect": "Deny", "Action": "iam:PassRole", "Resource": "*"},
]
OF_AN_OUTPUT = {"rollback-complete", "termination-protection"}
"""What CloudFormation answers at once: there are no events, and the command line prints it."""


def trust(service: str) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}],
    }


def resource(type_: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::{type_}", "Properties": properties}


def table(name: str, key: str = "id", *, protected: bool = False) -> dict[str, Any]:
    return resource(
        "DynamoDB::Table", TableName=name, BillingMode="PAY_PER_REQUEST", DeletionProtectionEnabled=protected,
        KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"}],
    )  # fmt: skip


@dataclass
class Deploying:
    """An emulator, the role that deploys there, and what CloudFormation refused without an event."""

    emulator: Emulator
    account: Account
    refused: dict[str, str] = field(default_factory=dict)

    def deploy(self, stack: str, **resources: dict[str, Any]) -> str:
        return self._deploy(stack, self.emulator.client("cloudformation").create_stack, resources)

    def update(self, stack: str, **resources: dict[str, Any]) -> str:
        return self._deploy(stack, self.emulator.client("cloudformation").update_stack, resources)

    def _deploy(self, stack: str, call: Callable[..., Any], resources: dict[str, dict[str, Any]]) -> str:
        body = json.dumps({"Resources": resources})
        return self._done(
            stack, lambda: call(StackName=stack, TemplateBody=body, RoleARN=ROLE, Capabilities=["CAPABILITY_NAMED_IAM"])
        )

    def delete(self, stack: str) -> str:
        cloudformation = self.emulator.client("cloudformation")
        return self._done(stack, lambda: cloudformation.delete_stack(StackName=stack, RoleARN=ROLE))

    def explained(self, stack: str, folder: Path) -> Match | None:
        if stack not in self.refused:
            return recognised(stack_events.collect(self.account, stack, HOME))
        printed = folder / "printed"
        printed.write_text(f" ❌  {stack} failed: {self.refused[stack]}\n", encoding="utf-8")
        return recognised(cdk_output.collect(printed))

    def _done(self, stack: str, call: Callable[[], Any]) -> str:
        try:
            call()
        except ClientError as error:
            self.refused[stack] = str(error)
            return "refused"
        while (status := self.account.status(stack, HOME) or "gone").endswith("_IN_PROGRESS"):
            time.sleep(0.02)
        return status


def denied(on: Deploying) -> str:
    return on.deploy("denied", Queue=resource("SQS::Queue", QueueName="a"))


def _pass_role(on: Deploying) -> str:
    function = resource(
        "Lambda::Function", Runtime="python3.13", Handler="i.h", Role={"Fn::GetAtt": ["Role", "Arn"]},
        Code={"ZipFile": "def h(e, c): pass"},
    )  # fmt: skip
    role = resource("IAM::Role", RoleName="fn", AssumeRolePolicyDocument=trust("lambda.amazonaws.com"))
    return on.deploy("pass-role", Role=role, Function=function)


def _taken(on: Deploying) -> str:
    _bucket(on, "taken-name")
    return on.deploy("taken", Bucket=resource("S3::Bucket", BucketName="taken-name"))


def _networks(on: Deploying) -> str:
    return on.deploy("vpcs", **{f"V{one}": resource("EC2::VPC", CidrBlock=f"10.{one}.0.0/16") for one in range(7)})


def _addresses(on: Deploying) -> str:
    return on.deploy("eips", **{f"E{one}": resource("EC2::EIP") for one in range(7)})


def _second_detector(on: Deploying) -> str:
    assert on.deploy("first", Detector=resource("GuardDuty::Detector", Enable=True)) == "CREATE_COMPLETE"
    return on.deploy("second", Detector=resource("GuardDuty::Detector", Enable=True))


def _named(on: Deploying) -> str:
    assert on.deploy("named", Table=table("named")) == "CREATE_COMPLETE"
    return on.update("named", Table=table("named", "other"))


def _protected(on: Deploying) -> str:
    assert on.deploy("protected", Table=table("protected", protected=True)) == "CREATE_COMPLETE"
    return on.delete("protected")


def _full(on: Deploying) -> str:
    assert on.deploy("full", Bucket=resource("S3::Bucket", BucketName="full-bucket")) == "CREATE_COMPLETE"
    on.emulator.client("s3").put_object(Bucket="full-bucket", Key="a", Body=b"x")
    return on.delete("full")


def _stack_policy(on: Deploying) -> str:
    group = resource("Logs::LogGroup", LogGroupName="/a/b")
    assert on.deploy("policed", Group=group) == "CREATE_COMPLETE"
    policy = {"Statement": [{"Effect": "Deny", "Action": "Update:*", "Principal": "*", "Resource": "*"}]}
    on.emulator.client("cloudformation").set_stack_policy(StackName="policed", StackPolicyBody=json.dumps(policy))
    return on.update("policed", Group=resource("Logs::LogGroup", LogGroupName="/a/b", RetentionInDays=7)
    )  # fmt: skip


def nested(on: Deploying) -> str:
    _bucket(on, "templates")
    inner = json.dumps({"Resources": {"Deep": resource("SQS::Queue", QueueName="deep")}})
    on.emulator.client("s3").put_object(Bucket="templates", Key="inner.json", Body=inner)
    address = f"{on.emulator.endpoint}/templates/inner.json"
    return on.deploy("outer", Inner=resource("CloudFormation::Stack", TemplateURL=address))


def _rolled_back(on: Deploying) -> str:
    on.deploy("rolled", Queue=resource("SQS::Queue", QueueName="a"))
    return on.update("rolled", Queue=resource("SQS::Queue", QueueName="b"))


def _termination(on: Deploying) -> str:
    assert on.deploy("kept", P=resource("SSM::Parameter", Name="/p", Type="String", Value="1")) == "CREATE_COMPLETE"
    on.emulator.client("cloudformation").update_termination_protection(
        StackName="kept", EnableTerminationProtection=True
    )
    return on.delete("kept")


def _bucket(on: Deploying, name: str) -> None:
    on.emulator.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": HOME})


# Cause, the stack, the resource that is named as the first to fail, and how it comes to that.
REFUSED: dict[str, tuple[str, str, Callable[[Deploying], str]]] = {
    "not-authorized": ("denied", "Queue", denied),
    "pass-role": ("pass-role", "Function", _pass_role),
    "name-exists": ("taken", "Bucket", _taken),
    "quota-networks": ("vpcs", "V", _networks),
    "quota-addresses": ("eips", "E", _addresses),
    "one-per-account": ("second", "Detector", _second_detector),
    "custom-name-replacement": ("named", "Table", _named),
    "deletion-protection": ("protected", "Table", _protected),
    "bucket-not-empty": ("full", "Bucket", _full),
    "stack-policy": ("policed", "Group", _stack_policy),
    "rollback-complete": ("rolled", "", _rolled_back),
    "termination-protection": ("kept", "", _termination),
}
