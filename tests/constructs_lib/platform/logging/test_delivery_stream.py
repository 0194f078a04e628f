from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, GovernedBucket
from constructs_lib.platform import GovernedDeliveryStream

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def _stream(bench: Bench, **changes: Any) -> dict[str, Any]:
    bucket = GovernedBucket(bench.stack, "Bucket", kind="archive")
    GovernedDeliveryStream(bench.stack, "Stream", kind="archive", bucket=bucket, **changes)
    found: dict[str, Any] = bench.only("AWS::KinesisFirehose::DeliveryStream")
    return found


def test_stream_and_objects_are_encrypted_with_the_buckets_key(bench: Bench) -> None:
    stream = _stream(bench)
    key = "arn:aws:kms:ap-northeast-2:111122223333:key/s3-data"
    encryption = stream["DeliveryStreamEncryptionConfigurationInput"]
    assert encryption == {"KeyType": "CUSTOMER_MANAGED_CMK", "KeyARN": key}
    destination = stream["ExtendedS3DestinationConfiguration"]
    assert destination["EncryptionConfiguration"] == {"KMSEncryptionConfig": {"AWSKMSKeyARN": key}}


def test_objects_are_gzip_by_log_group_and_day(bench: Bench) -> None:
    destination = _stream(bench)["ExtendedS3DestinationConfiguration"]
    assert destination["CompressionFormat"] == "GZIP"
    assert destination["Prefix"] == "logs/!{partitionKeyFromQuery:log_group}/!{timestamp:yyyy/MM/dd}/"
    assert destination["DynamicPartitioningConfiguration"] == {"Enabled": True}


def test_records_are_unpacked_before_the_log_group_is_read_and_end_with_a_newline(bench: Bench) -> None:
    processors = _stream(bench)["ExtendedS3DestinationConfiguration"]["ProcessingConfiguration"]["Processors"]
    assert [step["Type"] for step in processors] == ["Decompression", "MetadataExtraction", "AppendDelimiterToRecord"]
    extraction = {p["ParameterName"]: p["ParameterValue"] for p in processors[1]["Parameters"]}
    assert re.findall(r"\.(\w+) \|", extraction["MetadataExtractionQuery"]) == ["logGroup"]


def test_failures_are_logged_and_raise_alarms(bench: Bench) -> None:
    logging = _stream(bench)["ExtendedS3DestinationConfiguration"]["CloudWatchLoggingOptions"]
    assert logging["Enabled"] is True
    assert logging["LogGroupName"] == "/connectly/prod/example/archive-errors"
    alarms = bench.resources("AWS::CloudWatch::Alarm")
    assert {alarm["AlarmName"].removeprefix("prod-example-archive-") for alarm in alarms} == {
        "delivery-failing", "delivery-stale", "key-denied", "partitions-exceeded", "processing-failed",
        "records-not-decompressed",
    }  # fmt: skip
    (counted,) = bench.resources("AWS::Logs::MetricFilter")
    assert counted["FilterPattern"] == ""
    assert all(alarm["AlarmActions"] for alarm in alarms)


def test_firehose_may_write_below_two_prefixes_and_delete_nothing(bench: Bench) -> None:
    _stream(bench)
    policies = json.dumps(bench.resources("AWS::IAM::Policy"))
    assert "arn:aws:s3:::prod-example-archive-111122223333/logs/*" in policies
    assert "s3:Delete" not in policies
    assert "s3:*" not in policies


def test_each_role_trusts_its_service_for_this_account_only(bench: Bench) -> None:
    _stream(bench)
    trusts = {}
    for role in bench.resources("AWS::IAM::Role"):
        (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
        trusts[statement["Principal"]["Service"]] = statement["Condition"]
    account = {"aws:SourceAccount": "111122223333"}
    stream = "arn:aws:firehose:ap-northeast-2:111122223333:deliverystream/prod-example-archive"
    assert trusts == {
        "firehose.amazonaws.com": {"StringEqualsIfExists": account, "ArnLikeIfExists": {"aws:SourceArn": stream}},
        "logs.amazonaws.com": {"ArnLike": {"aws:SourceArn": "arn:aws:logs:ap-northeast-2:111122223333:*"}},
    }


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [({"buffer_seconds": 59}, "60 to 900"), ({"buffer_mebibytes": 5}, "64 to 128")],
)
def test_buffers_that_firehose_refuses_are_refused(bench: Bench, changes: dict[str, int], allowed: str) -> None:
    with pytest.raises(ConfigurationError, match=allowed):
        _stream(bench, **changes)
