from __future__ import annotations

from typing import Any

import pytest

from aspects.judge.access.values import Values
from aspects.judge.iam.matching import unknown_text
from governed_cdk.deploy_policy.names import NAMED, NamePatterns, at_deploy, cut_name, made_up_in, named_types
from tests.governed_cdk.deploy_policy.apps import app


@pytest.mark.parametrize(
    ("name", "stack", "cut"),
    [
        ("prod-orders-events", "prod-orders", "prod-orders-*"),
        ("prod-orders", "prod-orders", "prod-orders"),
        ("/aws/lambda/prod-orders-worker", "prod-orders", "/aws/lambda/prod-orders-*"),
        ("/connectly/orders/prod/api-key", "prod-orders", "/connectly/orders/prod/*"),
        ("prod-logging-archive-111122223333", "prod-logging-dr", "prod-logging-*"),
        ("prod-ordersandmore-events", "prod-orders", "prod-ordersandmore-events"),
        ("/shared/kms/key-arn", "prod-orders", "/shared/kms/key-arn"),
        ("orders", "prod-orders", "orders"),
    ],
)
def test_a_name_is_cut_behind_its_environment_and_stack_and_otherwise_left(name: str, stack: str, cut: str) -> None:
    (template,) = app(stack, Queue=("AWS::SQS::Queue", {"Tags": [{"Key": "Environment", "Value": "prod"}]}))
    assert cut_name(name, template) == cut


def names(stack: str, **resources: Any) -> NamePatterns:
    found = app(stack, **resources)
    return NamePatterns(found, Values(found))


def test_a_name_that_cloudformation_makes_up_begins_with_what_it_leaves_of_the_stack() -> None:
    long = "prod-a-stack-with-a-long-name"
    assert names("prod-orders", It=("AWS::SQS::Queue", {})).of("AWS::SQS::Queue") == {"prod-orders-*"}
    assert names(long, It=("AWS::SQS::Queue", {})).of("AWS::SQS::Queue") == {"prod-a-stack-with-a-*"}
    load_balancer = "AWS::ElasticLoadBalancingV2::LoadBalancer"
    assert names("prod-orders", It=(load_balancer, {})).of(load_balancer) == {"prod-*"}


def test_what_follows_a_name_in_its_arn_is_open() -> None:
    found = names(
        "x", A=("AWS::SecretsManager::Secret", {"Name": "a"}), B=("AWS::Logs::LogGroup", {"LogGroupName": "b"})
    )
    assert found.of("AWS::SecretsManager::Secret", "AWS::Logs::LogGroup") == {"a-*", "b*"}


def test_prefixes_that_the_arn_has_itself_are_taken_off() -> None:
    found = names("x", A=("AWS::KMS::Alias", {"AliasName": "alias/a"}), B=("AWS::SSM::Parameter", {"Name": "/b/c"}))
    assert found.of("AWS::KMS::Alias", "AWS::SSM::Parameter") == {"a", "b/c"}


def test_whatever_only_the_deploy_tells_may_be_anything() -> None:
    assert at_deploy(f"a-{unknown_text('why')}-b-XXXXXXXXXXXX") == "a-*-b-*"
    assert at_deploy("secret:a-XXXXXX") == "secret:a-*"
    assert made_up_in("prod-orders", "ARoleWithAVeryLongLogicalId") == "prod-orders-ARoleWithAVeryL*"


def test_the_parts_of_arns_name_types() -> None:
    assert named_types("sqs:${Region}:${Account}:${QueueName}") == {"AWS::SQS::Queue"}
    assert named_types("kms:${Region}:${Account}:key/${KeyId}") == set()
    assert all(types for types in NAMED.values())
