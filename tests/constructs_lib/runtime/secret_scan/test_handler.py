"""The steps of the workflow, on an account that moto plays."""

from __future__ import annotations

import dataclasses
import datetime
import gzip
import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from constructs_lib.runtime.secret_scan.workflow.responding.errors import NotYetError
from constructs_lib.runtime.secret_scan.workflow.responding.subject import Subject, subjects_of
from constructs_lib.runtime.secret_scan.workflow.scanning.fingerprints import fingerprint
from tests.constructs_lib.runtime.secret_scan.account import BUCKET, COPY, HOME, KEY, PASSWORD, QUARANTINE, created

if TYPE_CHECKING:
    from tests.constructs_lib.runtime.secret_scan.account import Account

LINE = f'db_password = "{PASSWORD}"\n'.encode()


def call(name: str, /, **parameters: str) -> dict[str, Any]:
    return {"source": "aws.x", "detail": {"eventName": name, "requestParameters": parameters}}


def test_an_object_without_a_secret_is_left_alone(account: Account) -> None:
    version = account.put(b"nothing here")
    assert account.run(created(version)) == []
    assert len(account.versions(BUCKET)) == 1


def test_a_version_is_copied_deleted_and_told_and_the_one_before_it_stays(account: Account) -> None:
    account.put(b"nothing here")
    version = account.put(gzip.compress(LINE))
    (ended,) = account.run(created(version))
    assert ended["failed"] is False
    assert len(account.versions(BUCKET)) == 1
    copy = account.s3.get_object(Bucket=QUARANTINE, Key=f"copies/{ended['id']}")["Body"].read()
    assert gzip.decompress(copy) == LINE
    closed = json.loads(account.s3.get_object(Bucket=QUARANTINE, Key=f"cases/{ended['id']}/closed.json")["Body"].read())
    assert closed["quarantine"] == {"done": "copied and deleted", "locked": [], "open": [BUCKET]}
    assert closed["to_rotate"] == ["password by its name"]
    assert PASSWORD not in json.dumps(closed)
    assert PASSWORD not in json.dumps(list(account.tickets.values()))


def test_the_copy_in_the_other_region_goes_as_well(account: Account) -> None:
    role = "arn:aws:iam::123456789012:role/replication"
    account.s3.put_bucket_replication(
        Bucket=BUCKET,
        ReplicationConfiguration={
            "Role": role,
            "Rules": [
                {
                    "ID": "all",
                    "Status": "Enabled",
                    "Priority": 1,
                    "Filter": {"Prefix": ""},
                    "Destination": {"Bucket": f"arn:aws:s3:::{COPY}"},
                    "DeleteMarkerReplication": {"Status": "Disabled"},
                }
            ],
        },
    )
    version = account.put(LINE)
    account.put(
        LINE, bucket=COPY
    )  # moto copies nothing, and gives its version another id: it is missed, and that is well
    (ended,) = account.run(created(version))
    assert ended["failed"] is False
    assert account.versions(BUCKET) == []


def test_a_locked_version_stays_and_stays_denied(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    from constructs_lib.runtime.secret_scan.workflow.responding import quarantine  # noqa: PLC0415 - what is replaced

    monkeypatch.setattr(quarantine, "_delete", lambda _place: False)
    version = account.put(LINE)
    (ended,) = account.run(created(version))
    tags = account.s3.get_object_tagging(Bucket=BUCKET, Key="export.csv", VersionId=version)["TagSet"]
    assert tags == [{"Key": "secret-scan", "Value": "quarantined"}]
    closed = json.loads(account.s3.get_object(Bucket=QUARANTINE, Key=f"cases/{ended['id']}/closed.json")["Body"].read())
    assert closed["quarantine"]["locked"] == [BUCKET]


def test_a_copy_that_is_not_as_the_version_is_deletes_nothing(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    from constructs_lib.runtime.secret_scan.workflow.responding import quarantine  # noqa: PLC0415 - what is replaced

    version = account.put(LINE)
    digests = iter(["of the version", None, "of the copy"])
    monkeypatch.setattr(quarantine, "_digest", lambda *_args, **_given: next(digests))
    with pytest.raises(NotYetError, match="not as the version is"):
        account.run(created(version))
    assert len(account.versions(BUCKET)) == 1


def test_a_parameter_and_a_variable_are_told_and_never_changed(account: Account) -> None:
    ssm = boto3.client("ssm", region_name=HOME)
    ssm.put_parameter(Name="/x/prod/system/db-password", Value=PASSWORD, Type="String")
    ssm.put_parameter(Name="/x/prod/system/token", Value=PASSWORD, Type="SecureString")
    (ended,) = account.run(call("PutParameter", name="/x/prod/system/db-password"))
    assert account.run(call("PutParameter", name="/x/prod/system/token")) == []
    assert ssm.get_parameter(Name="/x/prod/system/db-password")["Parameter"]["Version"] == 1
    (ticket,) = account.tickets.values()
    assert (ended["failed"], ticket["Severity"], "then_parameter" in ticket["Description"]) == (False, "1", True)


def test_a_second_run_of_one_event_has_one_ticket(account: Account) -> None:
    version = account.put(LINE)
    account.run(created(version))
    account.run(created(version))
    assert len(account.tickets) == 1


def test_what_somebody_answers_for_is_left_alone_until_its_day(account: Account) -> None:
    version = account.put(LINE)
    today = datetime.date(2026, 11, 30)
    account.settings = dataclasses.replace(account.settings, accepted={fingerprint(KEY, PASSWORD): today})
    assert account.run(created(version)) == []
    account.settings = dataclasses.replace(
        account.settings, accepted={fingerprint(KEY, PASSWORD): today.replace(day=29)}
    )
    assert len(account.run(created(version))) == 1


@pytest.mark.slow
def test_a_key_of_another_account_is_for_a_person_to_rotate(account: Account) -> None:
    version = account.put(("AKIA" + "Z7Q4M2N6P3R5T3V2").encode())
    (ended,) = account.run(created(version))
    closed = json.loads(account.s3.get_object(Bucket=QUARANTINE, Key=f"cases/{ended['id']}/closed.json")["Body"].read())
    assert (closed["deactivated"], closed["to_rotate"]) == ([], ["AWS access key"])


def test_a_sweep_looks_at_everything_part_by_part(account: Account) -> None:
    account.put(LINE, key="old")
    boto3.client("ssm", region_name=HOME).put_parameter(Name="/x/token", Value="k3Xw9" + "QzLm27abD", Type="String")
    event: dict[str, Any] = {"sweep": {}}
    ended = []
    for _ in range(5):
        ended += account.run(event)
        event = {"sweep": account.looked["next"]}
        if event["sweep"] is None:
            break
    assert event["sweep"] is None
    assert len(ended) == 2


def test_events_name_what_they_are_about() -> None:
    functions = call("UpdateFunctionConfiguration20150331v2", functionName="arn:aws:lambda:x:1:function:api")
    assert list(subjects_of(functions)) == [Subject("function", "api")]
    assert list(subjects_of(call("CreateFunction20150331", functionName="api"))) == [Subject("function", "api")]
    assert list(subjects_of(call("GetParameter", name="x"))) == []
    assert list(subjects_of(created("v1", key="a b+c"))) == [Subject("object", "a b+c", BUCKET, "v1")]
