from __future__ import annotations

import pytest

from aspects.judge.judgement import judge
from tests.aspects.judge.rules.support import findings_of, template_of, unknown_of

RULE = "encryption-uses-a-customer-managed-key"
KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab"

SECTIONS = """
Parameters:
  Given: {Type: String}
  Defaulted: {Type: String, Default: alias/aws/sns}
  Chosen: {Type: String, AllowedValues: [alias/ours, alias/aws/sns]}
  Looked: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /prod/kms/messaging-key-arn}
Conditions:
  Ours: !Equals [!Ref Given, ours]
Mappings:
  Keys:
    dev: {Arn: alias/aws/sns}
    prod: {Arn: alias/prod-messaging}
"""

OTHERS = """
Key: {Type: AWS::KMS::Key}
Replica: {Type: AWS::KMS::ReplicaKey}
Alias:
  Type: AWS::KMS::Alias
  Properties: {AliasName: alias/ours, TargetKeyId: !Ref Key}
Bucket:
  Type: AWS::Logs::MetricFilter
Custom: {Type: Custom::Key}
Nested: {Type: AWS::CloudFormation::Stack}
Stored:
  Type: AWS::SSM::Parameter
  Properties: {Value: alias/aws/sns}
"""


def topic(value: str) -> str:
    return f"Topic: {{Type: AWS::SNS::Topic, Properties: {{KmsMasterKeyId: {value}}}}}\n{OTHERS}"


@pytest.mark.parametrize(
    "value",
    [
        "alias/aws/sns",
        "ALIAS/AWS/SNS",
        "aws/sns",
        "arn:aws:kms:eu-west-1:111122223333:alias/aws/sns",
        "!Sub 'arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:alias/aws/sns'",
        "!Join ['', ['arn:aws:kms:', !Ref AWS::Region, ':', !Ref AWS::AccountId, ':alias/aws/', sns]]",
        "AES256",
        "AWS_OWNED_KMS_KEY",
        "NONE",
        "''",
        "!Ref AWS::NoValue",
        "arn:aws:s3:::bucket",
        "my-key",
        "!Ref Bucket",
        "!GetAtt Bucket.Arn",
        "!Sub 'arn:aws:kms:eu-west-1:111122223333:key/${Bucket}'",
        "!Ref Defaulted",
        "!Ref Chosen",
        "!FindInMap [Keys, !Ref Given, Arn]",
        "!If [Ours, !Ref Key, alias/aws/sns]",
        "!If [Ours, !Ref Key, !Ref AWS::NoValue]",
        "!GetAtt Stored.Value",
    ],
)
def test_what_is_no_key_of_ours_is_one_finding(value: str) -> None:
    assert findings_of(RULE, topic(value), SECTIONS) == [("Topic", "KmsMasterKeyId")]


@pytest.mark.parametrize(
    "value",
    [
        KEY_ID,
        f"arn:aws:kms:eu-west-1:111122223333:key/{KEY_ID}",
        "mrk-1234abcd12ab34cd56ef1234567890ab",
        "arn:aws:kms:eu-west-1:111122223333:alias/ours",
        "alias/ours",
        "alias/awesome",
        "!Ref Key",
        "!GetAtt Key.Arn",
        "!Sub '${Key.Arn}'",
        "!Sub 'arn:aws:kms:${AWS::Region}:${AWS::AccountId}:key/${Key}'",
        "!Ref Alias",
        "!GetAtt Replica.Arn",
        "!Ref Looked",
        "!Select [1, !Split ['/', !Ref Looked]]",
        "'{{resolve:ssm:/somewhere/key}}'",
        "!ImportValue SharedKey",
        "!Sub 'arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:alias/ours'",
        "!FindInMap [Keys, prod, Arn]",
    ],
)
def test_a_key_of_ours_is_no_finding(value: str) -> None:
    assert findings_of(RULE, topic(value), SECTIONS) == []
    assert unknown_of(RULE, topic(value), SECTIONS) == []


@pytest.mark.parametrize(
    "value", ["!Ref Given", "!GetAtt Custom.Arn", "!GetAtt Nested.Outputs.Key", "!Sub '${Given}-key'"]
)
def test_what_only_the_deploy_knows_is_unknown(value: str) -> None:
    assert findings_of(RULE, topic(value), SECTIONS) == []
    assert unknown_of(RULE, topic(value), SECTIONS) == [("Topic", "KmsMasterKeyId")]


def test_a_single_item_may_stand_where_a_list_is_due() -> None:
    instance = "Host: {Type: AWS::EC2::Instance, Properties: {BlockDeviceMappings: {Ebs: {Encrypted: true}}}}"
    assert findings_of(RULE, instance) == [("Host", "BlockDeviceMappings.Ebs.KmsKeyId")]


def test_each_replica_by_itself() -> None:
    table = """
    Table:
      Type: AWS::DynamoDB::GlobalTable
      Properties:
        SSESpecification: {SSEEnabled: true}
        Replicas:
          - {Region: eu-west-1, SSESpecification: {KMSMasterKeyId: alias/ours}}
          - {Region: eu-west-2}
          - {Region: eu-west-3, SSESpecification: {KMSMasterKeyId: alias/aws/dynamodb}}
    """
    key = "SSESpecification.KMSMasterKeyId"
    assert findings_of(RULE, table) == [("Table", f"Replicas[1].{key}"), ("Table", f"Replicas[2].{key}")]


def test_documents_in_text_are_read() -> None:
    policy = """
    Owned:
      Type: AWS::OpenSearchServerless::SecurityPolicy
      Properties: {Type: encryption, Policy: '{"Rules": [], "AWSOwnedKey": true}'}
    Ours:
      Type: AWS::OpenSearchServerless::SecurityPolicy
      Properties: {Type: encryption, Policy: !Sub '{"Rules": [], "KmsARN": "${Key.Arn}"}'}
    Network:
      Type: AWS::OpenSearchServerless::SecurityPolicy
      Properties: {Type: network, Policy: '[]'}
    Key: {Type: AWS::KMS::Key}
    """
    assert findings_of(RULE, policy) == [("Owned", "Policy.KmsARN")]


def test_the_fix_names_the_output_and_the_lines_of_the_property() -> None:
    verdict = judge([template_of("D: {Type: AWS::EFS::FileSystem}")])
    (finding,) = [one for one in verdict.findings if one.rule.id == RULE]
    assert finding.breach.fix == (
        "reads = (contract.KMS_EFS_KEY_ARN, ...), or in the template: "
        "KmsKeyId: '{{resolve:ssm:/<env>/kms/efs-key-arn}}'; Encrypted: true"
    )


def test_the_fix_says_whom_a_key_has_to_admit_where_no_shared_key_does() -> None:
    verdict = judge([template_of("D: {Type: AWS::SageMaker::NotebookInstance}")])
    (finding,) = [one for one in verdict.findings if one.rule.id == RULE]
    assert finding.breach.fix == "a key of your own that admits sagemaker: KmsKeyId: <that key>"
