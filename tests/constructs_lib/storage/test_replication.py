from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, GovernedBucket, GovernedReplication

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

_COPY = "prod-example-data-111122223333-ap-northeast-1"


def _replicate(bench: Bench, **changes: Any) -> None:
    arguments: dict[str, Any] = {"region": "ap-northeast-1", "key_alias": "alias/prod-example-s3-data", **changes}
    source = GovernedBucket(bench.stack, "Data", kind="data")
    GovernedReplication(
        bench.stack, "Replication", kind="data-replication", source=source, destination=_COPY, **arguments
    )


def test_encrypted_objects_are_copied_and_encrypted_with_the_other_regions_key(bench: Bench) -> None:
    _replicate(bench)
    (rule,) = bench.only("AWS::S3::Bucket")["ReplicationConfiguration"]["Rules"]
    assert rule["Status"] == "Enabled"
    assert rule["SourceSelectionCriteria"] == {"SseKmsEncryptedObjects": {"Status": "Enabled"}}
    assert rule["Destination"]["Bucket"] == f"arn:aws:s3:::{_COPY}"
    alias = "arn:aws:kms:ap-northeast-1:111122223333:alias/prod-example-s3-data"
    assert rule["Destination"]["EncryptionConfiguration"] == {"ReplicaKmsKeyID": alias}


def test_the_role_may_use_only_the_key_behind_the_alias(bench: Bench) -> None:
    _replicate(bench)
    (policy,) = bench.resources("AWS::IAM::Policy")
    (encrypt,) = (s for s in policy["PolicyDocument"]["Statement"] if "kms:Encrypt" in s["Action"])
    assert encrypt["Condition"]["ForAnyValue:StringEquals"] == {"kms:ResourceAliases": "alias/prod-example-s3-data"}
    assert encrypt["Condition"]["StringEquals"] == {"kms:ViaService": "s3.ap-northeast-1.amazonaws.com"}


def test_a_copy_that_failed_or_is_late_raises_an_alarm_on_a_metric_that_the_rule_publishes(bench: Bench) -> None:
    _replicate(bench)
    (rule,) = bench.only("AWS::S3::Bucket")["ReplicationConfiguration"]["Rules"]
    assert rule["Destination"]["Metrics"] == {"Status": "Enabled"}
    failed, late = sorted(bench.resources("AWS::CloudWatch::Alarm"), key=lambda one: one["AlarmName"])
    assert late["Threshold"] == 900
    for alarm in (failed, late):
        dimensions = {d["Name"]: d["Value"] for d in alarm["Metrics"][0]["MetricStat"]["Metric"]["Dimensions"]}
        assert dimensions["RuleId"] == rule["Id"]
        assert alarm["AlarmActions"]


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        ({"region": "ap-northeast-2"}, "another region than ap-northeast-2"),
        ({"key_alias": "prod-example-s3-data"}, "alias/<env>-<purpose>"),
    ],
)
def test_a_copy_in_the_same_region_or_without_an_alias_is_refused(
    bench: Bench, changes: dict[str, str], allowed: str
) -> None:
    with pytest.raises(ConfigurationError, match=allowed):
        _replicate(bench, **changes)
