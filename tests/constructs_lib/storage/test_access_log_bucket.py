from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError, DataClass, GovernedAccessLogBucket
from tests.support import resolve

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def _statements(bench: Bench) -> dict[str, dict[str, object]]:
    (policy,) = bench.resources("AWS::S3::BucketPolicy")
    return {statement.get("Sid", "tls"): statement for statement in policy["PolicyDocument"]["Statement"]}


def test_it_uses_sse_s3_since_neither_writer_can_use_a_key_of_ours(bench: Bench) -> None:
    GovernedAccessLogBucket(bench.stack, "Logs", kind="access-logs", data_class=DataClass.INTERNAL)
    (rule,) = bench.only("AWS::S3::Bucket")["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}


def test_s3_may_write_below_its_prefix_for_the_environments_buckets(bench: Bench) -> None:
    GovernedAccessLogBucket(bench.stack, "Logs", kind="access-logs", data_class=DataClass.INTERNAL)
    statement = _statements(bench)["BucketAccessLogs"]
    assert statement["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    assert resolve(statement["Resource"]).endswith("/s3/*")
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "111122223333"},
        "ArnLike": {"aws:SourceArn": "arn:aws:s3:::prod-*"},
    }


def test_load_balancers_of_this_account_and_region_may_write_below_theirs(bench: Bench) -> None:
    GovernedAccessLogBucket(bench.stack, "Logs", kind="access-logs", data_class=DataClass.INTERNAL)
    statement = _statements(bench)["LoadBalancerAccessLogs"]
    assert statement["Principal"] == {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}
    assert resolve(statement["Resource"]).endswith("/alb/*/AWSLogs/111122223333/*")
    balancers = "arn:aws:elasticloadbalancing:ap-northeast-2:111122223333:loadbalancer/*"
    assert statement["Condition"] == {"ArnLikeIfExists": {"aws:SourceArn": balancers}}


def test_logs_end_and_no_lock_keeps_them(bench: Bench) -> None:
    GovernedAccessLogBucket(bench.stack, "Logs", kind="access-logs", data_class=DataClass.INTERNAL, expire_days=400)
    bucket = bench.only("AWS::S3::Bucket")
    rules = {rule["Id"]: rule for rule in bucket["LifecycleConfiguration"]["Rules"]}
    assert rules["expire-logs"]["ExpirationInDays"] == 400
    assert rules["expire-logs"]["Transitions"] == [{"StorageClass": "STANDARD_IA", "TransitionInDays": 90}]
    assert "ObjectLockEnabled" not in bucket  # S3 delivers to no bucket with a lock


@pytest.mark.parametrize(
    ("days", "allowed"),
    [({"infrequent_access_days": 29}, "30 or more"), ({"expire_days": 90}, "more than 90")],
)
def test_days_that_s3_refuses_are_refused(bench: Bench, days: dict[str, int], allowed: str) -> None:
    with pytest.raises(ConfigurationError, match=allowed):
        GovernedAccessLogBucket(bench.stack, "Logs", kind="access-logs", data_class=DataClass.INTERNAL, **days)
