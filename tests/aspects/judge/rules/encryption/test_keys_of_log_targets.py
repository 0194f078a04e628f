"""Buckets that logs are delivered to: a key is demanded where the service that writes them can use it, nowhere else."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

import pytest

from aspects.judge.judgement import judge
from aspects.judge.template import load
from tests.aspects.judge.rules.support import findings_of, judged

if TYPE_CHECKING:
    from pathlib import Path

RULE = "encryption-uses-a-customer-managed-key"
ENCRYPTION = "BucketEncryption: {{ServerSideEncryptionConfiguration: [{{ServerSideEncryptionByDefault: {{{}}}}}]}}"
AT = "BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.KMSMasterKeyID"
LOGS = f"Logs: {{Type: AWS::S3::Bucket, Properties: {{{ENCRYPTION.format('SSEAlgorithm: AES256')}}}}}\n"
LOAD_BALANCER = """
Balancer:
  Type: AWS::ElasticLoadBalancingV2::LoadBalancer
  Properties:
    Scheme: internal
    {type}
    LoadBalancerAttributes: [{attributes}]
"""


def balancer(type_: str, *attributes: tuple[str, str]) -> str:
    said = ", ".join(f"{{Key: {name}, Value: {value}}}" for name, value in attributes)
    return LOAD_BALANCER.format(type=type_, attributes=said)


def policy(principal: str, action: str = "s3:PutObject", effect: str = "Allow") -> str:
    return f"""
Policy:
  Type: AWS::S3::BucketPolicy
  Properties:
    Bucket: !Ref Logs
    PolicyDocument:
      Statement: [{{Effect: {effect}, Principal: {principal}, Action: '{action}', Resource: !Sub '${{Logs.Arn}}/*'}}]
"""


TARGET = ("access_logs.s3.bucket", "!Ref Logs")
ON = ("access_logs.s3.enabled", "'true'")


@pytest.mark.parametrize(
    "writer",
    [
        "Data: {Type: AWS::S3::Bucket, Properties: {LoggingConfiguration: {DestinationBucketName: !Ref Logs}}}",
        balancer("Type: application", ON, TARGET),
        balancer("", ON, TARGET),
        balancer("Type: !Ref AWS::NoValue", ("connection_logs.s3.enabled", "true"),
                 ("connection_logs.s3.bucket", "!Ref Logs")),
        balancer("Type: application", ("health_check_logs.s3.bucket", "!Ref Logs")),
        ("Old: {Type: AWS::ElasticLoadBalancing::LoadBalancer, Properties: "
        "{Scheme: internal, AccessLoggingPolicy: {Enabled: true, S3BucketName: !Ref Logs}}}"),
        policy("{Service: logging.s3.amazonaws.com}"),
        policy("{Service: logdelivery.elasticloadbalancing.amazonaws.com}", "s3:Put*"),
        policy("{AWS: 'arn:aws:iam::600734575887:root'}"),
        policy("{AWS: !Sub 'arn:${AWS::Partition}:iam::127311923021:root'}"),
        policy("{AWS: '797873946194'}"),
    ],
)  # fmt: skip
def test_no_key_is_demanded_where_it_would_stop_the_logs(writer: str) -> None:
    assert (("Logs", AT) in findings_of(RULE, LOGS + writer)) is False


@pytest.mark.parametrize(
    "writer",
    [
        "",
        balancer("Type: network", ON, TARGET),
        balancer("Type: application", ("access_logs.s3.enabled", "false"), TARGET),
        (
            "Old: {Type: AWS::ElasticLoadBalancing::LoadBalancer, Properties: "
            "{Scheme: internal, AccessLoggingPolicy: {Enabled: false, S3BucketName: !Ref Logs}}}"
        ),
        "Flows: {Type: AWS::EC2::FlowLog, Properties: {LogDestinationType: s3, LogDestination: !GetAtt Logs.Arn}}",
        (
            "Site: {Type: AWS::CloudFront::Distribution, Properties: "
            "{DistributionConfig: {Logging: {Bucket: !GetAtt Logs.DomainName}}}}"
        ),
        "Trail: {Type: AWS::CloudTrail::Trail, Properties: {S3BucketName: !Ref Logs, IsLogging: true}}",
        policy("{Service: delivery.logs.amazonaws.com}"),
        policy("{Service: config.amazonaws.com}"),
        policy("{Service: logging.s3.amazonaws.com}", "s3:GetBucketAcl"),
        policy("{Service: logging.s3.amazonaws.com}", effect="Deny"),
        policy("{AWS: 'arn:aws:iam::111122223333:root'}"),
    ],
)
def test_a_key_is_demanded_where_the_service_can_use_it_or_nobody_writes(writer: str) -> None:
    assert ("Logs", AT) in findings_of(RULE, LOGS + writer)


def test_who_logs_needs_a_key_and_a_bucket_without_encryption_stated_is_a_target_as_well() -> None:
    both = """
Logs: {Type: AWS::S3::Bucket}
Data: {Type: AWS::S3::Bucket, Properties: {LoggingConfiguration: {DestinationBucketName: !Ref Logs}}}
"""
    assert findings_of(RULE, both) == [("Data", AT.replace("[0]", ""))]


def test_the_canned_list_of_log_delivery_marks_a_target() -> None:
    assert findings_of(RULE, "Logs: {Type: AWS::S3::Bucket, Properties: {AccessControl: LogDeliveryWrite}}") == []


def test_where_the_list_is_chosen_a_key_is_demanded_where_it_is_another_one() -> None:
    bucket = "Logs: {Type: AWS::S3::Bucket, Properties: {AccessControl: !If [Chosen, LogDeliveryWrite, Private]}}"
    verdict = judged(bucket, "Conditions: {Chosen: !Equals [!Ref AWS::Region, a]}")
    (found,) = [one.breach.found for one in verdict.findings if one.rule.id == RULE]
    assert found.endswith("That is so when Chosen is false.")


@pytest.mark.parametrize(
    "logging",
    ["{LogFilePrefix: own/}", "{DestinationBucketName: !Ref Data}", "{DestinationBucketName: prod-data}"],
)
def test_a_bucket_that_logs_to_itself_needs_a_key_and_another_target(logging: str) -> None:
    properties = f"{{BucketName: prod-data, LoggingConfiguration: {logging}}}"
    data = f"Data: {{Type: AWS::S3::Bucket, Properties: {properties}}}"
    (found,) = (one for one in judged(data).findings if one.rule.id == RULE)
    assert found.breach.fix.startswith("LoggingConfiguration.DestinationBucketName: <a bucket for logs>")


def test_whether_it_logs_to_itself_tells_no_worlds_apart() -> None:
    logging = "LoggingConfiguration: {DestinationBucketName: !If [Chosen, !Ref Data, elsewhere]}"
    data = f"Data: {{Type: AWS::S3::Bucket, Properties: {{{logging}}}}}"
    (found,) = (
        one
        for one in judged(data, "Conditions: {Chosen: !Equals [!Ref AWS::Region, a]}").findings
        if one.rule.id == RULE
    )
    assert "That is so when" not in found.breach.found
    assert found.breach.fix.startswith("LoggingConfiguration.DestinationBucketName: <a bucket for logs>")


@pytest.mark.parametrize("key", ["", ", KMSMasterKeyID: alias/aws/s3"])
def test_a_key_of_aws_on_a_target_is_a_finding_whose_fix_is_none(key: str) -> None:
    bucket = f"AccessControl: LogDeliveryWrite, {ENCRYPTION.format(f'SSEAlgorithm: aws:kms{key}')}"
    (found,) = (
        one
        for one in judged(f"Logs: {{Type: AWS::S3::Bucket, Properties: {{{bucket}}}}}").findings
        if one.rule.id == RULE
    )
    assert found.breach.fix.endswith("SSEAlgorithm: AES256, without a key")


PUBLISHED = """
Logs: {{Type: AWS::S3::Bucket{name}}}
Path: {{Type: AWS::SSM::Parameter, Properties: {{Name: /prod/logs/bucket, Type: String, Value: !Ref Logs}}}}
"""
EXPORTED = "Outputs: {Bucket: {Value: !Ref Logs, Export: {Name: log-bucket}}}\n"


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("", "'{{resolve:ssm:/prod/logs/bucket}}'"),
        ("", "!ImportValue log-bucket"),
        (", Properties: {BucketName: prod-logs}", "prod-logs"),
        (", Properties: {BucketName: !Sub 'prod-${AWS::AccountId}'}", "!Sub 'prod-${AWS::AccountId}'"),
    ],
)
def test_a_target_is_named_from_any_template_of_the_app(tmp_path: Path, name: str, target: str) -> None:
    (tmp_path / "logs.yaml").write_text(EXPORTED + "Resources:\n" + indent(PUBLISHED.format(name=name), "  "))
    data = f"Data: {{Type: AWS::S3::Bucket, Properties: {{LoggingConfiguration: {{DestinationBucketName: {target}}}}}}}"
    (tmp_path / "data.yaml").write_text(f"Resources:\n  {data}\n")
    templates = tuple(load([tmp_path]))
    for template in templates:
        template.app = templates
    assert [one.resource.logical_id for one in judge(templates).findings if one.rule.id == RULE] == ["Data"]


def test_the_fix_of_a_key_for_replicas_says_what_s3_demands_with_it() -> None:
    rule = "{Status: Enabled, Destination: {Bucket: 'arn:aws:s3:::copy'}}"
    bucket = f"Data: {{Type: AWS::S3::Bucket, Properties: {{ReplicationConfiguration: {{Role: x, Rules: [{rule}]}}}}}}"
    (found,) = (one for one in judged(bucket).findings if one.breach.at.endswith("ReplicaKmsKeyID"))
    place = "ReplicationConfiguration.Rules[0].SourceSelectionCriteria.SseKmsEncryptedObjects.Status"
    assert f"{place}: Enabled" in found.breach.fix
