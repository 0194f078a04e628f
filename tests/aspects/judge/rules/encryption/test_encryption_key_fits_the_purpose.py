from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of

RULE = "encryption-key-fits-the-purpose"
KEYS = """
LogsKey: {Type: AWS::KMS::Key}
LogsAlias: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/prod-logs, TargetKeyId: !Ref LogsKey}}
OwnKey: {Type: AWS::KMS::Key}
OwnAlias:
  Type: AWS::KMS::Alias
  Properties: {AliasName: !Sub 'alias/${Env}-orders-messaging', TargetKeyId: !GetAtt OwnKey.Arn}
AnyKey: {Type: AWS::KMS::Key}
"""
ENV = """
Parameters:
  Env: {Type: String}
  Path: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /stg/kms/ecr-key-arn}
"""


def queue(key: str) -> str:
    return f"Queue: {{Type: AWS::SQS::Queue, Properties: {{KmsMasterKeyId: {key}}}}}\n{KEYS}"


@pytest.mark.parametrize(
    "key",
    [
        "!Ref LogsKey",
        "!GetAtt LogsKey.Arn",
        "!Ref LogsAlias",
        "!Sub 'arn:aws:kms:${AWS::Region}:${AWS::AccountId}:key/${LogsKey}'",
        "'{{resolve:ssm:/prod/kms/rds-key-arn}}'",
        "'{{resolve:ssm:/prod/kms/rds-key-arn:3}}'",
        "'{{resolve:ssm:/shared/kms/rds-key-arn}}'",
        "!Ref Path",
    ],
)
def test_a_known_key_of_another_purpose_is_a_finding(key: str) -> None:
    assert findings_of(RULE, queue(key), ENV) == [("Queue", "KmsMasterKeyId")]


@pytest.mark.parametrize(
    "key",
    [
        "!Ref OwnKey",
        "!Ref OwnAlias",
        "!Ref AnyKey",
        "'{{resolve:ssm:/prod/kms/messaging-key-arn}}'",
        "'{{resolve:ssm:/prod/cloudtrail/audit-key-arn}}'",
        "'{{resolve:ssm:/teams/orders/rds-key-arn}}'",
        "alias/prod-rds",
        "!ImportValue RdsKey",
    ],
)
def test_a_key_that_fits_or_of_which_nothing_is_known_is_none(key: str) -> None:
    assert findings_of(RULE, queue(key), ENV) == []


def test_a_type_whose_service_is_not_in_the_table_takes_any_key() -> None:
    key = "'{{resolve:ssm:/prod/kms/ecr-key-arn}}'"
    portal = f"P: {{Type: AWS::WorkSpacesWeb::Portal, Properties: {{CustomerManagedKey: {key}}}}}"
    assert findings_of(RULE, portal) == []
