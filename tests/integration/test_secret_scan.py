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


def executions(deployed: Deployed, known: set[str]) -> list[dict[str, Any]]:
    """Those that were not known before."""
    states = deployed.client("stepfunctions")
    found = [one["executionArn"] for one in states.list_executions(stateMachineArn=MACHINE)["executions"]]
    return [states.describe_execution(executionArn=one) for one in found if one not in known]


def settled(deployed: Deployed, count: int, known: set[str]) -> list[dict[str, Any]]:
    """The executions, once so many have ended and none is running."""
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        found = executions(deployed, known)
        if len(found) >= count and all(one["status"] != "RUNNING" for one in found):
            return found
        time.sleep(0.3)
    pytest.fail(f"{[one['status'] for one in executions(deployed, known)]} after {_PATIENCE_S} s")


def errors(deployed: Deployed, ended: list[dict[str, Any]]) -> str:
    """What the steps said that failed."""
    states = deployed.client("stepfunctions")
    found = [states.get_execution_history(executionArn=one["executionArn"])["events"] for one in ended]
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
    known = {one["executionArn"] for one in executions(deployed, set())}
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
    ended = settled(deployed, len(bodies), known)
    assert {one["status"] for one in ended} == {"SUCCEEDED"}, errors(deployed, ended)
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
    # What locks the copies is in the template only: the emulator's CloudFormation leaves it out.
    kept = next(one[2] for one in deployed.each("AWS::S3::Bucket") if one[2]["BucketName"] == QUARANTINE)
    assert "GOVERNANCE" in str(kept["ObjectLockConfiguration"])
    copies = administrator("s3").list_objects_v2(Bucket=QUARANTINE, Prefix="copies/")["Contents"]
    assert len(copies) == len(bodies) - 1
    assert {refused(administrator("s3").get_object, Bucket=QUARANTINE, Key=one["Key"]) for one in copies} <= _REFUSED


def test_a_parameter_and_what_is_old_are_told_and_an_aborted_case_goes_on(deployed: Deployed) -> None:
    states, ssm, s3 = deployed.client("stepfunctions"), deployed.client("ssm"), deployed.client("s3")
    name, value = "/infrastructure/prod/system/db-password", "k3Xw9" + "QzLm27"
    ssm.put_parameter(Name=name, Value=value, Type="String")
    known = {one["executionArn"] for one in executions(deployed, set())}
    version = s3.put_object(Bucket=ARCHIVE, Key="aborted.csv", Body=f"password={value}".encode())["VersionId"]
    for one in executions(deployed, known):
        states.stop_execution(executionArn=one["executionArn"])
    event = {"eventName": "PutParameter", "requestParameters": {"name": name}}
    deployed.client("events").put_events(Entries=[{
        "Source": "aws.ssm", "DetailType": "AWS API Call via CloudTrail", "Detail": json.dumps(event)}])  # fmt: skip
    settled(deployed, 1, known)
    known |= {one["executionArn"] for one in executions(deployed, set())}
    states.start_execution(stateMachineArn=MACHINE, input=json.dumps({"sweep": {}}))
    (swept,) = settled(deployed, 1, known)
    assert swept["status"] == "SUCCEEDED", errors(deployed, [swept])
    assert value not in json.dumps(swept, default=str)
    assert ssm.get_parameter(Name=name)["Parameter"]["Value"] == value
    left = s3.list_object_versions(Bucket=ARCHIVE).get("Versions", [])
    assert version not in {one["VersionId"] for one in left}
    ssm.delete_parameter(Name=name)
