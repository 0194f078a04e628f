from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib import GovernedSecretReader, KeyPurpose
from constructs_lib.security.secret_policy import COMMON, administer_secrets, read_secrets, secret_arns, use_secrets_key
from tests.support import resolve

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_a_pattern_is_one_service_in_one_environment(bench: Bench) -> None:
    arn = secret_arns(bench.stack, service="orders", partition="aws")
    assert arn == "arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:/connectly/orders/prod/*"


def test_the_key_serves_these_secrets_through_secrets_manager_only(bench: Bench) -> None:
    arn = secret_arns(bench.stack, service="orders")
    statement = use_secrets_key(bench.stack, [arn])
    assert statement.actions == ["kms:Decrypt"]
    assert use_secrets_key(bench.stack, [arn], write=True).actions == ["kms:Decrypt", "kms:GenerateDataKey"]
    assert statement.resources == [bench.stack.key(KeyPurpose.SECRETS).key_arn]
    assert statement.conditions["StringEquals"] == {"kms:ViaService": "secretsmanager.ap-northeast-2.amazonaws.com"}
    assert statement.conditions["StringLike"] == {"kms:EncryptionContext:SecretARN": [arn]}


def test_reading_is_no_writing(bench: Bench) -> None:
    actions = [action for statement in read_secrets(bench.stack, "orders") for action in statement.actions]
    assert sorted(actions) == ["kms:Decrypt", "secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]


def test_a_reader_of_the_common_secrets_names_them_once(bench: Bench) -> None:
    GovernedSecretReader(bench.stack, "Reader", service=COMMON)
    policy = bench.only("AWS::IAM::ManagedPolicy")
    assert policy["ManagedPolicyName"] == "prod-example-common-reader"
    assert resolve(policy["PolicyDocument"]["Statement"][0]["Resource"]).endswith(":secret:/connectly/common/prod/*")


def test_who_makes_secrets_may_let_secrets_manager_try_the_key_in_both_forms_that_are_documented(bench: Bench) -> None:
    arn = secret_arns(bench.stack, service="orders")
    contexts = use_secrets_key(bench.stack, [arn], write=True, choose=True).conditions["StringLike"]
    assert contexts == {"kms:EncryptionContext:SecretARN": [arn, "RequestToValidateKeyAccess"]}
    (makes,) = (
        one
        for one in administer_secrets(bench.stack, rotation_function_arn="arn:aws:lambda:x")
        if one.sid == "SecretsKey"
    )
    assert "RequestToValidateKeyAccess" in makes.conditions["StringLike"]["kms:EncryptionContext:SecretARN"]
