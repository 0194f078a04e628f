"""Whoever CDK can grant something to can be granted the use of a governed construct, and CDK's record says what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_s3_deployment as deployment
from aws_cdk import aws_sqs as sqs

from constructs_lib import (
    ConfigurationError,
    GovernedBucket,
    GovernedDeadLetterQueue,
    GovernedFunction,
    GovernedQueue,
    GovernedRole,
    GovernedTable,
    GovernedTopic,
)
from constructs_lib.kernel.accepted import MARK
from constructs_lib.security.grants import grant
from tests.constructs_lib.web_service import make_service
from tests.support import resolve

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from constructs import Construct

    from tests.constructs_lib.conftest import Bench

    Give = Callable[[Any, iam.IGrantable], iam.Grant]


@pytest.fixture
def code(tmp_path: Path) -> Path:
    folder = tmp_path / "code"
    folder.mkdir()
    (folder / "handler.py").write_text("def handler(event, context): ...\n")
    return folder


def l2_function(bench: Bench) -> lambda_.Function:
    return lambda_.Function(
        bench.stack,
        "Grantee",
        runtime=lambda_.Runtime.PYTHON_3_14,
        handler="index.handler",
        code=lambda_.Code.from_inline("x"),
    )


def governed_function(bench: Bench, code: Path) -> GovernedFunction:
    return GovernedFunction(bench.stack, "Grantee", kind="worker", description="Works", code=code)


def governed_role(bench: Bench) -> GovernedRole:
    return GovernedRole(
        bench.stack, "Grantee", kind="worker", assumed_by="ecs-tasks.amazonaws.com", description="Works"
    )


GRANTEES: dict[str, Callable[[Bench, Path], iam.IGrantable]] = {
    "a role": lambda bench, _: iam.Role(bench.stack, "Grantee", assumed_by=iam.AccountRootPrincipal()),
    "a user": lambda bench, _: iam.User(bench.stack, "Grantee"),
    "a group": lambda bench, _: iam.Group(bench.stack, "Grantee"),
    "a function": lambda bench, _: l2_function(bench),
    "a governed role": lambda bench, _: governed_role(bench),
    "the L2 of a governed role": lambda bench, _: governed_role(bench).role,
    "a governed function": governed_function,
    "the L2 of a governed function": lambda bench, code: governed_function(bench, code).function,
    "a governed container service": lambda bench, _: make_service(bench),
}
GRANTS: dict[str, tuple[Callable[[Construct], Any], Give, str, str]] = {
    "read objects": (lambda s: GovernedBucket(s, "X", kind="x"), lambda x, to: x.grant_read(to), "s3:GetObject", "s3"),
    "write objects": (
        lambda s: GovernedBucket(s, "X", kind="x"), lambda x, to: x.grant_read_write(to), "s3:PutObject", "s3"
    ),
    "send": (lambda s: GovernedQueue(s, "X", kind="x"), lambda x, to: x.grant_send(to), "sqs:SendMessage", "sqs"),
    "receive": (
        lambda s: GovernedQueue(s, "X", kind="x"), lambda x, to: x.grant_receive(to), "sqs:ReceiveMessage", "sqs"
    ),
    "receive what nobody took": (
        lambda s: GovernedDeadLetterQueue(s, "X", kind="x"), lambda x, to: x.grant_consume_messages(to),
        "sqs:ReceiveMessage", "sqs",
    ),
    "read items": (
        lambda s: GovernedTable(s, "X", kind="x", partition_key="id"), lambda x, to: x.grant_read_data(to),
        "dynamodb:GetItem", "dynamodb",
    ),
    "publish": (
        lambda s: GovernedTopic(s, "X", kind="x", display_name="X"), lambda x, to: x.grant_publish(to),
        "sns:Publish", "sns",
    ),
}  # fmt: skip


def statements(bench: Bench, kind: str = "AWS::IAM::Policy") -> dict[str, dict[str, Any]]:
    """Statement by action, of the policies of a kind."""
    found = [one for policy in bench.resources(kind) for one in policy["PolicyDocument"]["Statement"]]
    return {
        action: one
        for one in found
        for action in ([one["Action"]] if isinstance(one["Action"], str) else one["Action"])
        if one["Effect"] == "Allow"
    }


@pytest.mark.parametrize("grantee", GRANTEES)
@pytest.mark.parametrize("what", ["write objects", "send"])
def test_everybody_with_a_policy_can_be_granted_something(bench: Bench, code: Path, what: str, grantee: str) -> None:
    make, give, action, service = GRANTS[what]
    assert give(make(bench.stack), GRANTEES[grantee](bench, code)).success
    found = statements(bench)
    assert action in found
    via = {"StringEquals": {"kms:ViaService": f"{service}.ap-northeast-2.amazonaws.com"}}
    assert found["kms:GenerateDataKey"]["Condition"] == via


@pytest.mark.parametrize("what", GRANTS)
def test_a_grant_reaches_the_resource_and_its_key_through_the_service_only(bench: Bench, code: Path, what: str) -> None:
    make, give, action, service = GRANTS[what]
    given = give(make(bench.stack), GRANTEES["a role"](bench, code))
    found = statements(bench)
    assert all("*" not in one for one in found)
    assert action in found
    assert found["kms:Decrypt"]["Condition"] == {
        "StringEquals": {"kms:ViaService": f"{service}.ap-northeast-2.amazonaws.com"}
    }
    assert {one for statement in given.principal_statements for one in statement.actions} == found.keys()


@pytest.mark.parametrize("what", [what for what in GRANTS if what != "read items"])
def test_a_service_of_aws_is_admitted_by_the_resources_own_policy(bench: Bench, what: str) -> None:
    make, give, action, service = GRANTS[what]
    give(make(bench.stack), iam.ServicePrincipal("example.amazonaws.com"))
    policy = {"s3": "AWS::S3::BucketPolicy", "sqs": "AWS::SQS::QueuePolicy", "sns": "AWS::SNS::TopicPolicy"}[service]
    assert any(one.split("*")[0] in action for one in statements(bench, policy))
    assert bench.resources("AWS::IAM::Policy") == []


def test_two_grants_to_one_role_accept_one_finding_once(bench: Bench, code: Path) -> None:
    bucket, role = GovernedBucket(bench.stack, "X", kind="x"), GRANTEES["a role"](bench, code)
    for give in (bucket.grant_read, bucket.grant_read_write, bucket.grant_read):
        give(role)
    accepted = [entry for entry in bench.stack.node.find_child("Grantee").node.metadata if entry.type == MARK]
    assert len(accepted) == 1


def test_objects_can_be_granted_by_a_pattern(bench: Bench, code: Path) -> None:
    bucket = GovernedBucket(bench.stack, "X", kind="x")
    bucket.grant_read(GRANTEES["a role"](bench, code), "reports/*")
    assert resolve(statements(bench)["s3:GetObject"]["Resource"]).endswith(
        ":s3:::prod-example-x-111122223333/reports/*"
    )


def test_what_allow_refuses_is_not_granted(bench: Bench, code: Path) -> None:
    with pytest.raises(ConfigurationError, match="named actions, or named resources"):
        grant(GRANTEES["a role"](bench, code), "sqs:*", on="*")


@pytest.mark.parametrize("governed", [True, False])
def test_a_function_may_read_the_queue_that_calls_it(bench: Bench, code: Path, *, governed: bool) -> None:
    queue = GovernedQueue(bench.stack, "X", kind="x") if governed else sqs.Queue(bench.stack, "X")
    governed_function(bench, code).add_event_source(sources.SqsEventSource(queue))
    assert "sqs:ReceiveMessage" in statements(bench)
    assert len(bench.resources("AWS::Lambda::EventSourceMapping")) == 1


def test_what_is_added_to_the_role_of_a_function_is_there(bench: Bench, code: Path) -> None:
    function = governed_function(bench, code)
    function.add_to_role_policy(iam.PolicyStatement(actions=["s3:ListAllMyBuckets"], resources=["*"]))
    assert "s3:ListAllMyBuckets" in statements(bench)
    assert function.role.role_name


def test_cdk_itself_grants_as_we_do(bench: Bench) -> None:
    bucket = GovernedBucket(bench.stack, "X", kind="x")
    deployment.BucketDeployment(
        bench.stack, "Files", sources=[deployment.Source.data("a.txt", "x")], destination_bucket=bucket
    )
    found = statements(bench)
    assert found["s3:PutObject"]["Action"] == ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
    assert "kms:ReEncrypt*" not in found


def test_a_table_admits_no_service_of_aws(bench: Bench) -> None:
    table = GovernedTable(bench.stack, "X", kind="x", partition_key="id")
    with pytest.raises(ConfigurationError, match="grant: given 'ServicePrincipal'; allowed: a role, user or group"):
        table.grant_read_data(iam.ServicePrincipal("example.amazonaws.com"))
