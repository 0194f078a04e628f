"""Projects of one stack, deployed by `governed-cdk deploy` to an emulator."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from aspects.judge.lock import LOCK_FILE, lock_text, locked
from aspects.judge.template.assembly import read_assembly
from aspects.judge.template.digest import write_digest
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.support import Rehearsed

STACK = "test-app"
TABLE = {
    "Type": "AWS::DynamoDB::Table",
    "Properties": {
        "TableName": "test-app-orders",
        "BillingMode": "PAY_PER_REQUEST",
        "DeletionProtectionEnabled": True,
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    },
}
DATABASE = {
    "Type": "AWS::RDS::DBInstance",
    "Properties": {
        "Engine": "mysql", "EngineVersion": "8.4.9", "DBInstanceClass": "db.t4g.micro", "AllocatedStorage": "20",
        "MasterUsername": "admin", "MasterUserPassword": "not-a-secret-here", "StorageEncrypted": False,
    },
}  # fmt: skip
ROLE = {
    "Type": "AWS::IAM::Role",
    "Properties": {
        "RoleName": "test-app-export",
        "AssumeRolePolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}
            ],
        },
    },
}


def parameter(value: str) -> dict[str, Any]:
    return {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/test/app/value", "Type": "String", "Value": value}}


def app(
    folder: Path, *, stack: str = STACK, protected: bool = False, after: str = "", **resources: dict[str, Any]
) -> Path:
    """A project whose assembly gets a stack, as CDK writes it without assets, with the lock of a first deploy."""
    out = folder / "cdk.out"
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{stack}.template.json").write_text(json.dumps({"Resources": resources}), encoding="utf-8")
    properties = {
        "templateFile": f"{stack}.template.json",
        "terminationProtection": protected,
        "assumeRoleArn": (
            "arn:${AWS::Partition}:iam::111122223333:role/cdk-hnb659fds-deploy-role-111122223333-ap-northeast-2"
        ),
        "lookupRole": {
            "arn": "arn:${AWS::Partition}:iam::111122223333:role/cdk-hnb659fds-lookup-role-111122223333-ap-northeast-2"
        },
    }
    artifact: dict[str, Any] = {
        "type": "aws:cloudformation:stack",
        "environment": "aws://111122223333/ap-northeast-2",
        "properties": properties,
        "dependencies": [after] if after else [],
    }
    file = out / "manifest.json"
    artifacts = json.loads(file.read_text(encoding="utf-8"))["artifacts"] if file.is_file() else {}
    manifest = {"version": "48.0.0", "artifacts": {**artifacts, stack: artifact}}
    file.write_text(json.dumps(manifest), encoding="utf-8")
    write_digest(out)  # as if its synth had judged it
    lock = folder / LOCK_FILE
    if not lock.is_file():
        lock.write_text(lock_text(locked(read_assembly(out))), encoding="utf-8")
    return folder


def deploy(
    account: Rehearsed, project: Path, *options: str, env: str = "test", **credentials: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "governed_cdk", "deploy", "cdk.out", "--env", env, "--yes", *options]
    return subprocess.run(
        [*command, "--endpoint-url", account.emulator.endpoint],
        env=account.emulator.variables | {"PYTHONPATH": str(ROOT)} | credentials,
        cwd=project, capture_output=True, text=True, check=False,
    )  # fmt: skip


def status(account: Rehearsed, stack: str = STACK) -> str | None:
    stacks = account.client("cloudformation").describe_stacks()["Stacks"]
    return next((one["StackStatus"] for one in stacks if one["StackName"] == stack), None)


def denied(account: Rehearsed, stack: str = STACK, region: str | None = None) -> list[str]:
    answer = account.client("cloudformation", region).get_stack_policy(StackName=stack)
    policy = json.loads(answer.get("StackPolicyBody") or '{"Statement": []}')
    return [one for said in policy["Statement"] if said["Effect"] == "Deny" for one in said["Resource"]]


def events(account: Rehearsed) -> list[Any]:
    found: list[Any] = account.client("cloudformation").describe_stack_events(StackName=STACK)["StackEvents"]
    return found


def with_properties(resource: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return resource | {"Properties": resource["Properties"] | properties}
