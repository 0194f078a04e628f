"""Permissions are enforced: by identity policies, key policies, and what a service sends to KMS for its caller."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError

from constructs_lib import contract
from tests.integration.support import ACCOUNT, HOME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.support import Deployed

NAME = "probe"
READ = {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}
WRITE = {"Effect": "Allow", "Action": "secretsmanager:PutSecretValue", "Resource": "*"}


@pytest.fixture(scope="module")
def probe(deployed: Deployed) -> Iterator[str]:
    """A role that the account may assume."""
    iam = deployed.client("iam")
    trust = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "sts:AssumeRole"}
    role = iam.create_role(RoleName=NAME, AssumeRolePolicyDocument=json.dumps(policy(trust)))["Role"]["Arn"]
    yield role
    iam.delete_role(RoleName=NAME)


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def use_key(*actions: str, **conditions: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": "*", "Condition": conditions}


@contextlib.contextmanager
def working_as(deployed: Deployed, role: str, *statements: dict[str, Any]) -> Iterator[Any]:
    """Secrets Manager as the role, which may do what the statements say."""
    iam = deployed.client("iam")
    iam.put_role_policy(RoleName=NAME, PolicyName=NAME, PolicyDocument=json.dumps(policy(*statements)))
    session = deployed.client("sts").assume_role(RoleArn=role, RoleSessionName=NAME)["Credentials"]
    yield boto3.client(
        "secretsmanager", region_name=HOME, endpoint_url=deployed.rehearsed.emulator.endpoint,
        aws_access_key_id=session["AccessKeyId"], aws_secret_access_key=session["SecretAccessKey"],
        aws_session_token=session["SessionToken"],
    )  # fmt: skip
    iam.delete_role_policy(RoleName=NAME, PolicyName=NAME)


def refused(call: Any, **arguments: Any) -> str:
    """The code of the refusal; nothing where it is let through."""
    try:
        call(**arguments)
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return ""


VIA = {"StringEquals": {"kms:ViaService": f"secretsmanager.{HOME}.amazonaws.com"}}
ELSEWHERE = {"StringEquals": {"kms:ViaService": f"s3.{HOME}.amazonaws.com"}}
SECRET = {"StringLike": {"kms:EncryptionContext:SecretARN": f"arn:aws:secretsmanager:{HOME}:{ACCOUNT}:secret:*"}}
OTHER = {"StringLike": {"kms:EncryptionContext:SecretARN": f"arn:aws:secretsmanager:{HOME}:{ACCOUNT}:secret:x-*"}}


@pytest.mark.parametrize(
    ("statements", "reads", "writes"),
    [
        ((use_key("kms:*"),), False, False),
        ((READ, WRITE), False, False),
        ((READ, WRITE, use_key("kms:Decrypt")), True, False),
        ((READ, WRITE, use_key("kms:Decrypt", "kms:GenerateDataKey")), True, True),
        ((READ, WRITE, use_key("kms:Decrypt", **VIA)), True, False),
        ((READ, WRITE, use_key("kms:Decrypt", **ELSEWHERE)), False, False),
        ((READ, WRITE, use_key("kms:Decrypt", **SECRET)), True, False),
        ((READ, WRITE, use_key("kms:Decrypt", **OTHER)), False, False),
    ],
    ids=range(8),
)
def test_a_secret_is_read_and_written_by_whom_its_key_is_open_to(
    deployed: Deployed, probe: str, statements: tuple[dict[str, Any], ...], *, reads: bool, writes: bool
) -> None:
    arn = deployed.parameter(contract.RDS_MASTER_SECRET_ARN.path("prod"))
    with working_as(deployed, probe, *statements) as secrets:
        assert (refused(secrets.get_secret_value, SecretId=arn) == "") is reads
        value = deployed.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"]
        assert (refused(secrets.put_secret_value, SecretId=arn, SecretString=value) == "") is writes


def test_a_key_whose_policy_no_longer_says_through_which_services_lets_nobody_read(
    deployed: Deployed, probe: str
) -> None:
    arn = deployed.parameter(contract.RDS_MASTER_SECRET_ARN.path("prod"))
    keys, secret = deployed.client("kms"), deployed.client("secretsmanager").describe_secret(SecretId=arn)
    before = keys.get_key_policy(KeyId=secret["KmsKeyId"])["Policy"]
    statements = [one for one in json.loads(before)["Statement"] if one.get("Sid") != "UseThroughServices"]
    assert len(statements) == len(json.loads(before)["Statement"]) - 1
    with working_as(deployed, probe, READ, use_key("kms:Decrypt")) as secrets:
        assert refused(secrets.get_secret_value, SecretId=arn) == ""
        keys.put_key_policy(KeyId=secret["KmsKeyId"], PolicyName="default", Policy=json.dumps(policy(*statements)))
        try:
            assert refused(secrets.get_secret_value, SecretId=arn) == "AccessDeniedException"
        finally:
            keys.put_key_policy(KeyId=secret["KmsKeyId"], PolicyName="default", Policy=before)
        said = (deployed.rehearsed.emulator.folder / "emulator.log").read_text(encoding="utf-8")
        assert "may not kms:Decrypt on" in said
