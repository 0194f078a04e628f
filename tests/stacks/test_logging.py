from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError
from tests.eventbridge import matches
from tests.support import environment, resolve

if TYPE_CHECKING:
    from tests.support import Templates

_GROUPS = {"application", "error", "rotation"}


def _central(templates: Templates) -> dict[str, dict[str, Any]]:
    groups = templates.resources("logging", "AWS::Logs::LogGroup").values()
    by_kind = {group["LogGroupName"].rsplit("/", maxsplit=1)[1]: group for group in groups}
    return {kind: group for kind, group in by_kind.items() if kind in _GROUPS}


def test_the_central_log_groups_are_named_kept_and_encrypted(prod: Templates) -> None:
    groups = _central(prod)
    assert {group["LogGroupName"] for group in groups.values()} == {
        f"/connectly/prod/logging/{kind}" for kind in _GROUPS
    }
    assert {kind: group["RetentionInDays"] for kind, group in groups.items()} == {
        "application": 14,
        "error": 90,
        "rotation": 14,
    }
    assert all("kmslogskeyarn" in resolve(group["KmsKeyId"]).lower() for group in groups.values())


def test_every_central_log_group_is_archived(prod: Templates) -> None:
    filters = prod.resources("logging", "AWS::Logs::SubscriptionFilter").values()
    names = {prod["logging"]["Resources"][f["LogGroupName"]["Ref"]]["Properties"]["LogGroupName"] for f in filters}
    assert names == {group["LogGroupName"] for group in _central(prod).values()}
    assert {f["FilterPattern"] for f in filters} == {""}


def test_a_subscription_waits_for_the_stream_and_for_the_right_to_write_to_it(prod: Templates) -> None:
    # CloudWatch Logs sends a test record when a subscription filter is made, and refuses the filter if that fails
    resources = prod["logging"]["Resources"]
    filters = [resource for resource in resources.values() if resource["Type"] == "AWS::Logs::SubscriptionFilter"]
    assert filters
    for resource in filters:
        awaited = {resources[name]["Type"] for name in resource["DependsOn"]}
        assert awaited == {"AWS::KinesisFirehose::DeliveryStream", "AWS::IAM::Policy"}


def test_rotations_of_secrets_are_written_into_the_rotation_group(prod: Templates) -> None:
    rule = prod.only("logging", "AWS::Events::Rule")
    assert rule["Targets"][0]["Arn"].endswith(":log-group:/connectly/prod/logging/rotation")
    rotation = {
        "source": "aws.secretsmanager",
        "detail-type": "AWS Service Event via CloudTrail",
        "detail": {"eventName": "RotationFailed"},
    }
    assert matches(rule["EventPattern"], rotation)
    assert not matches(rule["EventPattern"], {**rotation, "source": "aws.s3"})


def test_errors_of_applications_raise_alarms(prod: Templates) -> None:
    counted = {
        transformation["MetricName"]
        for metric_filter in prod.resources("logging", "AWS::Logs::MetricFilter").values()
        for transformation in metric_filter["MetricTransformations"]
    }
    watched = {
        alarm["Metrics"][0]["MetricStat"]["Metric"]["MetricName"]: alarm
        for alarm in prod.resources("logging", "AWS::CloudWatch::Alarm").values()
        if "logged-errors" in alarm["AlarmName"]
    }
    assert counted == {*watched, "prod-logging-archive-stream-errors"}
    assert all(alarm["AlarmActions"] for alarm in watched.values())


def _rules(bucket: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {rule["Id"]: rule for rule in bucket["LifecycleConfiguration"]["Rules"]}


def test_the_archive_is_90_days_standard_a_year_infrequent_access_and_glacier_until_seven_years(
    prod: Templates,
) -> None:
    for stack in ("logging", "logging-dr"):
        rule = _rules(prod.named(stack, "AWS::S3::Bucket", "Archive"))["archive"]
        assert rule["Transitions"] == [
            {"StorageClass": "STANDARD_IA", "TransitionInDays": 90},
            {"StorageClass": "GLACIER", "TransitionInDays": 455},
        ]
        assert rule["ExpirationInDays"] == 2557


def test_the_archive_is_copied_to_a_bucket_of_the_dr_region_under_the_key_made_there(prod: Templates) -> None:
    source = prod.named("logging", "AWS::S3::Bucket", "Archive")
    copy = prod.named("logging-dr", "AWS::S3::Bucket", "Archive")
    (rule,) = source["ReplicationConfiguration"]["Rules"]
    assert rule["Destination"]["Bucket"] == f"arn:aws:s3:::{copy['BucketName']}"
    alias = prod.only("logging-dr", "AWS::KMS::Alias")["AliasName"]
    assert rule["Destination"]["EncryptionConfiguration"]["ReplicaKmsKeyID"].endswith(f":{alias}")


def test_buckets_write_access_logs_into_the_bucket_that_admits_them(prod: Templates) -> None:
    for stack in ("logging", "logging-dr"):
        archive = prod.named(stack, "AWS::S3::Bucket", "Archive")
        logging = archive["LoggingConfiguration"]
        assert "AccessLogs" in resolve(logging["DestinationBucketName"])
        assert logging["LogFilePrefix"] == f"s3/{archive['BucketName']}/"


def test_every_bucket_and_load_balancer_logs_below_the_prefix_that_its_writer_may_use(prod: Templates) -> None:
    buckets = [resource["Properties"] for _, _, resource in prod.all("AWS::S3::Bucket")]
    prefixes = {
        b["BucketName"]: b["LoggingConfiguration"]["LogFilePrefix"] for b in buckets if "LoggingConfiguration" in b
    }
    assert {name for name, prefix in prefixes.items() if prefix != f"s3/{name}/"} == set()
    assert len(buckets) - len(prefixes) == 2  # the access-log buckets themselves
    for _, key, resource in prod.all("AWS::ElasticLoadBalancingV2::LoadBalancer"):
        attributes = {a["Key"]: a["Value"] for a in resource["Properties"]["LoadBalancerAttributes"]}
        assert attributes["access_logs.s3.prefix"].startswith("alb/"), key


def test_the_archive_is_confidential_and_the_log_groups_internal(prod: Templates) -> None:
    def data_class(properties: dict[str, Any]) -> str:
        (value,) = (tag["Value"] for tag in properties["Tags"] if tag["Key"] == "DataClass")
        return str(value)

    assert data_class(prod.named("logging", "AWS::S3::Bucket", "Archive")) == "confidential"
    assert data_class(prod.only("logging", "AWS::KinesisFirehose::DeliveryStream")) == "confidential"
    assert {data_class(group) for group in _central(prod).values()} == {"internal"}


def test_dev_keeps_one_copy(dev: Templates) -> None:
    assert "logging-dr" not in dev
    assert "ReplicationConfiguration" not in json.dumps(dev["logging"])


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"error_threshold": -1}, "stacks.logging.error_threshold: given -1"),
        ({"error_retention_days": 91}, "stacks.logging.error_retention_days: given 91; allowed: 1, 3, 5, 7"),
        ({"archive": {"glacier_days": 100}}, "glacier_days: given 100; allowed: 120 or more"),
        ({"access_log_days": 90}, "stacks.logging.access_log_days: given 90"),
    ],
)
def test_a_wrong_setting_is_one_clear_line(settings: dict[str, Any], line: str) -> None:
    with pytest.raises(ConfigurationError, match=line) as caught:
        environment("prod", stacks={"logging": settings})
    assert len(caught.value.mistakes) == 1
