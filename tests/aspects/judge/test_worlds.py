"""Conditions are evaluated together: no finding in a world that cannot be, and one that can be names its world."""

from __future__ import annotations

import pytest

from aspects.judge.judgement import judge
from aspects.judge.readings.key_uses import key_uses
from aspects.judge.worlds import in_each_world
from tests.aspects.judge.conditions import INGRESS, KEYS, SECTIONS, findings, group, told
from tests.aspects.judge.rules.support import template_of

PUBLIC, ROTATED, TLS = "databases-are-not-public", "keys-are-rotated", "transport-is-encrypted"
NAMES = "physical-names-follow-the-scheme"


def database(public: str, condition: str = "") -> str:
    """A database."""
    return f"""
Orders:
  Type: AWS::RDS::DBInstance
  {f"Condition: {condition}" if condition else ""}
  Properties: {{Engine: mysql, DBSubnetGroupName: private, PubliclyAccessible: {public}}}
"""


@pytest.mark.parametrize(
    ("condition", "public", "expected"),
    [
        ("Prod", "!If [Prod, false, true]", []),
        ("Prod", "!If [Prod, true, false]", ["Orders"]),
        ("Prod", "!If [NotProd, true, false]", []),
        ("Both", "!If [HasLogs, false, true]", []),
        ("Either", "!If [Prod, false, !If [HasLogs, false, true]]", []),
        ("Either", "!If [Prod, false, true]", ["Orders when Prod is false"]),
        ("NotProd", "!If [Prod, true, !If [Dev, false, true]]", ["Orders when Dev is false"]),
        ("InSeoul", "!If [InSeoul, false, true]", []),
        ("Never", "true", []),
        ("Always", "!If [Always, false, true]", []),
        ("NotDefined", "!If [NotDefined, false, true]", []),
        ("Prod", "!If [HasKey, true, false]", ["Orders when HasKey is true"]),
    ],
)
def test_the_condition_of_a_resource_decides_its_branches(condition: str, public: str, expected: list[str]) -> None:
    assert findings(PUBLIC, database(public, condition)) == expected


@pytest.mark.parametrize(
    ("port", "cidr", "expected"),
    [
        ("!If [InSeoul, 443, 22]", "!If [InSeoul, 0.0.0.0/0, 10.0.0.0/8]", []),
        ("!If [InSeoul, 22, 443]", "!If [InSeoul, 0.0.0.0/0, 10.0.0.0/8]", ["Group when InSeoul is true"]),
        ("!If [Prod, 443, 22]", "!If [Dev, 10.0.0.0/8, !If [Prod, 0.0.0.0/0, 10.1.0.0/16]]", []),
        ("!If [Prod, 443, 22]", "!If [Dev, 0.0.0.0/0, 10.0.0.0/8]", ["Group when Dev is true"]),
        ("!If [Both, 443, 22]", "!If [Prod, !If [HasLogs, 0.0.0.0/0, 10.0.0.0/8], 10.0.0.0/8]", []),
        ("!If [NotProd, 22, 443]", "!If [Prod, 0.0.0.0/0, 10.0.0.0/8]", []),
        ("!If [Either, 443, 22]", "!If [HasLogs, 0.0.0.0/0, 10.0.0.0/8]", []),
        ("!FindInMap [Ports, !Ref Stage, admin]", "!If [Prod, 0.0.0.0/0, 10.0.0.0/8]", []),
        ("!FindInMap [Ports, !Ref Stage, admin]", "!If [NotProd, 0.0.0.0/0, 10.0.0.0/8]",
         ["Group when NotProd is true"]),
        ("22", "!If [Prod, !If [HasLogs, 0.0.0.0/0, 10.0.0.0/8], 10.0.0.0/8]",
         ["Group when Prod is true and HasLogs is true"]),
        ("22", "!If [Prod, 0.0.0.0/0, !If [HasLogs, 0.0.0.0/0, 10.0.0.0/8]]",
         ["Group when Prod is true, or when HasLogs is true"]),
        ("22", "!If [Prod, 0.0.0.0/0, 0.0.0.0/0]", ["Group"]),
    ],
)  # fmt: skip
def test_branches_agree_on_what_they_share(port: str, cidr: str, expected: list[str]) -> None:
    assert findings(INGRESS, group(port, cidr)) == expected


def topic(key: str, condition: str = "") -> str:
    """A topic with a key."""
    head = f"Condition: {condition}" if condition else ""
    return f"Topic:\n  Type: AWS::SNS::Topic\n  {head}\n  Properties: {{KmsMasterKeyId: {key}}}"


@pytest.mark.parametrize(
    ("condition", "key", "expected"),
    [
        ("HasKey", "!Ref KeyArn", []),
        ("", "!If [HasKey, !Ref KeyArn, alias/prod-messaging]", []),
        ("", "!If [HasKey, !Sub '${KeyArn}', alias/prod-messaging]", []),
        ("", "!If [HasIds, !Select [0, !Ref Ids], alias/prod-messaging]", []),
        ("", "!If [HasKey, alias/prod-messaging, !Ref KeyArn]", ["Topic when HasKey is false"]),
        ("", "!Ref KeyArn", ["Topic"]),
        ("Web", "!If [HasKey, !Ref KeyArn, alias/aws/sns]", ["Topic when HasKey is false"]),
    ],
)
def test_an_empty_default_does_not_get_past_the_condition_that_guards_it(
    condition: str, key: str, expected: list[str]
) -> None:
    assert findings(KEYS, topic(key, condition)) == expected


def test_a_guarded_name_is_unknown_rather_than_empty() -> None:
    bucket = "Uploads: {Type: AWS::S3::Bucket, Properties: {BucketName: !If [HasKey, !Ref KeyArn, prod-shop-uploads]}}"
    verdict = judge([template_of(bucket, SECTIONS)])
    assert told(NAMES, verdict.findings) == []
    assert told(NAMES, verdict.unknown) == ["Uploads when HasKey is true"]


SPEC = "KeySpec: !If [Prod, SYMMETRIC_DEFAULT, RSA_2048]"


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        (f"{SPEC}, KeyUsage: !If [Prod, ENCRYPT_DECRYPT, SIGN_VERIFY], EnableKeyRotation: !If [Prod, true, false]", []),
        ("KeySpec: !If [Prod, RSA_2048, SYMMETRIC_DEFAULT], EnableKeyRotation: !If [NotProd, true, false]", []),
        ("Origin: !If [HasLogs, EXTERNAL, AWS_KMS], EnableKeyRotation: !If [HasLogs, false, true]", []),
        ("Origin: !If [HasLogs, EXTERNAL, AWS_KMS], EnableKeyRotation: !If [HasLogs, true, false]",
         ["Key when HasLogs is false"]),
        ("KeySpec: !If [Dev, HMAC_256, SYMMETRIC_DEFAULT], EnableKeyRotation: !If [Dev, false, true]", []),
        ("EnableKeyRotation: !If [Either, true, false]", ["Key when Either is false"]),
    ],
)  # fmt: skip
def test_what_need_not_be_is_decided_with_what_is_not(properties: str, expected: list[str]) -> None:
    assert findings(ROTATED, f"Key: {{Type: AWS::KMS::Key, Properties: {{{properties}}}}}") == expected


LISTENER = """
Front:
  Type: AWS::ElasticLoadBalancingV2::Listener
  Properties:
    Protocol: !If [{0}, HTTPS, HTTP]
    SslPolicy: !If [{1}, ELBSecurityPolicy-TLS13-1-2-2021-06, !Ref AWS::NoValue]
    DefaultActions: !If
      - {2}
      - [{{Type: forward, TargetGroupArn: a}}]
      - [{{Type: redirect, RedirectConfig: {{Protocol: HTTPS, StatusCode: HTTP_301}}}}]
"""


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        (("HasKey", "HasKey", "HasKey"), []),
        (("HasKey", "HasKey", "Always"), ["Front when HasKey is false"]),
        (("Prod", "Either", "Both"), []),
        (("Either", "Prod", "Prod"), ["Front when Either is true and Prod is false"]),
    ],
)
def test_lists_and_values_by_conditions_that_imply_each_other_agree(
    conditions: tuple[str, ...], expected: list[str]
) -> None:
    assert findings(TLS, LISTENER.format(*conditions)) == expected


def test_what_is_read_of_one_resource_may_be_read_in_each_world() -> None:
    properties = "{SSESpecification: {SSEEnabled: !If [A, true, false], KMSMasterKeyId: !If [A, alias/x, alias/y]}}"
    table = template_of(f"T:\n  Type: AWS::DynamoDB::Table\n  Properties: {properties}").resources["T"]
    read = in_each_world(table, key_uses)
    assert [[(use.value, bool(use.off)) for use in uses] for uses in read] == [
        [("alias/x", False)], [("alias/y", True)],
    ]  # fmt: skip


# A template that is deployed has nothing in it that refers to what a condition leaves out.
@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ("Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref Logs}}", []),
        ("Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: !GetAtt Logs.Arn}}", []),
        ("Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub 'of ${Logs.Arn}'}}", []),
        ("Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub ['${Name}', {Name: !Ref Logs}]}}", []),
        ("Topic: {Type: AWS::SNS::Topic, Metadata: {Of: !Ref Logs}}", []),
        ("Topic: {Type: AWS::SNS::Topic, Condition: HasLogs, Properties: {TopicName: !Ref Logs}}",
         ["Orders when Prod is false"]),
        ("Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: !If [HasLogs, !Ref Logs, !Ref Stage]}}",
         ["Orders when Prod is false"]),
        ("Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: !If [NotProd, !Ref Logs, none]}}", []),
        # What refers to nothing in the world in question leaves it as it is.
        ("Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: !If [Prod, !Ref Logs, none]}}",
         ["Orders when Prod is false"]),
        ("Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: !If [Prod, none, !If [Prod, !Ref Logs, none]]}}",
         ["Orders when Prod is false"]),
        ("Topic: {Type: AWS::SNS::Topic, Condition: Prod, Properties: {TopicName: !Ref Logs}}",
         ["Orders when Prod is false"]),
        ("Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub '${!Logs}'}}", ["Orders when Prod is false"]),
        ("Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub ['${Logs}', {Logs: a}]}}",
         ["Orders when Prod is false"]),
        ("Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: Logs}}", ["Orders when Prod is false"]),
        ("Topic: {Type: AWS::SNS::Topic, DependsOn: Logs}", ["Orders when Prod is false"]),
        ("Topic: {Type: AWS::SNS::Topic, Condition: Never, Properties: {TopicName: !Ref Logs}}",
         ["Orders when Prod is false"]),
    ],
)  # fmt: skip
def test_no_world_has_something_that_refers_to_what_is_absent_in_it(others: str, expected: list[str]) -> None:
    logs = "Logs: {Type: AWS::S3::Bucket, Condition: Prod}"
    found = findings(PUBLIC, f"{database('!If [Prod, false, true]')}\n{logs}\n{others}")
    assert found == expected
