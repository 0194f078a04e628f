"""The secret scan finds seeded secrets; afterwards nobody reads them, by any version, in any region."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.integration.support import ACCOUNT, HOME
from tests.secret_samples import half

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.support import Deployed

DR = "ap-northeast-1"
ARCHIVE, COPY = f"prod-logging-archive-{ACCOUNT}", f"prod-logging-archive-{ACCOUNT}-{DR}"
QUARANTINE = f"prod-secrets-quarantine-{ACCOUNT}"
MACHINE = f"arn:aws:states:{HOME}:{ACCOUNT}:stateMachine:prod-secrets-secret-scan"
_PATIENCE_S = 90.0
_REFUSED = {"AccessDenied", "403"}


@pytest.fixture(scope="module")
def administrator(deployed: Deployed) -> Iterator[Any]:
    """A user who may do everything that IAM can allow: clients by service and region."""
    iam, name = deployed.client("iam"), "an-administrator"
    iam.create_user(UserName=name)
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    iam.put_user_policy(UserName=name, PolicyName="everything", PolicyDocument=json.dumps(everything))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    yield lambda service, region=HOME: boto3.client(
        service, region_name=region, endpoint_url=deployed.rehearsed.emulator.endpoint,
        aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"],
    )  # fmt: skip
    iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
    iam.delete_user_policy(UserName=name, PolicyName="everything")
    iam.delete_user(UserName=name)


def executions(deployed: Deployed) -> list[dict[str, Any]]:
    states = deployed.client("stepfunctions")
    found = states.list_executions(stateMachineArn=MACHINE)["executions"]
    return [states.describe_execution(executionArn=one["executionArn"]) for one in found]


def settled(deployed: Deployed, count: int) -> list[dict[str, Any]]:
    """The executions, once so many have ended and none is running."""
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        found = executions(deployed)
        if len(found) >= count and all(one["status"] != "RUNNING" for one in found):
            return found
        time.sleep(0.3)
    pytest.fail(f"{[one['status'] for one in executions(deployed)]} after {_PATIENCE_S} s")


def errors(deployed: Deployed) -> str:
    """What the steps said that failed."""
    states = deployed.client("stepfunctions")
    found = [states.get_execution_history(executionArn=one["executionArn"])["events"] for one in executions(deployed)]
    said = [json.dumps(event, default=str) for events in found for event in events if "Failed" in event["type"]]
    return "\n".join(sorted(set(said)))[:4000]


def refused(call: Any, **given: Any) -> str:
    try:
        call(**given)
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return "allowed"


def test_seeded_secrets_are_put_away_and_nobody_reads_them_any_more(deployed: Deployed, administrator: Any) -> None:
    iam, s3 = deployed.client("iam"), deployed.client("s3")
    iam.create_user(UserName="exporter")
    exposed = iam.create_access_key(UserName="exporter")["AccessKey"]["AccessKeyId"]
    lines = [one.line for one in half("first") if one.secret][:60]
    bodies = {
        "export.csv": f"id,key\n1,{exposed}\n",
        "notes.txt": "nothing",
        **{f"seed-{n}": line for n, line in enumerate(lines[:3])},
    }
    versions = {
        key: s3.put_object(Bucket=ARCHIVE, Key=key, Body=body.encode())["VersionId"] for key, body in bodies.items()
    }
    ended = settled(deployed, len(bodies))
    assert {one["status"] for one in ended} == {"SUCCEEDED"}, errors(deployed)
    said = json.dumps(ended, default=str)
    assert exposed not in said
    assert not [line for line in lines[:3] if line in said]
    (key,) = iam.list_access_keys(UserName="exporter")["AccessKeyMetadata"]
    assert key["Status"] == "Inactive"
    for region, bucket in ((HOME, ARCHIVE), (DR, COPY)):
        left = administrator("s3", region).list_object_versions(Bucket=bucket).get("Versions", [])
        assert {one["Key"] for one in left} == {"notes.txt"}, bucket
        for name, version in versions.items():
            if name != "notes.txt":
                assert (
                    refused(administrator("s3", region).get_object, Bucket=bucket, Key=name, VersionId=version)
                    != "allowed"
                )
    copies = administrator("s3").list_objects_v2(Bucket=QUARANTINE, Prefix="copies/")["Contents"]
    assert len(copies) == len(bodies) - 1
    assert {refused(administrator("s3").get_object, Bucket=QUARANTINE, Key=one["Key"]) for one in copies} <= _REFUSED
