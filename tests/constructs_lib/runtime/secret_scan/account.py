"""An account that moto plays, with secrets in it, and a client whose calls can be made to fail after they were made."""

from __future__ import annotations

import datetime
import functools
import json
from typing import TYPE_CHECKING, Any, ClassVar

import boto3
from botocore.exceptions import ClientError

from constructs_lib.runtime.secret_scan.handler import step
from constructs_lib.runtime.secret_scan.workflow.responding.settings import Aws, Settings

if TYPE_CHECKING:
    from collections.abc import Callable

HOME, AWAY = "ap-northeast-2", "ap-northeast-1"
BUCKET, COPY, QUARANTINE = "uploads", "uploads-copy", "quarantine"
TODAY = datetime.date(2026, 11, 30)
KEY = "a key of the tests"
PASSWORD = "k3Xw9" + "QzLm27"
WORDS = {name: name for name in (
    "title_object", "title_parameter", "title_function", "then_object", "then_parameter", "then_function", "failed",
    "a_part_of_the_look", "done_none", "done_denied", "done_gone_already", "done_copied_and_deleted",
)} | {"kinds": "{kinds}", "owner": "{owner}", "case": "{case} {fingerprints}", "locked": "locked {buckets}",
      "open": "open {buckets}", "deactivated": "{users}", "rotate": "rotate {kinds}", "error": "{error}"}  # fmt: skip


class KilledError(Exception):
    """The function ended here."""


class Counted:
    """Clients of which one call, by its number, is made and then never comes back."""

    def __init__(self, last: int | None = None) -> None:
        self.made, self.last = 0, last

    def client(self, service: str, region: str | None = None) -> Any:
        """A client that counts."""
        return _Client(real_client(service, region or HOME), self)

    def call(self, function: Callable[..., Any], *args: Any, **given: Any) -> Any:
        """Make a call; it is the last one where that was asked for."""
        answer = function(*args, **given)
        self.made += 1
        if self.made == self.last:
            raise KilledError
        return answer


@functools.cache
def real_client(service: str, region: str) -> Any:
    return boto3.client(service, region_name=region)


class _Client:
    tickets: ClassVar[dict[str, dict[str, Any]]] = {}

    def __init__(self, real: Any, counted: Counted) -> None:
        self._real, self._counted = real, counted

    def create_ops_item(self, **given: Any) -> dict[str, str]:
        """OpsCenter, which moto does not have: one item for what says that it is the same."""
        same = given["OperationalData"]["/aws/dedup"]["Value"]
        if same in self.tickets:
            raise ClientError({"Error": {"Code": "OpsItemAlreadyExistsException"}}, "CreateOpsItem")
        self.tickets[same] = given
        return {"OpsItemId": f"oi-{len(self.tickets)}"}

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        return found if name == "get_paginator" else functools.partial(self._counted.call, found)


class Account:
    """What is there, and the workflow run on it."""

    def __init__(self) -> None:
        self.tickets = _Client.tickets
        self.tickets.clear()
        self.looked: dict[str, Any] = {}
        self.s3, self.away = boto3.client("s3", region_name=HOME), boto3.client("s3", region_name=AWAY)
        for s3, bucket, region in ((self.s3, BUCKET, HOME), (self.away, COPY, AWAY), (self.s3, QUARANTINE, HOME)):
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": region},
                             ObjectLockEnabledForBucket=bucket == QUARANTINE)  # fmt: skip
            s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
        self.iam = boto3.client("iam", region_name=HOME)
        self.topic = boto3.client("sns", region_name=HOME).create_topic(Name="critical")["TopicArn"]
        self.settings = Settings(
            buckets=(BUCKET,), quarantine=QUARANTINE, replicas={COPY: AWAY},
            topics={"critical": self.topic, "warning": self.topic}, runbook="https://set-of.com/runbook",
        )  # fmt: skip

    def exposed(self, user: str = "exporter") -> str:
        """An access key of a new user."""
        self.iam.create_user(UserName=user)
        return str(self.iam.create_access_key(UserName=user)["AccessKey"]["AccessKeyId"])

    def status(self, user: str = "exporter") -> str:
        """Whether a user's key works."""
        (key,) = self.iam.list_access_keys(UserName=user)["AccessKeyMetadata"]
        return str(key["Status"])

    def put(self, body: bytes, key: str = "export.csv", bucket: str = BUCKET, **given: Any) -> str:
        """Put an object; its version."""
        s3 = self.away if bucket == COPY else self.s3
        return str(s3.put_object(Bucket=bucket, Key=key, Body=body, **given)["VersionId"])

    def run(self, event: dict[str, Any], counted: Counted | None = None) -> list[dict[str, Any]]:
        """The whole workflow on an event, as the state machine does it."""
        aws = Aws((counted or Counted()).client)
        done = functools.partial(step, aws=aws, settings=self.settings, key=KEY, today=TODAY)
        self.looked = done({"step": "look", "event": event})
        ended = []
        for case in self.looked["cases"]:
            for name in ("quarantine", "deactivate", "notify", "record"):
                case = done({"step": name, "case": case, "words": WORDS})  # noqa: PLW2901 - from step to step
                assert json.loads(json.dumps(case)) == case
            ended.append(case)
        return ended

    def versions(self, bucket: str) -> list[dict[str, Any]]:
        """The versions in a bucket."""
        s3 = self.away if bucket == COPY else self.s3
        return list(s3.list_object_versions(Bucket=bucket).get("Versions", ()))


def created(version: str, key: str = "export.csv", bucket: str = BUCKET) -> dict[str, Any]:
    """The event of a new object."""
    item = {"key": key, "version-id": version, "size": 1}
    return {"source": "aws.s3", "detail-type": "Object Created", "detail": {"bucket": {"name": bucket}, "object": item}}
