from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError, GovernedPolicy, GovernedRole, allow, service_principal

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


@pytest.mark.parametrize("action", ["*", "s3"])
def test_no_policy_grants_every_action(action: str) -> None:
    with pytest.raises(ConfigurationError, match="no policy grants every action"):
        allow(action, on="arn:aws:s3:::bucket")


def test_no_policy_grants_a_whole_service_on_every_resource() -> None:
    with pytest.raises(ConfigurationError, match="named actions, or named resources"):
        allow("sqs:*", on=["arn:aws:sqs:ap-northeast-2:111122223333:queue", "*"])


@pytest.mark.parametrize("action", ["iam:PassRole", "iam:*", "iam:Pass*"])
def test_a_role_is_passed_to_a_named_service_only(action: str) -> None:
    role = "arn:aws:iam::111122223333:role/task"
    with pytest.raises(ConfigurationError, match="iam:PassedToService"):
        allow(action, on=role)
    named = allow(action, on=role, when={"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}})
    assert named.to_statement_json()["Condition"] == {
        "StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}
    }


def test_a_service_assumes_a_role_for_this_account_and_the_named_source_only(bench: Bench) -> None:
    source = "arn:aws:ecs:ap-northeast-2:111122223333:*"
    GovernedRole(
        bench.stack, "Role", kind="task", assumed_by="ecs-tasks.amazonaws.com", source_arn=source, description="Tests"
    )
    role = bench.only("AWS::IAM::Role")
    (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert role["RoleName"] == "prod-example-task"
    assert role["MaxSessionDuration"] == 3600
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "111122223333"},
        "ArnLike": {"aws:SourceArn": source},
    }


@pytest.mark.parametrize(
    ("service", "conditions"),
    [
        ("firehose.amazonaws.com", {"StringEqualsIfExists": {"aws:SourceAccount": "111122223333"}}),
        ("monitoring.rds.amazonaws.com", {"StringEquals": {"aws:SourceAccount": "111122223333"}}),
    ],
)
def test_what_is_disputed_is_demanded_only_where_it_comes(bench: Bench, service: str, conditions: object) -> None:
    GovernedRole(bench.stack, "Role", kind="task", assumed_by=service, description="Tests")
    (statement,) = bench.only("AWS::IAM::Role")["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Condition"] == conditions


def test_a_service_that_nobody_has_looked_up_is_refused_with_the_way_out(bench: Bench) -> None:
    with pytest.raises(
        ConfigurationError, match=r"trust policy: given 'glue\.amazonaws\.com'; allowed: .*conditions\.yaml"
    ):
        GovernedRole(bench.stack, "Role", kind="task", assumed_by="glue.amazonaws.com", description="Tests")


def test_a_principal_is_made_for_a_kind_of_policy_that_there_is() -> None:
    with pytest.raises(ConfigurationError, match="policy: given 'topik'; allowed: trust, topic"):
        service_principal("events.amazonaws.com", account="111122223333", policy="topik")


def test_lambda_which_sends_no_source_is_trusted_without_one(bench: Bench) -> None:
    GovernedRole(bench.stack, "Role", kind="fn", assumed_by="lambda.amazonaws.com", description="Tests")
    (statement,) = bench.only("AWS::IAM::Role")["AssumeRolePolicyDocument"]["Statement"]
    assert "Condition" not in statement


def test_a_role_of_a_companion_carries_its_region_since_iam_is_global(virginia: Bench) -> None:
    GovernedRole(virginia.stack, "Role", kind="task", assumed_by="ecs-tasks.amazonaws.com", description="Tests")
    assert virginia.only("AWS::IAM::Role")["RoleName"] == "prod-example-task-us-east-1"


def test_long_roles_of_a_companion_that_differ_at_their_end_have_different_names(virginia: Bench) -> None:
    for end in "ab":
        kind = f"export-the-monthly-invoices-to-the-partners-{end}"
        GovernedRole(virginia.stack, end, kind=kind, assumed_by="ecs-tasks.amazonaws.com", description="Tests")
    names = {role["RoleName"] for role in virginia.resources("AWS::IAM::Role")}
    assert len(names) == 2
    assert all(len(name) == 64 and name.endswith("-us-east-1") for name in names)


@pytest.mark.parametrize("length", [36, 37, 38, 60])
def test_only_a_name_that_does_not_fit_is_cut(virginia: Bench, length: int) -> None:
    kind = "x" * length
    GovernedRole(virginia.stack, "Role", kind=kind, assumed_by="ecs-tasks.amazonaws.com", description="Tests")
    name, whole = virginia.only("AWS::IAM::Role")["RoleName"], f"prod-example-{kind}-us-east-1"
    assert (name == whole) is (len(whole) <= 64)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"kind": "Task_Role"}, "kebab-case"),
        ({"max_session_hours": 0}, "1 to 12"),
        ({"max_session_hours": 13}, "1 to 12"),
        ({"managed_policies": ["AdministratorAccess"]}, "service-role/"),
    ],
)
def test_a_role_out_of_bounds_is_refused(bench: Bench, arguments: dict[str, object], text: str) -> None:
    with pytest.raises(ConfigurationError, match=text):
        GovernedRole(
            bench.stack,
            "Role",
            **{"kind": "task", "assumed_by": "ecs-tasks.amazonaws.com", "description": "Tests", **arguments},  # type: ignore[arg-type]  # wrong on purpose, or by name from a table
        )


def test_a_policy_without_a_statement_is_refused(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="at least one statement"):
        GovernedPolicy(bench.stack, "Policy", kind="reader", description="Reads", statements=[])


def test_a_policy_is_named_after_environment_service_and_kind(bench: Bench) -> None:
    statement = allow("s3:GetObject", on="arn:aws:s3:::bucket/key")
    GovernedPolicy(bench.stack, "Policy", kind="reader", description="Reads", statements=[statement])
    assert bench.only("AWS::IAM::ManagedPolicy")["ManagedPolicyName"] == "prod-example-reader"


def test_a_policy_of_a_companion_carries_its_region_since_iam_is_global(virginia: Bench) -> None:
    statement = allow("s3:GetObject", on="arn:aws:s3:::bucket/key")
    GovernedPolicy(virginia.stack, "Policy", kind="reader", description="Reads", statements=[statement])
    assert virginia.only("AWS::IAM::ManagedPolicy")["ManagedPolicyName"] == "prod-example-reader-us-east-1"
