"""The deploy's own account is known, though its number is not: it is ours."""

from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "policies-name-their-principals"
PARAMETERS = "Parameters: {Given: {Type: String}}\nConditions: {Chosen: !Equals [a, b]}"
TRUST = "{Statement: {Effect: Allow, Principal: {AWS: ACCOUNT}, Action: 'sts:AssumeRole'}}"
QUEUE = "{Statement: {Effect: Allow, Principal: {AWS: ACCOUNT}, Action: 'sqs:*', Resource: '*'}}"
SPELLED = [
    "!Ref AWS::AccountId",
    "[!Ref AWS::AccountId]",
    "!Sub '${AWS::AccountId}'",
    "!Join ['', [!Ref AWS::AccountId]]",
    "!Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root'",
    "!Join [':', ['arn:aws:iam:', !Ref AWS::AccountId, root]]",
    "!Select [4, !Split [':', !Ref AWS::StackId]]",
    "['111122223333', !Ref AWS::AccountId]",
    "111122223333",
    "!If [Chosen, !Ref AWS::AccountId, '111122223333']",
]


@pytest.mark.parametrize("account", SPELLED)
@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        ("AWS::SQS::QueuePolicy", f"{{PolicyDocument: {QUEUE}}}"),
        ("AWS::IAM::Role", f"{{AssumeRolePolicyDocument: {TRUST}}}"),
        ("AWS::Lambda::LayerVersionPermission", "{Principal: ACCOUNT}"),
    ],
)
def test_it_is_neither_a_finding_nor_unknown(type_: str, properties: str, account: str) -> None:
    thing = f"Thing: {{Type: {type_}, Properties: {properties.replace('ACCOUNT', account)}}}"
    assert (findings_of(RULE, thing, PARAMETERS), unknown_of(RULE, thing, PARAMETERS)) == ([], [])


@pytest.mark.parametrize("principal", ["!Ref Given", "!If [Chosen, !Ref AWS::AccountId, !Ref Given]"])
def test_a_parameter_beside_it_stays_unknown(principal: str) -> None:
    document = QUEUE.replace("ACCOUNT", principal)
    policy = f"Policy: {{Type: AWS::SQS::QueuePolicy, Properties: {{PolicyDocument: {document}}}}}"
    assert len(unknown_of(RULE, policy, PARAMETERS)) == 1
