"""Who a policy admits, in each place that has one, under each condition."""

from __future__ import annotations

import json

import pytest

from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "policies-name-their-principals"
PARAMETERS = "Parameters: {Given: {Type: String}}\nConditions: {Chosen: !Equals [!Ref AWS::Region, a]}"


def queue_policy(principal: str, condition: str = "", effect: str = "Allow", named: str = "Principal") -> str:
    block = f", Condition: {condition}" if condition else ""
    statement = f"{{Effect: {effect}, {named}: {principal}, Action: sqs:SendMessage, Resource: '*'{block}}}"
    return f"Policy:\n  Type: AWS::SQS::QueuePolicy\n  Properties: {{PolicyDocument: {{Statement: [{statement}]}}}}"


def found(resources: str) -> int:
    return len(findings_of(RULE, resources, PARAMETERS))


@pytest.mark.parametrize(
    "principal",
    [
        "'*'",
        "['*']",
        "{AWS: '*'}",
        "{AWS: ['111122223333', '*']}",
        "{AWS: 'arn:aws:iam::*:root'}",
        "{AWS: !Sub 'arn:${AWS::Partition}:iam::*:role/reader'}",
        "{Service: '*'}",
        "{CanonicalUser: '*'}",
        "!If [Chosen, '*', {AWS: '111122223333'}]",
        "{AWS: !If [Chosen, '111122223333', '*']}",
    ],
)
def test_everybody_is_a_finding(principal: str) -> None:
    assert found(queue_policy(principal)) == 1


@pytest.mark.parametrize(
    "principal",
    [
        "{AWS: '111122223333'}",
        "{AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}",
        "{AWS: !Sub 'arn:aws:iam::${Given}:root'}",
        "{AWS: !GetAtt Role.Arn}",
        "{Service: sns.amazonaws.com}",
        "{AWS: '{{resolve:ssm:/prod/api/role-arn}}'}",
    ],
)
def test_somebody_is_none(principal: str) -> None:
    assert found(queue_policy(principal) + "\nRole: {Type: AWS::IAM::Role}") == 0


def test_all_but_one_is_a_finding_and_a_denial_is_none() -> None:
    assert found(queue_policy("{AWS: '111122223333'}", named="NotPrincipal")) == 1
    assert found(queue_policy("'*'", effect="Deny")) == 0
    assert found(queue_policy("{AWS: '111122223333'}", named="NotPrincipal", effect="Deny")) == 0


REAL = {
    "StringEquals": {"aws:SourceAccount": "111122223333"},
    "stringequals": {"AWS:SOURCEACCOUNT": ["111122223333"]},
    "ArnLike": {"aws:SourceArn": "arn:aws:sns:*:111122223333:*"},
    "ArnEquals": {"aws:SourceArn": "arn:aws:s3:::connectly-prod-data"},
    "StringLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"},
    "ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*"},
    "IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "10.0.0.0/8", "2001:db8::/32"]},
    "StringEqualsIgnoreCase": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"},
    "Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"},
}
VACUOUS = {
    "Bool": {"aws:SecureTransport": "true"},
    "StringLike": {"aws:SourceArn": "*"},
    "StringEquals": {"aws:SourceAccount": ["111122223333", "*"]},
    "ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:orders"},
    "ArnEquals": {"aws:SourceArn": "arn:aws:s3:::*"},
    "StringEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"},
    "ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"},
    "StringNotEquals": {"aws:PrincipalAccount": "111122223333"},
    "Null": {"aws:PrincipalOrgID": "false"},
    "IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/0"]},
    "IpAddressIfExists": {"aws:SourceIp": "203.0.113.0/24"},
    "NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"},
    "StringLikeIfExists": {"aws:Referer": "https://set-of.com/*"},
    "stringlike": {"aws:PrincipalOrgID": "o-*"},
    "stringequals": {"sts:ExternalId": "connectly"},
    "arnlike": {"aws:SourceVpce": "vpce-*"},
}


@pytest.mark.parametrize(("operator", "keys"), REAL.items())
def test_a_condition_on_the_caller_makes_up_for_it(operator: str, keys: dict[str, object]) -> None:
    assert found(queue_policy("'*'", json.dumps({operator: keys}))) == 0


@pytest.mark.parametrize(("operator", "keys"), VACUOUS.items())
def test_a_condition_that_always_holds_does_not(operator: str, keys: dict[str, object]) -> None:
    assert found(queue_policy("'*'", json.dumps({operator: keys}))) == 1


@pytest.mark.parametrize("network", ["0.0.0.0/1", "128.0.0.0/1", "0.0.0.0/0", "::/0", "2000::/3", "everywhere"])
def test_a_network_as_wide_as_the_world_does_not(network: str) -> None:
    assert found(queue_policy("'*'", json.dumps({"IpAddress": {"aws:SourceIp": network}}))) == 1


def test_if_exists_counts_where_the_key_must_be_there() -> None:
    both = {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}, "Null": {"aws:PrincipalOrgID": False}}
    assert found(queue_policy("'*'", json.dumps(both))) == 0


def test_a_condition_that_a_branch_leaves_out_does_not_count() -> None:
    narrow = "{StringEquals: {'aws:SourceAccount': !Ref AWS::AccountId}}"
    assert found(queue_policy("'*'", narrow)) == 0
    assert found(queue_policy("'*'", f"!If [Chosen, {narrow}, !Ref AWS::NoValue]")) == 1


def test_what_only_the_deploy_knows_is_unknown() -> None:
    for policy in (
        queue_policy("{AWS: !Ref Given}"),
        queue_policy("'*'", "{StringEquals: {'aws:SourceAccount': !Ref Given}}"),
        queue_policy("'*'", effect="!Ref Given"),
        "Policy: {Type: AWS::SQS::QueuePolicy, Properties: {PolicyDocument: !Ref Given}}",
    ):
        assert found(policy) == 0
        assert len(unknown_of(RULE, policy, PARAMETERS)) == 1


OPEN = "{Statement: [{Effect: Allow, Principal: '*', Action: 'x:*', Resource: '*'}]}"
AS_TEXT = json.dumps({"Statement": {"Effect": "Allow", "Principal": "*", "Action": "logs:PutSubscriptionFilter"}})


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        ("AWS::KMS::Key", f"{{KeyPolicy: {OPEN}}}"),
        ("AWS::S3::BucketPolicy", f"{{PolicyDocument: {OPEN}}}"),
        ("AWS::SNS::TopicPolicy", f"{{PolicyDocument: {OPEN}}}"),
        ("AWS::SNS::TopicInlinePolicy", f"{{PolicyDocument: {OPEN}}}"),
        ("AWS::SecretsManager::ResourcePolicy", f"{{ResourcePolicy: {OPEN}}}"),
        ("AWS::ECR::Repository", f"{{RepositoryPolicyText: {OPEN}}}"),
        ("AWS::EFS::FileSystem", f"{{FileSystemPolicy: {OPEN}}}"),
        ("AWS::DynamoDB::Table", f"{{ResourcePolicy: {{PolicyDocument: {OPEN}}}}}"),
        ("AWS::DynamoDB::GlobalTable", f"{{Replicas: [{{ResourcePolicy: {{PolicyDocument: {OPEN}}}}}]}}"),
        ("AWS::Logs::Destination", json.dumps({"DestinationPolicy": AS_TEXT})),
        ("AWS::OpenSearchService::Domain", f"{{AccessPolicies: {OPEN}}}"),
        ("AWS::IAM::Role", f"{{AssumeRolePolicyDocument: {OPEN}}}"),
        ("AWS::Lambda::Permission", "{Principal: '*', Action: lambda:InvokeFunctionUrl, FunctionUrlAuthType: NONE}"),
        ("AWS::Lambda::LayerVersionPermission", "{Principal: '*', Action: lambda:GetLayerVersion}"),
        ("AWS::Events::EventBusPolicy", "{StatementId: a, Principal: '*', Action: events:PutEvents}"),
        ("AWS::Events::EventBusPolicy", "{StatementId: a, Statement: {Effect: Allow, Principal: '*', Action: a}}"),
        ("AWS::EC2::VPCEndpointServicePermissions", "{AllowedPrincipals: ['*']}"),
    ],
)
def test_each_kind_of_policy_is_read(type_: str, properties: str) -> None:
    assert found(f"Thing:\n  Type: {type_}\n  Properties: {properties}") == 1


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        ("AWS::Lambda::Permission", "{Principal: '*', PrincipalOrgID: o-a1b2c3d4e5}"),
        ("AWS::Lambda::LayerVersionPermission", "{Principal: '*', OrganizationId: o-a1b2c3d4e5}"),
        (
            "AWS::Events::EventBusPolicy",
            "{Principal: '*', Condition: {Type: StringEquals, Key: 'aws:PrincipalOrgID', Value: o-a1b2c3d4e5}}",
        ),
        ("AWS::OpenSearchService::Domain", f"{{AccessPolicies: {OPEN}, VPCOptions: {{SubnetIds: [subnet-1]}}}}"),
        ("AWS::EC2::VPCEndpoint", f"{{PolicyDocument: {OPEN}}}"),
        ("AWS::ApiGateway::RestApi", f"{{Policy: {OPEN}}}"),
    ],
)
def test_what_narrows_in_other_words_is_none(type_: str, properties: str) -> None:
    assert found(f"Thing:\n  Type: {type_}\n  Properties: {properties}") == 0
