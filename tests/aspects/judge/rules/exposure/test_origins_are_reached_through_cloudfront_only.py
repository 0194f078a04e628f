from __future__ import annotations

import pytest

from aspects.judge.registry import BY_ID
from tests.aspects.judge.rules.support import findings_of

RULE = "origins-are-reached-through-cloudfront-only"
GOOD, BAD = BY_ID[RULE].good, BY_ID[RULE].bad
CLOSED = BAD.replace("CidrIp: 0.0.0.0/0", "SourceSecurityGroupId: sg-0123456789abcdef0")
LISTED = BAD.replace("CidrIp: 0.0.0.0/0", "SourcePrefixListId: pl-22a6434b")
AT = ("Distribution", "DistributionConfig.Origins[0].DomainName")
NAMED = BAD.replace("!GetAtt Balancer.DNSName", "api.set-of.com")
RECORD = """
Record:
  Type: AWS::Route53::RecordSet
  Properties:
    Name: api.set-of.com.
    Type: A
    AliasTarget: {DNSName: !Join ["", ["dualstack.", !GetAtt Balancer.DNSName]], HostedZoneId: Z1}
"""
BESIDE = """
Rule:
  Type: AWS::EC2::SecurityGroupIngress
  Properties: {GroupId: !GetAtt Group.GroupId, IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIpv6: "::/0"}
"""
OF_CLOUDFRONT = BESIDE.replace('CidrIpv6: "::/0"', "SourcePrefixListId: pl-22a6434b")


@pytest.mark.parametrize(
    "template",
    [BAD, NAMED + RECORD, CLOSED + BESIDE, BAD.replace("0.0.0.0/0", "0.0.0.0/1")],
    ids=["by-its-dns-name", "by-a-record", "by-a-rule-beside-the-group", "by-half-of-the-world"],
)
def test_a_load_balancer_that_everybody_reaches_past_it_is_a_finding(template: str) -> None:
    assert findings_of(RULE, template) == [AT]


@pytest.mark.parametrize("template", [LISTED, CLOSED + OF_CLOUDFRONT], ids=["in-the-group", "beside-it"])
def test_public_addresses_that_admit_cloudfront_admit_every_distribution_there_is(template: str) -> None:
    assert findings_of(RULE, template) == [AT]


@pytest.mark.parametrize(
    "template",
    [
        GOOD,
        CLOSED,
        BAD.replace("internet-facing", "internal"),
        LISTED.replace("internet-facing", "internal"),
        LISTED.replace("pl-22a6434b", "pl-0123456789abcdef0"),
        LISTED.replace(
            "{OriginProtocolPolicy: https-only}", "{}, OriginCustomHeaders: [{HeaderName: X, HeaderValue: y}]"
        ),
        NAMED,
        BAD.replace("0.0.0.0/0", "10.0.0.0/8"),
        BAD.replace("{OriginProtocolPolicy: https-only}", "{}, OriginCustomHeaders: [{HeaderName: X, HeaderValue: y}]"),
    ],
    ids=[
        "a-vpc-origin",
        "of-a-group",
        "internal",
        "internal-of-cloudfront",
        "a-list-of-its-own",
        "with-a-secret",
        "a-name-of-somebody-else",
        "of-a-network",
        "with-headers-of-its-own",
    ],
)
def test_any_other_origin_is_none(template: str) -> None:
    assert findings_of(RULE, template) == []
