"""Drifts of what holds data, and what stands beside the stacks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.integration.support import ACCOUNT, HOME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.drifting.hand import Hand, Way

BESIDE = "beside"


def parameters(hand: Hand) -> Iterator[Way]:
    """Parameters of the contract."""
    ssm = hand.client("ssm")

    def put(name: str, value: str) -> Any:
        return ssm.put_parameter(Name=name, Value=value, Overwrite=True, Type="String")

    _, name = hand.ids("prod-network", "ContractVpcCidr")
    value = ssm.get_parameter(Name=name)["Parameter"]["Value"]
    yield hand.way(
        "prod-network",
        "ContractVpcCidr",
        "Value",
        lambda name: put(name, "10.99.0.0/16"),
        lambda name: put(name, value),
    )
    _, gone = hand.ids("prod-monitoring", "ContractAmpRemoteWriteUrl")
    there = ssm.get_parameter(Name=gone)["Parameter"]["Value"]
    tags = ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId=gone)["TagList"]
    (known,) = ssm.describe_parameters(ParameterFilters=[{"Key": "Name", "Values": [gone]}])["Parameters"]
    yield hand.way(
        "prod-monitoring", "ContractAmpRemoteWriteUrl", "deleted", lambda name: ssm.delete_parameter(Name=name),
        lambda name: ssm.put_parameter(
            Name=name, Value=there, Type="String", Tags=tags, Description=known["Description"]
        ),
    )  # fmt: skip


def data(hand: Hand) -> Iterator[Way]:
    """Buckets, tables, databases, logs."""
    yield from _buckets(hand)
    logs, tables, rds = (hand.client(name) for name in ("logs", "dynamodb", "rds"))
    group = "VpcFlowLogGroup"
    _, name = hand.ids("prod-network", group)
    (kept,) = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    yield hand.way(
        "prod-network", group, "RetentionInDays",
        lambda name: logs.put_retention_policy(logGroupName=name, retentionInDays=1),
        lambda name: logs.put_retention_policy(logGroupName=name, retentionInDays=kept["retentionInDays"]),
    )  # fmt: skip
    stream = f"arn:aws:firehose:{HOME}:{ACCOUNT}:deliverystream/prod-logging-archive"
    yield hand.way(
        "prod-cloudtrail", "TrailEvents", "SubscriptionFilters",
        lambda name: logs.put_subscription_filter(
            logGroupName=name, filterName="more", filterPattern="", destinationArn=stream,
            roleArn=f"arn:aws:iam::{ACCOUNT}:role/prod-logging-archive-subscription",
        ),
        lambda name: logs.delete_subscription_filter(logGroupName=name, filterName="more"),
    )  # fmt: skip
    yield hand.way(
        "prod-bootstrap", "StateLockTable", "DeletionProtectionEnabled",
        lambda name: tables.update_table(TableName=name, DeletionProtectionEnabled=False),
        lambda name: tables.update_table(TableName=name, DeletionProtectionEnabled=True),
    )  # fmt: skip
    yield hand.way(
        "prod-rds", "Database", "DeletionProtection",
        lambda name: rds.modify_db_instance(DBInstanceIdentifier=name, DeletionProtection=False),
        lambda name: rds.modify_db_instance(DBInstanceIdentifier=name, DeletionProtection=True),
    )  # fmt: skip


def secrets(hand: Hand) -> Iterator[Way]:
    """Rotation, and tags."""
    manager = hand.client("secretsmanager")
    _, master = hand.ids("prod-rds", "DatabaseMasterSecret")
    whole = manager.describe_secret(SecretId=master)
    yield hand.way(
        "prod-rds", "DatabaseMasterSecret", "RotationEnabled", lambda one: manager.cancel_rotate_secret(SecretId=one),
        lambda one: manager.rotate_secret(
            SecretId=one, RotateImmediately=False, RotationLambdaARN=whole["RotationLambdaARN"],
            RotationRules=whole["RotationRules"],
        ),
    )  # fmt: skip
    _, example = hand.ids("prod-secrets", "CommonApiKeyExampleSecret")
    tags = manager.describe_secret(SecretId=example)["Tags"]
    yield hand.way(
        "prod-secrets", "CommonApiKeyExampleSecret", "Tags",
        lambda one: manager.untag_resource(SecretId=one, TagKeys=["Owner", "DataClass"]),
        lambda one: manager.tag_resource(SecretId=one, Tags=tags),
    )  # fmt: skip


def messages(hand: Hand) -> Iterator[Way]:
    """Tags of a topic, an attribute of a queue."""
    sqs, sns = hand.client("sqs"), hand.client("sns")
    _, topic = hand.ids("prod-monitoring", "InfoTopic")
    own = sns.list_tags_for_resource(ResourceArn=topic)["Tags"]
    yield hand.way(
        "prod-monitoring", "InfoTopic", "Tags", lambda arn: sns.untag_resource(ResourceArn=arn, TagKeys=["Team"]),
        lambda arn: sns.tag_resource(ResourceArn=arn, Tags=own),
    )  # fmt: skip
    _, queue = hand.ids("prod-monitoring", "NotifierQueue")
    wait = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["VisibilityTimeout"])["Attributes"]
    yield hand.way(
        "prod-monitoring", "NotifierQueue", "VisibilityTimeout",
        lambda url: sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "1"}),
        lambda url: sqs.set_queue_attributes(QueueUrl=url, Attributes=wait),
    )  # fmt: skip


def _buckets(hand: Hand) -> Iterator[Way]:
    s3 = hand.client("s3")
    site = {"IndexDocument": {"Suffix": "index.html"}}
    yield hand.way(
        "prod-logging", "Archive", "WebsiteConfiguration",
        lambda name: s3.put_bucket_website(Bucket=name, WebsiteConfiguration=site),
        lambda name: s3.delete_bucket_website(Bucket=name),
    )  # fmt: skip
    rule = {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}
    yield hand.way(
        "prod-logging", "AccessLogs", "CorsConfiguration",
        lambda name: s3.put_bucket_cors(Bucket=name, CORSConfiguration=rule),
        lambda name: s3.delete_bucket_cors(Bucket=name),
    )  # fmt: skip
    _, runs = hand.ids("prod-atlantis", "RunsBucket")
    yield hand.way(
        "prod-atlantis", "RunsBucket", "VersioningConfiguration",
        lambda name: s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Suspended"}),
        lambda name: s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"}),
    )  # fmt: skip
    policy = s3.get_bucket_policy(Bucket=runs)["Policy"]
    yield hand.way(
        "prod-atlantis", "RunsBucketPolicy", "deleted", lambda _: s3.delete_bucket_policy(Bucket=runs),
        lambda _: s3.put_bucket_policy(Bucket=runs, Policy=policy),
    )  # fmt: skip


def strangers(hand: Hand) -> Iterator[Way]:
    """What carries our tags or our names, and nobody deployed."""
    iam, sqs, s3, ssm = (hand.client(name) for name in ("iam", "sqs", "s3", "ssm"))
    url = hand.ids("prod-monitoring", "NotifierQueue")[1].replace("prod-monitoring-notifier", "side-door")
    yield hand.own(
        "", f"arn:aws:sqs:{HOME}:{ACCOUNT}:side-door", BESIDE,
        lambda: sqs.create_queue(QueueName="side-door", tags={"Environment": "prod", "Service": "rds"}),
        lambda: sqs.delete_queue(QueueUrl=url),
    )  # fmt: skip
    yield hand.own(
        "", "prod-rds-debug", BESIDE, lambda: iam.create_user(UserName="prod-rds-debug"),
        lambda: iam.delete_user(UserName="prod-rds-debug"),
    )  # fmt: skip
    trust = json.dumps({"Version": "2012-10-17", "Statement": []})
    yield hand.own(
        "", "prod-kms-helper", BESIDE,
        lambda: iam.create_role(RoleName="prod-kms-helper", AssumeRolePolicyDocument=trust),
        lambda: iam.delete_role(RoleName="prod-kms-helper"),
    )  # fmt: skip
    bucket = "prod-logging-copy-of-archive"
    yield hand.own(
        "", bucket, BESIDE,
        lambda: s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": HOME}),
        lambda: s3.delete_bucket(Bucket=bucket),
    )  # fmt: skip
    yield hand.own(
        "", "/prod/rds/other-endpoint", BESIDE,
        lambda: ssm.put_parameter(Name="/prod/rds/other-endpoint", Value="x", Type="String"),
        lambda: ssm.delete_parameter(Name="/prod/rds/other-endpoint"),
    )  # fmt: skip
