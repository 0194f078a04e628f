"""An empty value, as defaults of parameters that a condition guards have it, is no name, no port and no network."""

from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import judged

EMPTY = """
Parameters:
  Empty: {Type: String, Default: ""}
"""


NAMES = "physical-names-follow-the-scheme"
INGRESS = "ingress-is-closed-on-dangerous-ports"
RULE = "AWS::EC2::SecurityGroupIngress"
EMPTY_TAG = "Tags: [{Key: Name, Value: !Ref Empty}]"


@pytest.mark.parametrize(
    ("rule", "type_", "properties"),
    [
        (NAMES, "AWS::S3::Bucket", "BucketName: !Ref Empty"),
        (NAMES, "AWS::SQS::Queue", "QueueName: ''"),
        (NAMES, "AWS::SQS::Queue", "QueueName: !Join ['', [!Ref Empty, !Ref Empty]]"),
        (NAMES, "AWS::EC2::VPC", f"CidrBlock: 10.0.0.0/16, {EMPTY_TAG}"),
        (INGRESS, RULE, "IpProtocol: tcp, FromPort: !Ref Empty, ToPort: !Ref Empty, CidrIp: 0.0.0.0/0"),
        (INGRESS, RULE, "IpProtocol: tcp, FromPort: 22, ToPort: !Ref Empty, CidrIp: 0.0.0.0/0"),
        (INGRESS, RULE, "IpProtocol: !Ref Empty, CidrIp: 0.0.0.0/0"),
        (INGRESS, RULE, "IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !Ref Empty"),
        ("egress-is-not-open-to-everything", "AWS::EC2::SecurityGroupEgress", "IpProtocol: '-1', CidrIp: !Ref Empty"),
    ],
)
def test_an_empty_value_is_nothing(rule: str, type_: str, properties: str) -> None:
    verdict = judged(f"It: {{Type: {type_}, Properties: {{{properties}}}}}", EMPTY)
    assert [one.breach.found for one in (*verdict.findings, *verdict.unknown) if one.rule.id == rule] == []
