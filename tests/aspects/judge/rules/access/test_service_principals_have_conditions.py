"""For whom a service may act on a resource of ours."""

from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "service-principals-have-conditions"
PARAMETERS = "Parameters: {Given: {Type: String}}\nConditions: {Chosen: !Equals [!Ref AWS::Region, a]}"


def topic_policy(condition: str, principal: str = "{Service: cloudwatch.amazonaws.com}", effect: str = "Allow") -> str:
    block = f", Condition: {condition}" if condition else ""
    statement = f"{{Effect: {effect}, Principal: {principal}, Action: sns:Publish, Resource: '*'{block}}}"
    return f"Policy:\n  Type: AWS::SNS::TopicPolicy\n  Properties: {{PolicyDocument: {{Statement: [{statement}]}}}}"


@pytest.mark.parametrize(
    "condition",
    [
        "",
        "{StringEquals: {'s3:x-amz-acl': bucket-owner-full-control}}",
        "{Bool: {'aws:SecureTransport': 'true'}}",
        "{StringLike: {'aws:SourceAccount': '*'}}",
        "{ArnLike: {'aws:SourceArn': 'arn:aws:events:*:*:rule/*'}}",
        "{StringEquals: {'kms:ViaService': sns.ap-northeast-2.amazonaws.com}}",
        "{ArnLike: {'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:*:*:log-group:*'}}",
        "!If [Chosen, {StringEquals: {'aws:SourceAccount': '111122223333'}}, !Ref AWS::NoValue]",
    ],
)
def test_a_service_without_a_source_is_a_finding(condition: str) -> None:
    assert findings_of(RULE, topic_policy(condition), PARAMETERS) == [
        ("Policy", "PolicyDocument.Statement[0].Principal.Service")
    ]


@pytest.mark.parametrize(
    "condition",
    [
        "{StringEquals: {'aws:SourceAccount': !Ref AWS::AccountId}}",
        "{StringEqualsIfExists: {'aws:SourceAccount': !Ref AWS::AccountId}}",
        "{ArnEquals: {'aws:SourceArn': !GetAtt Rule.Arn}}",
        "{ArnLike: {'aws:SourceArn': !Sub 'arn:aws:events:*:${AWS::AccountId}:rule/*'}}",
        "{StringEquals: {'aws:SourceOrgID': o-a1b2c3d4e5}}",
        "{ArnLike: {'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:*:111122223333:log-group:*'}}",
        "{StringEquals: {'kms:CallerAccount': '111122223333'}}",
    ],
)
def test_a_service_with_a_source_is_none(condition: str) -> None:
    assert findings_of(RULE, topic_policy(condition) + "\nRule: {Type: AWS::Events::Rule}", PARAMETERS) == []


def test_each_service_of_a_list_is_a_finding_by_itself() -> None:
    both = topic_policy("", "{Service: [s3.amazonaws.com, cloudwatch.amazonaws.com]}")
    assert len(findings_of(RULE, both)) == 2


def test_a_denial_and_an_account_are_none() -> None:
    assert findings_of(RULE, topic_policy("", effect="Deny")) == []
    assert findings_of(RULE, topic_policy("", "{AWS: '111122223333'}")) == []


def test_a_source_that_only_the_deploy_knows_is_unknown() -> None:
    policy = topic_policy("{StringEquals: {'aws:SourceAccount': !Ref Given}}")
    assert findings_of(RULE, policy, PARAMETERS) == []
    assert len(unknown_of(RULE, policy, PARAMETERS)) == 1


@pytest.mark.parametrize(
    ("properties", "findings"),
    [
        ("{Principal: s3.amazonaws.com}", 1),
        ("{Principal: !Sub 'logs.${AWS::Region}.amazonaws.com'}", 1),
        ("{Principal: apigateway.amazonaws.com, SourceArn: '*'}", 1),
        ("{Principal: sns.amazonaws.com, SourceArn: !If [Chosen, !Ref Topic, !Ref AWS::NoValue]}", 1),
        ("{Principal: sns.amazonaws.com, SourceArn: !Ref Topic}", 0),
        ("{Principal: s3.amazonaws.com, SourceAccount: !Ref AWS::AccountId}", 0),
        ("{Principal: alexa-appkit.amazon.com, EventSourceToken: amzn1.ask.skill.1}", 0),
        ("{Principal: alexa-appkit.amazon.com}", 0),
        ("{Principal: events.amazonaws.com, SourceArn: !Ref Topic}", 0),
        ("{Principal: events.amazonaws.com, SourceArn: !Ref Topic, SourceAccount: !Ref AWS::AccountId}", 1),
        ("{Principal: '111122223333'}", 0),
    ],
)
def test_a_permission_of_a_function_is_read_as_a_statement(properties: str, findings: int) -> None:
    permission = f"Permission: {{Type: AWS::Lambda::Permission, Properties: {properties}}}"
    resources = f"{permission}\nTopic: {{Type: AWS::SNS::Topic}}"
    assert len(findings_of(RULE, resources, PARAMETERS)) == findings


def test_an_endpoint_service_which_takes_no_conditions_is_left_alone() -> None:
    properties = "{AllowedPrincipals: [appflow.amazonaws.com]}"
    assert (
        findings_of(RULE, f"Thing: {{Type: AWS::EC2::VPCEndpointServicePermissions, Properties: {properties}}}") == []
    )


def role(service: str, condition: str) -> str:
    trust = f"{{Effect: Allow, Principal: {{Service: {service}}}, Action: sts:AssumeRole, Condition: {condition}}}"
    return f"Role: {{Type: AWS::IAM::Role, Properties: {{AssumeRolePolicyDocument: {{Statement: [{trust}]}}}}}}"


ACCOUNT = "{StringEquals: {'AWS:sourceAccount': !Ref AWS::AccountId}}"


@pytest.mark.parametrize(
    "condition",
    [
        ACCOUNT,
        "{ArnLike: {'aws:SourceArn': 'arn:aws:cloudtrail:*:111122223333:trail/*'}}",
        "{'ForAnyValue:StringEquals': {'aws:SourceAccount': '111122223333'}}",
        "{'Null': {'aws:SourceArn': 'false'}}",
    ],
)
def test_a_condition_on_what_a_service_does_not_send_is_a_finding(condition: str) -> None:
    assert findings_of(RULE, role("cloudtrail.amazonaws.com", condition)) == [
        ("Role", "AssumeRolePolicyDocument.Statement[0].Principal.Service")
    ]


@pytest.mark.parametrize(
    ("service", "condition"),
    [
        ("cloudtrail.amazonaws.com", "{StringEqualsIfExists: {'aws:SourceAccount': '111122223333'}}"),
        ("cloudtrail.amazonaws.com", "{StringNotEquals: {'aws:SourceAccount': '444455556666'}}"),
        ("cloudtrail.amazonaws.com", "{'Null': {'aws:SourceArn': 'true'}}"),
        ("cloudtrail.amazonaws.com", "{StringEquals: {'aws:PrincipalOrgID': o-a1b2c3d4e5}}"),
        ("ecs-tasks.amazonaws.com", ACCOUNT),
        ("logs.amazonaws.com", ACCOUNT),
        ("lambda.amazonaws.com", ACCOUNT),
        ("nobody-knows.amazonaws.com", ACCOUNT),
    ],
)
def test_a_condition_that_may_be_met_and_one_of_which_nobody_knows_are_none(service: str, condition: str) -> None:
    assert findings_of(RULE, role(service, condition)) == []


def key_policy(service: str, condition: str) -> str:
    statement = f"{{Effect: Allow, Principal: {{Service: {service}}}, Action: kms:Decrypt, Condition: {condition}}}"
    return f"Key: {{Type: AWS::KMS::Key, Properties: {{KeyPolicy: {{Statement: [{statement}]}}}}}}"


TOPIC = "ArnLike: {'kms:EncryptionContext:aws:sns:topicArn': 'arn:aws:sns:*:111122223333:*'}"


def test_what_is_sent_to_a_key_depends_on_the_encryption_context() -> None:
    bus = TOPIC.replace("sns:topicArn", "events:event-busv2:arn")
    found = [
        findings_of(RULE, key_policy("events.amazonaws.com", f"{{{context}, {ACCOUNT[1:-1]}}}"))
        for context in (TOPIC, bus)
    ]
    assert [len(one) for one in found] == [1, 0]


def test_a_service_that_is_in_no_row_may_come_without_a_condition() -> None:
    assert findings_of(RULE, topic_policy("", "{Service: nobody-knows.amazonaws.com}")) == []
    assert findings_of(RULE, topic_policy("", "{Service: events.amazonaws.com}")) == []
