"""Kinds of resources that experiments make: how to find them again, and how to take them away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from governed_cdk.proving.room import TAG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from governed_cdk.proving.room import Room

_WAIT_DAYS = 7  # the shortest that KMS takes (API reference, ScheduleKeyDeletion); a key that waits costs nothing


@dataclass(frozen=True)
class Kind:
    """`find` lists names that begin with a prefix; `remove` takes one away, and raises where it cannot yet."""

    name: str
    find: Callable[[Room, str], Iterable[str]]
    remove: Callable[[Room, str], None]


def _listed(service: str, operation: str, path: str, **arguments: Any) -> Callable[[Room, str], Iterable[str]]:
    """Names that a paginated call lists, those that begin with the prefix."""

    def find(room: Room, prefix: str) -> Iterable[str]:
        pages = room.client(service).get_paginator(operation).paginate(**arguments)
        return [name for name in pages.search(path) if name and name.rpartition("/")[2].startswith(prefix)]

    return find


def _remove_topic(room: Room, name: str) -> None:
    room.client("sns").delete_topic(TopicArn=room.arn("sns", name))


def _find_topics(room: Room, prefix: str) -> list[str]:
    pages = room.client("sns").get_paginator("list_topics").paginate()
    names = [arn.rpartition(":")[2] for arn in pages.search("Topics[].TopicArn") if arn]
    return [name for name in names if name.startswith(prefix)]


def _find_queues(room: Room, prefix: str) -> list[str]:
    pages = room.client("sqs").get_paginator("list_queues").paginate(QueueNamePrefix=prefix)
    return [url.rpartition("/")[2] for url in pages.search("QueueUrls[]") if url]


def _remove_queue(room: Room, name: str) -> None:
    sqs = room.client("sqs")
    sqs.delete_queue(QueueUrl=sqs.get_queue_url(QueueName=name)["QueueUrl"])


def _remove_rule(room: Room, name: str) -> None:
    events = room.client("events")
    targets = [one["Id"] for one in events.list_targets_by_rule(Rule=name)["Targets"]]
    if targets:
        events.remove_targets(Rule=name, Ids=targets)
    events.delete_rule(Name=name)


def _find_trails(room: Room, prefix: str) -> list[str]:
    trails = room.client("cloudtrail").describe_trails(includeShadowTrails=False)["trailList"]
    return [trail["Name"] for trail in trails if trail["Name"].startswith(prefix)]


def _find_streams(room: Room, prefix: str) -> list[str]:
    found: list[str] = []
    answer: dict[str, Any] = {"HasMoreDeliveryStreams": True}
    while answer["HasMoreDeliveryStreams"]:
        start = {"ExclusiveStartDeliveryStreamName": found[-1]} if found else {}
        answer = room.client("firehose").list_delivery_streams(Limit=100, **start)
        found += answer["DeliveryStreamNames"]
    return [name for name in found if name.startswith(prefix)]


def _remove_table(room: Room, name: str) -> None:
    tables = room.client("dynamodb")
    if tables.describe_table(TableName=name)["Table"].get("DeletionProtectionEnabled"):
        tables.update_table(TableName=name, DeletionProtectionEnabled=False)
    tables.delete_table(TableName=name)


def _remove_stack(room: Room, name: str) -> None:
    stacks = room.client("cloudformation")
    stacks.delete_stack(StackName=name)
    # A stack that is gone can be described by its id only: by its name, that is what says so.
    status = stacks.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
    if status != "DELETE_COMPLETE":
        raise NotYetError(f"{name}: {status}")


def _remove_role(room: Room, name: str) -> None:
    iam = room.client("iam")
    for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
        iam.delete_role_policy(RoleName=name, PolicyName=policy)
    iam.delete_role(RoleName=name)


def _remove_bucket(room: Room, name: str) -> None:
    s3 = room.client("s3")
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=name):
        for one in (*page.get("Versions", ()), *page.get("DeleteMarkers", ())):
            s3.delete_object(Bucket=name, Key=one["Key"], VersionId=one["VersionId"])
    s3.delete_bucket(Bucket=name)


def _find_keys(room: Room, prefix: str) -> list[str]:
    """Keys have no name: their tag tells them. Those that wait for their deletion are gone as far as we can."""
    kms = room.client("kms")
    found = []
    for key in kms.get_paginator("list_keys").paginate().search("Keys[].KeyId"):
        about = kms.describe_key(KeyId=key)["KeyMetadata"]
        if about.get("KeyManager") != "CUSTOMER" or about["KeyState"] == "PendingDeletion":
            continue
        if _tag_of(kms, key).startswith(prefix):
            found.append(key)
    return found


def _tag_of(kms: Any, key: str) -> str:
    """Our tag of a key; nothing where there is none, or where its policy lets us not see it, as ours do."""
    from botocore.exceptions import ClientError  # noqa: PLC0415 - comes with boto3

    try:
        tags = kms.list_resource_tags(KeyId=key).get("Tags", ())
    except ClientError as error:
        if error.response["Error"]["Code"] != "AccessDeniedException":
            raise
        return ""
    return next((str(tag["TagValue"]) for tag in tags if tag["TagKey"] == TAG), "")


class NotYetError(Exception):
    """It is still being removed."""


# In this order: what uses comes before what is used. The table before its stack, which could not delete it.
KINDS = (
    Kind(
        "alarm", _listed("cloudwatch", "describe_alarms", "MetricAlarms[].AlarmName"),
        lambda room, name: room.client("cloudwatch").delete_alarms(AlarmNames=[name]),
    ),
    Kind("rule", _listed("events", "list_rules", "Rules[].Name"), _remove_rule),
    Kind("trail", _find_trails, lambda room, name: room.client("cloudtrail").delete_trail(Name=name)),
    Kind("table", _listed("dynamodb", "list_tables", "TableNames[]"), _remove_table),
    Kind("stack", _listed("cloudformation", "describe_stacks", "Stacks[].StackName"), _remove_stack),
    Kind("topic", _find_topics, _remove_topic),
    Kind("queue", _find_queues, _remove_queue),
    Kind(
        "log group", _listed("logs", "describe_log_groups", "logGroups[].logGroupName"),
        lambda room, name: room.client("logs").delete_log_group(logGroupName=name),
    ),
    Kind(
        "delivery stream", _find_streams,
        lambda room, name: room.client("firehose").delete_delivery_stream(DeliveryStreamName=name),
    ),
    Kind(
        "secret", _listed("secretsmanager", "list_secrets", "SecretList[].Name"),
        lambda room, name: room.client("secretsmanager").delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True),
    ),
    Kind("role", _listed("iam", "list_roles", "Roles[].RoleName"), _remove_role),
    Kind("bucket", lambda room, prefix: [
        one["Name"] for one in room.client("s3").list_buckets()["Buckets"] if one["Name"].startswith(prefix)
    ], _remove_bucket),
    Kind(
        "key", _find_keys,
        lambda room, key: room.client("kms").schedule_key_deletion(KeyId=key, PendingWindowInDays=_WAIT_DAYS),
    ),
)  # fmt: skip
