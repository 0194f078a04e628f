from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ArchiveLifecycle, ConfigurationError, KeyPurpose
from constructs_lib.platform import GovernedTrail

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

_ARN = "arn:aws:cloudtrail:ap-northeast-2:111122223333:trail/prod-example-trail"


def _trail(bench: Bench, **changes: Any) -> dict[str, Any]:
    key = bench.stack.key(KeyPurpose.AUDIT)
    GovernedTrail(bench.stack, "Trail", kind="trail", key=key, lifecycle=ArchiveLifecycle(), **changes)
    found: dict[str, Any] = bench.only("AWS::CloudTrail::Trail")
    return found


def test_it_records_every_region_in_validated_files_on_the_audit_key(bench: Bench) -> None:
    trail = _trail(bench)
    assert trail["IsLogging"] is trail["IsMultiRegionTrail"] is trail["IncludeGlobalServiceEvents"] is True
    assert trail["EnableLogFileValidation"] is True
    assert trail["KMSKeyId"].endswith("key/audit")


def test_its_bucket_admits_cloudtrail_for_this_trail_only(bench: Bench) -> None:
    _trail(bench)
    admitted = {
        statement["Sid"]: statement
        for statement in bench.only("AWS::S3::BucketPolicy")["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow"
    }
    assert admitted.keys() == {"CloudTrailGetBucketAcl", "CloudTrailPutObject"}
    assert all(statement["Condition"]["ArnLike"] == {"aws:SourceArn": _ARN} for statement in admitted.values())
    assert admitted["CloudTrailPutObject"]["Resource"].endswith("/AWSLogs/111122223333/*")
    assert admitted["CloudTrailPutObject"]["Condition"]["StringEquals"] == {
        "aws:SourceAccount": "111122223333",
        "s3:x-amz-acl": "bucket-owner-full-control",
    }


def test_the_role_for_cloudwatch_asks_cloudtrail_for_no_source_since_it_sends_none(bench: Bench) -> None:
    _trail(bench)
    (statement,) = bench.only("AWS::IAM::Role")["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "cloudtrail.amazonaws.com"}
    assert "Condition" not in statement


def test_events_reach_a_log_group_on_the_audit_key(bench: Bench) -> None:
    _trail(bench, retention_days=731)
    group = bench.only("AWS::Logs::LogGroup")
    assert (group["LogGroupName"], group["RetentionInDays"]) == ("/connectly/prod/example/trail", 731)
    assert group["KmsKeyId"].endswith("key/audit")


def test_a_lock_keeps_files_from_everybody(bench: Bench) -> None:
    _trail(bench, object_lock_days=365)
    bucket = bench.only("AWS::S3::Bucket")
    assert bucket["ObjectLockEnabled"] is True
    rule = bucket["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    assert rule == {"Mode": "COMPLIANCE", "Days": 365}


def test_management_events_are_recorded_and_data_events_where_wanted(bench: Bench) -> None:
    selectors = _trail(bench, s3_data_events=True, lambda_data_events=True)["AdvancedEventSelectors"]
    fields = [{f["Field"]: f.get("Equals") or f.get("NotStartsWith") for f in s["FieldSelectors"]} for s in selectors]
    own = "arn:aws:s3:::prod-example-trail-111122223333/"
    assert fields == [
        {"eventCategory": ["Management"]},
        {"eventCategory": ["Data"], "resources.type": ["AWS::S3::Object"], "resources.ARN": [own]},
        {"eventCategory": ["Data"], "resources.type": ["AWS::Lambda::Function"]},
    ]


def test_insights_are_those_wanted(bench: Bench) -> None:
    trail = _trail(bench, insights=["ApiErrorRateInsight"])
    assert trail["InsightSelectors"] == [{"InsightType": "ApiErrorRateInsight"}]


def test_an_unknown_insight_is_refused(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="insights: given 'Everything'; allowed: ApiCallRateInsight"):
        _trail(bench, insights=["Everything"])
