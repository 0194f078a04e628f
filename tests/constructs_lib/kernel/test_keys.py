"""Which key is for what, as the specification of the platform says."""

from __future__ import annotations

import re

import pytest

from constructs_lib import DataClass, KeyPurpose
from constructs_lib.kernel.conditions import Policy, conditions_of
from constructs_lib.kernel.keys import KEYS, PLATFORM_PURPOSES

SPECS = {str(purpose): spec for purpose, spec in KEYS.items()}
# The class of each key, from the platform's specification.
CLASSES = {
    "rds": "highly-confidential", "secrets": "highly-confidential", "terraform-state": "highly-confidential",
    "s3-data": "confidential", "efs": "confidential", "ebs": "confidential",
    "logs": "internal", "ecr": "internal", "messaging": "internal", "audit": "highly-confidential",
}  # fmt: skip
# Who must reach each key, by the name that KMS has for it: AWS KMS Developer Guide, "kms:ViaService".
REACHED_BY = {
    "rds": {"rds", "elasticache", "dynamodb"}, "secrets": {"secretsmanager", "ssm"},
    "terraform-state": {"s3", "dynamodb"}, "s3-data": {"s3", "firehose"}, "efs": {"elasticfilesystem", "backup"},
    "ebs": {"ec2", "backup"}, "logs": {"aws:logs:arn"}, "ecr": {"ecr"}, "messaging": {"sns", "sqs"},
    "audit": {"s3", "aws:cloudtrail:arn", "aws:sns:topicArn"},
}  # fmt: skip


def test_there_is_one_key_for_each_purpose() -> None:
    assert set(CLASSES) <= set(KEYS)
    assert set(KEYS) == set(KeyPurpose)
    assert all(spec.output.name == f"{purpose}-key-arn" for purpose, spec in KEYS.items())


@pytest.mark.parametrize(("purpose", "data_class"), CLASSES.items())
def test_a_key_protects_the_class_that_the_platform_promises(purpose: str, data_class: str) -> None:
    assert SPECS[purpose].data_class is DataClass(data_class)


@pytest.mark.parametrize(("purpose", "services"), REACHED_BY.items())
def test_a_key_admits_the_services_that_it_is_for(purpose: str, services: set[str]) -> None:
    assert services <= SPECS[purpose].admitted


def test_no_key_for_secrets_or_state_admits_a_service_that_hands_data_on() -> None:
    for purpose in (KeyPurpose.SECRETS, KeyPurpose.TERRAFORM_STATE):
        assert KEYS[purpose].admitted & {"sns", "sqs", "firehose", "athena", "events"} == set()


@pytest.mark.parametrize("purpose", KeyPurpose)
def test_a_service_that_calls_itself_is_tied_to_this_account(purpose: KeyPurpose) -> None:
    for use in KEYS[purpose].service_uses:
        if use.principal is None:  # a role of this account
            assert use.context
        elif use.context:
            assert "{account}" in (use.arn or ""), use.principal
        else:
            assert conditions_of(use.principal, Policy.KEY, account="111122223333", source_arn=use.source_arn)


@pytest.mark.parametrize("purpose", KeyPurpose)
def test_a_service_that_calls_itself_can_neither_manage_nor_delete_a_key(purpose: KeyPurpose) -> None:
    actions = {action for use in KEYS[purpose].service_uses for action in use.actions}
    allowed = re.compile(r"kms:(Encrypt|Decrypt|ReEncrypt|GenerateDataKey|Describe|CreateGrant)[A-Za-z]*\*?")
    assert [action for action in actions if not allowed.fullmatch(action)] == []


def test_the_kms_stack_makes_every_key_but_that_of_the_audit() -> None:
    assert set(PLATFORM_PURPOSES) == set(KeyPurpose) - {KeyPurpose.AUDIT}
