"""What CloudFormation needs for apps of a few resources."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aspects.judge.template import Template
from governed_cdk.deploy_policy.needs import Need, needs_of
from governed_cdk.deploy_policy.special import service_of
from tests.governed_cdk.deploy_policy.apps import ACCOUNT, REGION, app, function, role

SSM = "AWS::SSM::Parameter::Value<String>"
BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/services-boundary"


def found(stack: str = "prod-orders", *, parameters: dict[str, Any] | None = None, **resources: Any) -> set[Need]:
    return set(needs_of(app(stack, parameters=parameters, **resources)).needs)


def of(needs: set[Need], action: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """The conditions of an action by ARN."""
    return {one.arn: {key: values for _, key, values in one.conditions} for one in needs if one.action == action}


def test_a_role_is_passed_by_name_to_whom_it_trusts() -> None:
    needs = found(Role=role("prod-orders-worker"), Worker=function("prod-orders-worker"))
    passed = of(needs, "iam:PassRole")
    assert passed == {
        f"arn:aws:iam::{ACCOUNT}:role/prod-orders-worker": {"iam:PassedToService": ("lambda.amazonaws.com",)}
    }


def test_a_role_that_cloudformation_names_is_passed_by_how_its_name_begins() -> None:
    passed = of(found(Role=role(), Worker=function("prod-orders-worker")), "iam:PassRole")
    assert list(passed) == [f"arn:aws:iam::{ACCOUNT}:role/prod-orders-Role*"]


def test_a_role_that_nothing_passes_is_not_passed() -> None:
    assert of(found(Role=role("prod-orders-worker")), "iam:PassRole") == {}


def test_where_every_role_has_a_boundary_none_is_made_without_it_and_none_loses_it() -> None:
    needs = found(Role=role("prod-orders-worker", PermissionsBoundary=BOUNDARY))
    (conditions,) = of(needs, "iam:CreateRole").values()
    assert conditions == {"iam:PermissionsBoundary": (BOUNDARY,)}
    assert of(needs, "iam:PutRolePolicy").keys() == of(needs, "iam:CreateRole").keys()
    assert of(needs, "iam:PutRolePermissionsBoundary")
    assert not of(needs, "iam:DeleteRolePermissionsBoundary")


def test_without_boundaries_none_is_put_and_of_managed_policies_only_those_that_the_app_names_are_attached() -> None:
    managed = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    needs = found(Role=role("prod-orders-worker", ManagedPolicyArns=[managed]))
    assert not of(needs, "iam:PutRolePermissionsBoundary")
    assert of(needs, "iam:AttachRolePolicy") == {
        f"arn:aws:iam::{ACCOUNT}:role/prod-orders-*": {"iam:PolicyARN": (managed,)}
    }


def test_where_no_managed_policy_is_named_none_can_be_attached_though_one_can_be_taken_off() -> None:
    needs = found(Role=role("prod-orders-worker"))
    assert of(needs, "iam:AttachRolePolicy") == {}
    assert of(needs, "iam:DetachRolePolicy") == {f"arn:aws:iam::{ACCOUNT}:role/prod-orders-*": {}}


def test_an_app_without_users_and_groups_touches_none() -> None:
    policy = ("AWS::IAM::Policy", {"PolicyName": "a", "PolicyDocument": {}, "Roles": ["prod-orders-worker"]})
    actions = {one.action for one in found(Role=role("prod-orders-worker"), Policy=policy)}
    assert "iam:PutRolePolicy" in actions
    assert not {one for one in actions if "User" in one or "Group" in one}
    of_group = ("AWS::IAM::Policy", {"PolicyName": "a", "PolicyDocument": {}, "Groups": ["theirs"]})
    assert "iam:PutGroupPolicy" in {one.action for one in found(Policy=of_group)}
    with_user = {one.action for one in found(User=("AWS::IAM::User", {"UserName": "prod-orders-user"}))}
    assert "iam:CreateUser" in with_user


def test_a_key_is_used_through_services_alone_and_only_where_the_app_has_something_to_encrypt() -> None:
    needs = found(Secret=("AWS::SecretsManager::Secret", {"Name": "/connectly/orders/prod/key"}))
    (conditions,) = of(needs, "kms:Decrypt").values()
    assert conditions == {"kms:ViaService": ("secretsmanager.*.amazonaws.com",)}
    assert not {one for one in found(Role=role("prod-orders-worker")) if one.action.startswith("kms:")}


def test_grants_are_for_services_of_aws() -> None:
    needs = found(Table=("AWS::DynamoDB::Table", {"TableName": "prod-orders-table"}))
    (conditions,) = of(needs, "kms:CreateGrant").values()
    assert conditions == {"kms:GrantIsForAWSResource": ("true",), "kms:ViaService": ("dynamodb.*.amazonaws.com",)}


def test_code_is_read_from_the_buckets_of_assets_and_no_other() -> None:
    needs = found(Role=role("prod-orders-worker"), Worker=function("prod-orders-worker"))
    assert list(of(needs, "s3:GetObject")) == [f"arn:aws:s3:::cdk-hnb659fds-assets-{ACCOUNT}-{REGION}/*"]


def test_parameters_and_dynamic_references_are_read() -> None:
    parameters = {
        "Key": {"Type": SSM, "Default": "/prod/kms/rds-key-arn"},
        "Version": {"Type": SSM, "Default": "/cdk-bootstrap/hnb659fds/version"},
        "Plain": {"Type": "String", "Default": "/not/a/parameter"},
    }
    value = "{{resolve:secretsmanager:/connectly/orders/prod/key:SecretString:password}}"
    queue = ("AWS::SQS::Queue", {"QueueName": "prod-orders-q", "Tags": [{"Key": "a", "Value": value}]})
    needs = found(parameters=parameters, Queue=queue)
    here = f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter"
    assert set(of(needs, "ssm:GetParameters")) == {f"{here}/prod/kms/*", f"{here}/cdk-bootstrap/hnb659fds/version"}
    secret = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:/connectly/orders/prod/key-*"
    assert list(of(needs, "secretsmanager:GetSecretValue")) == [secret]


def test_a_custom_resource_is_handed_to_its_function_or_topic() -> None:
    topic = f"arn:aws:sns:{REGION}:{ACCOUNT}:providers"
    custom = {"ServiceToken": {"Fn::GetAtt": ["Worker", "Arn"]}}
    needs = found(
        Role=role("prod-orders-worker"), Worker=function("prod-orders-worker"), One=("Custom::Thing", custom),
        Two=("AWS::CloudFormation::CustomResource", {"ServiceToken": topic}),
    )  # fmt: skip
    called = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:prod-orders-worker"
    assert called in of(needs, "lambda:InvokeFunction")
    assert list(of(needs, "sns:Publish")) == [topic]


def test_what_is_nested_is_named_after_the_stacks_that_it_is_part_of() -> None:
    (child,) = app("Child", Group=("AWS::Logs::LogGroup", {}), Role=role(), Worker=function("prod-orders-worker"))
    resources = {"Part": {"Type": "AWS::CloudFormation::Stack", "Properties": {}}}
    stacks = [
        Template(
            Path(name),
            {"Resources": resources},
            account=ACCOUNT,
            region=REGION,
            stack_name=name,
            nested={"Part": child},
        )
        for name in ("prod-orders", "prod-news")
    ]
    needs = set(needs_of(stacks).needs)
    assert of(needs, "logs:CreateLogGroup").keys() == {
        f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:prod-{name}-*" for name in ("orders", "news")
    }
    assert of(needs, "iam:PassRole").keys() == {
        f"arn:aws:iam::{ACCOUNT}:role/prod-{name}-Role*" for name in ("orders", "news")
    }
    assert of(needs, "cloudformation:CreateStack")


def test_types_that_nobody_knows_are_said() -> None:
    assert needs_of(app(It=("AWS::OpsWorks::App", {}), Queue=("AWS::SQS::Queue", {}))).unknown == (
        "AWS::OpsWorks::App",
    )


def test_the_service_that_acts_for_a_type_is_the_one_of_most_of_its_actions() -> None:
    types = (
        "AWS::SecretsManager::Secret",
        "AWS::EFS::FileSystem",
        "AWS::KMS::Key",
        "AWS::EC2::Volume",
        "No::Such::Type",
    )
    assert [service_of(one) for one in types] == ["secretsmanager", "elasticfilesystem", "kms", "ec2", ""]
