from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of, judged

RULE = "encryption-key-covers-the-data-class"


def table(key: str, data_class: str) -> str:
    return f"""
    Table:
      Type: AWS::DynamoDB::Table
      Properties:
        SSESpecification: {{SSEEnabled: true, KMSMasterKeyId: {key}}}
        Tags: [{{Key: DataClass, Value: {data_class}}}]
    Tagged: {{Type: AWS::KMS::Key, Properties: {{Tags: [{{Key: DataClass, Value: confidential}}]}}}}
    Untagged: {{Type: AWS::KMS::Key}}
    Named: {{Type: AWS::KMS::Key}}
    Alias: {{Type: AWS::KMS::Alias, Properties: {{AliasName: alias/prod-logs, TargetKeyId: !Ref Named}}}}
    """


@pytest.mark.parametrize(
    ("key", "data_class"),
    [
        ("!Ref Tagged", "highly-confidential"),
        ("!GetAtt Named.Arn", "confidential"),
        ("'{{resolve:ssm:/prod/kms/s3-data-key-arn}}'", "highly-confidential"),
        ("!Ref Tagged", "!If [Prod, highly-confidential, internal]"),
    ],
)
def test_a_key_of_a_lower_class_is_a_finding(key: str, data_class: str) -> None:
    sections = "Conditions: {Prod: !Equals [!Ref AWS::Region, a]}"
    assert findings_of(RULE, table(key, data_class), sections) == [("Table", "SSESpecification.KMSMasterKeyId")]


@pytest.mark.parametrize(
    ("key", "data_class"),
    [
        ("!Ref Tagged", "confidential"),
        ("!Ref Tagged", "public"),
        ("!Ref Untagged", "highly-confidential"),
        ("'{{resolve:ssm:/prod/kms/rds-key-arn}}'", "highly-confidential"),
        ("alias/somebody", "highly-confidential"),
        ("!Ref Tagged", "no-class-at-all"),
    ],
)
def test_a_key_that_covers_or_a_class_that_nobody_knows_is_none(key: str, data_class: str) -> None:
    assert findings_of(RULE, table(key, data_class)) == []


def test_the_replica_with_the_highest_class_counts() -> None:
    replicas = """
    Table:
      Type: AWS::DynamoDB::GlobalTable
      Properties:
        SSESpecification: {SSEEnabled: true}
        Replicas:
          - Region: eu-west-1
            SSESpecification: {KMSMasterKeyId: !Ref Key}
            Tags: [{Key: DataClass, Value: confidential}]
    Key: {Type: AWS::KMS::Key, Properties: {Tags: [{Key: DataClass, Value: internal}]}}
    """
    assert findings_of(RULE, replicas) == [("Table", "Replicas[0].SSESpecification.KMSMasterKeyId")]


@pytest.mark.parametrize(
    ("resource", "better"),
    [
        (table("!Ref Tagged", "highly-confidential"), "the key of contract.KMS_RDS_KEY_ARN"),
        (
            """
            Queue:
              Type: AWS::SQS::Queue
              Properties:
                KmsMasterKeyId: '{{resolve:ssm:/prod/kms/messaging-key-arn}}'
                Tags: [{Key: DataClass, Value: confidential}]
            """,
            "a key of your own of that class",
        ),
        (
            """
            Repository:
              Type: AWS::ECR::Repository
              Properties:
                EncryptionConfiguration: {EncryptionType: KMS, KmsKey: '{{resolve:ssm:/prod/kms/ecr-key-arn}}'}
                Tags: [{Key: DataClass, Value: confidential}]
            """,
            "a key of your own of that class",
        ),
    ],
)
def test_the_fix_names_only_a_key_that_is_for_the_service(resource: str, better: str) -> None:
    (finding,) = [one for one in judged(resource).findings if one.rule.id == RULE]
    assert finding.breach.fix == f"{better}, or the tag DataClass that is true of the data"
