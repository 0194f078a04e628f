"""A condition on what is encrypted holds the services that send it, and no other of the statement's principals."""

from __future__ import annotations

import pytest

from tests.aspects.judge.rules.access.test_service_principals_have_conditions import RULE, key_policy
from tests.aspects.judge.rules.patching import of
from tests.aspects.judge.rules.support import findings_of, unknown_of


def of_context(operator: str, context: str) -> str:
    return f"{{{operator}: {{'kms:EncryptionContext:{context}': 'arn:aws:any:*:111122223333:thing'}}}}"


LOGS, QUEUES = "aws:logs:arn", "aws:sqs:arn"


@pytest.mark.parametrize(
    ("services", "operator", "context", "told"),
    [
        ("[logs.amazonaws.com, cloudtrail.amazonaws.com]", "ArnLike", LOGS, ([1], [])),
        ("[logs.amazonaws.com, cloudtrail.amazonaws.com]", "ArnLikeIfExists", LOGS, ([1], [])),
        ("[logs.ap-northeast-2.amazonaws.com, config.amazonaws.com]", "ArnLike", LOGS, ([1], [])),
        ("[fargate.amazonaws.com, logs.amazonaws.com]", "StringLike", "AWS:Logs:arn", ([0], [])),
        ("[sns.amazonaws.com, s3.amazonaws.com, events.amazonaws.com]", "ArnLike", QUEUES, ([], [])),
        ("[sns.amazonaws.com, logs.amazonaws.com]", "ArnLikeIfExists", QUEUES, ([1], [])),
        ("[sns.amazonaws.com, logs.amazonaws.com]", "ArnLike", QUEUES, ([], [1])),
        ("[config.amazonaws.com, cloudwatch.amazonaws.com]", "ArnLike", "aws:sns:topicArn", ([], [0])),
        ("[logs.amazonaws.com, nobody-knows.amazonaws.com]", "ArnLike", LOGS, ([], [])),
        ("[s3.amazonaws.com]", "ArnLike", "aws:s3:arn", ([], [])),
    ],
)  # fmt: skip
def test_an_encryption_context_is_a_condition_on_the_services_that_send_it(
    services: str, operator: str, context: str, told: tuple[list[int], list[int]]
) -> None:
    policy = key_policy(services, of_context(operator, context))
    at = "KeyPolicy.Statement[0].Principal.Service"
    assert findings_of(RULE, policy) == [("Key", f"{at}[{index}]") for index in told[0]]
    assert unknown_of(RULE, policy) == [("Key", f"{at}[{index}]") for index in told[1]]


def test_a_service_that_sends_another_context_is_told_by_the_keys_own_spelling() -> None:
    (one,) = of(RULE, key_policy("cloudtrail.amazonaws.com", of_context("ArnLike", LOGS)))
    assert "kms:EncryptionContext:aws:logs:arn, which the service does not send here" in one.breach.found


def test_another_condition_that_names_the_account_is_enough_beside_a_foreign_context() -> None:
    both = of_context("ArnLikeIfExists", LOGS)[:-1] + ", StringEquals: {'aws:SourceAccount': '111122223333'}}"
    assert findings_of(RULE, key_policy("[logs.amazonaws.com, config.amazonaws.com]", both)) == []
