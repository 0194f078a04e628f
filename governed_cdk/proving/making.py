"""What experiments make, each with the tags of the run and taken down in its room before it is made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from governed_cdk.proving.room import Room

Conditions = dict[str, dict[str, str]]


def policy(*statements: Mapping[str, Any]) -> str:
    """A policy document as text; each statement allows, unless it says otherwise."""
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **one} for one in statements]})


def role(
    room: Room, what: str, trusts: Mapping[str, str], *, conditions: Conditions, may: Sequence[Mapping[str, Any]]
) -> str:
    """A role and its ARN. `trusts` is a principal; `conditions` stand in its trust, `may` in its one policy."""
    name = room.name("role", what)
    trust = {"Principal": dict(trusts), "Action": "sts:AssumeRole", **({"Condition": conditions} if conditions else {})}
    iam = room.client("iam")
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy(trust), Tags=room.pairs())
    iam.put_role_policy(RoleName=name, PolicyName=name, PolicyDocument=policy(*may))
    return str(made["Role"]["Arn"])


def bucket(room: Room, what: str) -> str:
    """An empty bucket."""
    name, s3 = room.name("bucket", what), room.client("s3")
    # us-east-1 is where a bucket is that names no region, and is refused as a name (S3 API reference, CreateBucket).
    place = {} if room.region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": room.region}}
    s3.create_bucket(Bucket=name, **place)
    s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": room.pairs()})
    return name


def log_group(room: Room, what: str) -> str:
    """An empty log group."""
    name = room.name("log group", what)
    room.client("logs").create_log_group(logGroupName=name, tags=room.tags)
    return name


def queue(room: Room, what: str) -> str:
    """The address of a queue that every topic of the account may send to."""
    name = room.name("queue", what)
    allow = {
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": room.arn("sqs", name),
        "Condition": {"ArnLike": {"aws:SourceArn": room.arn("sns", f"{room.run}-*")}},
    }
    made = room.client("sqs").create_queue(QueueName=name, Attributes={"Policy": policy(allow)}, tags=room.tags)
    return str(made["QueueUrl"])


def topic(room: Room, what: str, publisher: str, *, conditions: Conditions, key_id: str | None = None) -> str:
    """The ARN of a topic on which a service may publish, under conditions; encrypted, where there is a key."""
    name, sns = room.name("topic", what), room.client("sns")
    arn = room.arn("sns", name)
    allow = {"Principal": {"Service": publisher}, "Action": "sns:Publish", "Resource": arn}
    attributes = {"Policy": policy(allow | ({"Condition": conditions} if conditions else {}))}
    if key_id:
        attributes["KmsMasterKeyId"] = key_id
    sns.create_topic(Name=name, Attributes=attributes, Tags=room.pairs())
    return arn


def key(room: Room, *statements: Mapping[str, Any]) -> str:
    """The id of a key that the account's policies decide on, and that the statements open further."""
    account = {"Principal": {"AWS": f"arn:aws:iam::{room.account}:root"}, "Action": "kms:*", "Resource": "*"}
    made = room.client("kms").create_key(
        Policy=policy(account, *({"Resource": "*", **one} for one in statements)),
        Tags=room.pairs("TagKey", "TagValue"), Description=f"{room.run}: an experiment, to be deleted",
    )  # fmt: skip
    room.recorded.append(("key", str(made["KeyMetadata"]["KeyId"])))
    return str(made["KeyMetadata"]["KeyId"])
