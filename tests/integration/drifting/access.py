"""Drifts of keys and of who may do what."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.integration.drifting.hand import Hand, Way

OPEN = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "*", "Resource": "*"}


def keys(hand: Hand) -> Iterator[Way]:
    kms = hand.client("kms")
    yield hand.way(
        "prod-kms", "EbsKey", "KeyState", lambda key: kms.disable_key(KeyId=key), lambda key: kms.enable_key(KeyId=key)
    )
    yield hand.way(
        "prod-kms", "EfsKey", "EnableKeyRotation",
        lambda key: kms.disable_key_rotation(KeyId=key), lambda key: kms.enable_key_rotation(KeyId=key),
    )  # fmt: skip
    yield hand.way(
        "prod-kms", "TerraformStateKey", "KeyState",
        lambda key: kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=30),
        lambda key: (kms.cancel_key_deletion(KeyId=key), kms.enable_key(KeyId=key)),
    )  # fmt: skip
    _, own = hand.ids("prod-kms", "LogsKey")
    _, other = hand.ids("prod-kms", "S3DataKey")
    yield hand.way(
        "prod-kms", "LogsKeyAlias", "TargetKeyId",
        lambda alias: kms.update_alias(AliasName=alias, TargetKeyId=other),
        lambda alias: kms.update_alias(AliasName=alias, TargetKeyId=own),
    )  # fmt: skip


def access(hand: Hand) -> Iterator[Way]:
    iam = hand.client("iam")
    admin = {"PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}
    yield hand.way(
        "prod-network", "VpcFlowLogRole", "ManagedPolicyArns",
        lambda role: iam.attach_role_policy(RoleName=role, **admin),
        lambda role: iam.detach_role_policy(RoleName=role, **admin),
    )  # fmt: skip
    inline = {
        "PolicyName": "more",
        "PolicyDocument": json.dumps(
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
        ),
    }
    yield hand.way(
        "prod-monitoring", "GrafanaRole", "Policies", lambda role: iam.put_role_policy(RoleName=role, **inline),
        lambda role: iam.delete_role_policy(RoleName=role, PolicyName="more"),
    )  # fmt: skip
    yield _trust(hand, "prod-rds", "DatabaseMonitoringRole")
    _, role = hand.ids("prod-logging", "ArchiveStreamRole")
    (name,) = iam.list_role_policies(RoleName=role)["PolicyNames"]
    said = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    wider = {**said, "Statement": [*said["Statement"], {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}

    def put(document: Any) -> Callable[[str], object]:
        text = json.dumps(document)
        return lambda _: iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=text)

    yield hand.way("prod-logging", "ArchiveStreamRoleDefaultPolicy", "PolicyDocument", put(wider), put(said))


def policies(hand: Hand) -> Iterator[Way]:
    """Policies of a topic and of a queue, open to everybody."""
    sns, sqs = hand.client("sns"), hand.client("sqs")
    _, topic = hand.ids("prod-monitoring", "CriticalTopic")
    policy = sns.get_topic_attributes(TopicArn=topic)["Attributes"]["Policy"]

    def let(text: str) -> Callable[[str], object]:
        given = {"TopicArn": topic, "AttributeName": "Policy", "AttributeValue": text}
        return lambda _: sns.set_topic_attributes(**given)

    yield hand.way("prod-monitoring", "CriticalTopicPolicy", "PolicyDocument", let(_opened(policy)), let(policy))
    _, queue = hand.ids("prod-rds", "UndeliveredEventsQueue")
    own = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["Policy"])["Attributes"]["Policy"]

    def admit(text: str) -> Callable[[str], object]:
        return lambda _: sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": text})

    yield hand.way("prod-rds", "UndeliveredEventsQueuePolicy", "PolicyDocument", admit(_opened(own)), admit(own))


def _trust(hand: Hand, stack: str, begins: str) -> Way:
    iam = hand.client("iam")
    _, role = hand.ids(stack, begins)
    said = iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]

    def trust(document: Any) -> Callable[[str], object]:
        return lambda name: iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(document))

    who = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::999988887777:root"}, "Action": "sts:AssumeRole"}
    opened = {**said, "Statement": [*said["Statement"], who]}
    return hand.way(stack, begins, "AssumeRolePolicyDocument", trust(opened), trust(said))


def _opened(policy: str) -> str:
    said = json.loads(policy)
    return json.dumps({**said, "Statement": [*said["Statement"], OPEN]})
