from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.platform.cloudtrail.security_alerts import ALERTS
from tests.audit_samples import EXPECTED, event, records
from tests.eventbridge import matches
from tests.support import as_list, environment, resolve, synthesize

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Templates

_TRAIL = "arn:aws:cloudtrail:ap-northeast-2:111122223333:trail/"


def _statements(templates: Templates, service: str) -> list[dict[str, Any]]:
    """What the audit key allows a service principal."""
    policy = templates.only("cloudtrail", "AWS::KMS::Key")["KeyPolicy"]
    return [s for s in policy["Statement"] if service in as_list(s["Principal"].get("Service", []))]


def test_the_trail_is_complete_validated_and_on_the_audit_key(prod: Templates) -> None:
    trail = prod.only("cloudtrail", "AWS::CloudTrail::Trail")
    assert trail["TrailName"] == "prod-cloudtrail-trail"
    assert trail["IsMultiRegionTrail"] is trail["IncludeGlobalServiceEvents"] is True
    assert trail["EnableLogFileValidation"] is True
    assert "Key" in resolve(trail["KMSKeyId"])


def test_the_audit_key_admits_cloudtrail_for_trails_of_this_account_only(prod: Templates) -> None:
    statements = _statements(prod, "cloudtrail.amazonaws.com")
    actions = {
        action for s in statements for action in ([s["Action"]] if isinstance(s["Action"], str) else s["Action"])
    }
    assert actions == {"kms:GenerateDataKey*", "kms:Decrypt", "kms:DescribeKey"}  # no kms:DecryptDataKey, which is none
    assert all(s["Condition"]["ArnLike"]["aws:SourceArn"] == f"{_TRAIL}*" for s in statements)


def test_the_audit_key_lets_eventbridge_publish_and_queue(prod: Templates) -> None:
    contexts = {
        context
        for statement in _statements(prod, "events.amazonaws.com")
        for context in statement["Condition"]["ArnLike"]
        if {"kms:Decrypt", "kms:GenerateDataKey*"} <= set(statement["Action"])
    }
    assert contexts == {"kms:EncryptionContext:aws:sns:topicArn", "kms:EncryptionContext:aws:sqs:arn"}
    # EventBridge sends neither to KMS: a condition on one would drop every alert in silence
    assert "aws:SourceAccount" not in json.dumps(_statements(prod, "events.amazonaws.com"))


def test_topic_queue_and_rules_agree_so_that_an_alert_arrives(prod: Templates) -> None:
    key = resolve(prod.only("cloudtrail", "AWS::CloudTrail::Trail")["KMSKeyId"])
    topic = prod.only("cloudtrail", "AWS::SNS::Topic")
    assert resolve(topic["KmsMasterKeyId"]) == key
    assert {resolve(q["KmsMasterKeyId"]) for q in prod.resources("cloudtrail", "AWS::SQS::Queue").values()} == {key}
    (allowed,) = (
        s
        for s in prod.only("cloudtrail", "AWS::SNS::TopicPolicy")["PolicyDocument"]["Statement"]
        if s["Effect"] == "Allow"
    )
    assert allowed["Principal"] == {"Service": "events.amazonaws.com"}
    assert allowed["Condition"] == {
        "ArnLikeIfExists": {"aws:SourceArn": "arn:aws:events:ap-northeast-2:111122223333:rule/*"}
    }
    rules = prod.resources("cloudtrail", "AWS::Events::Rule").values()
    assert {target["Arn"]["Ref"] for rule in rules for target in rule["Targets"]} == {allowed["Resource"]["Ref"]}


def test_somebody_is_subscribed(prod: Templates) -> None:
    subscription = prod.only("cloudtrail", "AWS::SNS::Subscription")
    assert (subscription["Protocol"], subscription["Endpoint"]) == ("email", "platform@set-of.com")


@pytest.mark.parametrize("slug", EXPECTED)
def test_a_rule_at_home_sees_each_sample(prod: Templates, slug: str) -> None:
    rules = {rule["Name"]: rule for rule in prod.resources("cloudtrail", "AWS::Events::Rule").values()}
    pattern = rules[f"prod-cloudtrail-{slug}"]["EventPattern"]
    assert {name for name, record in records().items() if matches(pattern, event(record))} == EXPECTED[slug]


def test_global_events_reach_the_home_bus_from_us_east_1(prod: Templates) -> None:
    rules = prod.resources("cloudtrail-us-east-1", "AWS::Events::Rule").values()
    home = "arn:aws:events:ap-northeast-2:111122223333:event-bus/default"
    assert {target["Arn"] for rule in rules for target in rule["Targets"]} == {home}
    assert all(target["RoleArn"] for rule in rules for target in rule["Targets"])
    for slug in ("root-use", "iam-changes"):
        for name in EXPECTED[slug]:
            assert any(matches(rule["EventPattern"], event(records()[name])) for rule in rules)


def test_every_other_sign_in_region_can_be_forwarded_too(tmp_path: Path) -> None:
    changed = environment("prod", stacks={"cloudtrail": {"forward_from": ["us-east-1", "eu-west-1", "ap-northeast-2"]}})
    templates = synthesize(changed, tmp_path, only=("kms", "monitoring", "logging", "cloudtrail"))
    companions = {stack for stack in templates if stack.startswith("cloudtrail-")}
    assert companions == {"cloudtrail-us-east-1", "cloudtrail-eu-west-1"}  # home needs no forwarding


def test_findings_reach_the_same_topic(prod: Templates) -> None:
    names = {rule["Name"] for rule in prod.resources("cloudtrail", "AWS::Events::Rule").values()}
    assert names == {f"prod-cloudtrail-{alert.slug}" for alert in ALERTS} | {
        "prod-cloudtrail-guardduty-findings",
        "prod-cloudtrail-analyzer-findings",
    }
    assert prod.only("cloudtrail", "AWS::GuardDuty::Detector")["Enable"] is True
    assert prod.only("cloudtrail", "AWS::AccessAnalyzer::Analyzer")["Type"] == "ACCOUNT"


def test_files_are_kept_seven_years_locked_for_one_and_logged(prod: Templates) -> None:
    bucket = prod.named("cloudtrail", "AWS::S3::Bucket", "Trail")
    rules = {rule["Id"]: rule for rule in bucket["LifecycleConfiguration"]["Rules"]}
    assert rules["archive"]["Transitions"] == [
        {"StorageClass": "STANDARD_IA", "TransitionInDays": 90},
        {"StorageClass": "GLACIER", "TransitionInDays": 365},
    ]
    assert rules["archive"]["ExpirationInDays"] == 2557
    assert rules["expire-old-versions"]["NoncurrentVersionExpiration"] == {"NoncurrentDays": 90}
    assert bucket["ObjectLockConfiguration"]["Rule"]["DefaultRetention"] == {"Mode": "COMPLIANCE", "Days": 365}
    assert bucket["LoggingConfiguration"]["LogFilePrefix"] == f"s3/{bucket['BucketName']}/"


def test_events_stay_in_cloudwatch_for_a_year(prod: Templates) -> None:
    assert prod.only("cloudtrail", "AWS::Logs::LogGroup")["RetentionInDays"] == 365


def test_queries_are_limited_and_encrypted_with_the_audit_key(prod: Templates) -> None:
    settings = prod.only("cloudtrail", "AWS::Athena::WorkGroup")["WorkGroupConfiguration"]
    assert settings["EnforceWorkGroupConfiguration"] is True
    assert settings["BytesScannedCutoffPerQuery"] == 100_000_000_000
    assert "Key" in resolve(settings["ResultConfiguration"]["EncryptionConfiguration"]["KmsKey"])
    for bucket in prod.resources("cloudtrail", "AWS::S3::Bucket").values():
        (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"


def test_dev_leaves_what_an_account_has_once_to_prod(dev: Templates) -> None:
    types = {resource["Type"] for resource in dev["cloudtrail"]["Resources"].values()}
    assert not types & {"AWS::GuardDuty::Detector", "AWS::AccessAnalyzer::Analyzer", "AWS::Events::Rule"}
    assert "cloudtrail-us-east-1" not in dev
    assert not dev.named("cloudtrail", "AWS::S3::Bucket", "Trail")["ObjectLockEnabled"]


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"alert_emails": ["nobody"]}, "alert_emails.0: given 'nobody'; allowed: an e-mail address"),
        ({"forward_from": ["us-east-1", "us-east-1"]}, "each region once"),
        ({"guardduty_regions": ["us-east-1", "us-east-1"]}, "guardduty_regions: given 'us-east-1, us-east-1'"),
        ({"query_scan_limit_bytes": 1}, "query_scan_limit_bytes: given 1"),
        ({"guardduty_severity": 9}, "guardduty_severity: given 9"),
        ({"insights": ["Everything"]}, "insights.0: given 'Everything'; allowed: 'ApiCallRateInsight'"),
        ({"lifecycle": {"expire_days": 200}}, "expire_days: given 200; allowed: 545 or more"),
    ],
)
def test_a_wrong_setting_is_one_clear_line(settings: dict[str, Any], line: str) -> None:
    with pytest.raises(ConfigurationError, match=line) as caught:
        environment("prod", stacks={"cloudtrail": settings})
    assert len(caught.value.mistakes) == 1


def test_the_trail_comes_last_so_that_a_failure_leaves_no_bucket_that_is_locked_for_a_year(prod: Templates) -> None:
    template = prod["cloudtrail"]["Resources"]
    ((trail, body),) = ((name, one) for name, one in template.items() if one["Type"] == "AWS::CloudTrail::Trail")
    held = _behind(template, trail)
    left = {one["Type"] for name, one in template.items() if name not in held | {trail}}
    assert left <= {"AWS::SSM::Parameter", "AWS::CDK::Metadata"}
    assert "AWS::GuardDuty::Detector" in {template[name]["Type"] for name in body["DependsOn"]}


def _behind(template: dict[str, Any], name: str) -> set[str]:
    """What is made before a resource."""
    text = json.dumps(template[name])
    found = {other for other in template if f'"{other}"' in text and other != name}
    return found.union(*(_behind(template, other) for other in found))


def test_findings_of_us_east_1_reach_the_home_bus_whose_rule_knows_them(prod: Templates, dev: Templates) -> None:
    finding = {"source": "aws.guardduty", "detail-type": "GuardDuty Finding", "detail": {"severity": 8}}
    assert prod.only("cloudtrail-us-east-1", "AWS::GuardDuty::Detector")["Enable"] is True
    for stack in ("cloudtrail-us-east-1", "cloudtrail"):
        rules = prod.resources(stack, "AWS::Events::Rule").values()
        assert [rule for rule in rules if matches(rule["EventPattern"], finding)], stack
    assert "cloudtrail-us-east-1" not in dev


def test_a_detector_can_be_where_nothing_else_is_forwarded_from(tmp_path: Path) -> None:
    only = {"alerts": False, "guardduty_regions": ["eu-west-1", "ap-northeast-2"]}
    changed = environment("prod", stacks={"cloudtrail": only})
    templates = synthesize(changed, tmp_path, only=("kms", "monitoring", "logging", "cloudtrail"))
    assert {stack for stack in templates if stack.startswith("cloudtrail-")} == {"cloudtrail-eu-west-1"}
    rule = templates.only("cloudtrail-eu-west-1", "AWS::Events::Rule")
    assert rule["EventPattern"]["source"] == ["aws.guardduty"]
