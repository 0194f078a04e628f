"""What a function works as: its log group, its traces, its own variables, and what it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk

from constructs_lib.compute.function_environment import own_environment
from constructs_lib.security.role import GovernedRole, allow
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_iam as iam
    from constructs import Construct

    from constructs_lib.observability.log_group import GovernedLogGroup


def function_role(
    scope: Construct,
    *,
    function: str,
    kind: str,
    log_group: GovernedLogGroup,
    statements: Sequence[iam.PolicyStatement],
    in_vpc: bool,
) -> iam.Role:
    """The role of a function by its name: it may log, trace and read its own variables, and what `statements` say."""
    stack = GovernedStack.of_construct(scope)
    role = GovernedRole(
        scope,
        "Role",
        kind=f"{kind}-function",
        assumed_by="lambda.amazonaws.com",
        description=f"Execution role of {function}",
        managed_policies=["service-role/AWSLambdaVPCAccessExecutionRole"] if in_vpc else (),
        statements=[*_logging(stack, log_group.name), own_environment(stack, function), *statements],
    ).role
    _accept_findings(role, stack, log_group.name, statements, in_vpc=in_vpc)
    return role


def _logging(stack: cdk.Stack, log_group: str) -> list[iam.PolicyStatement]:
    group = f"arn:{cdk.Aws.PARTITION}:logs:{stack.region}:{stack.account}:log-group:{log_group}:*"
    return [
        allow("logs:CreateLogStream", "logs:PutLogEvents", on=group),
        allow("xray:PutTraceSegments", "xray:PutTelemetryRecords", on="*"),
    ]


def _accept_findings(
    role: iam.Role, stack: cdk.Stack, log_group: str, given: Sequence[iam.PolicyStatement], *, in_vpc: bool
) -> None:
    """What the function itself needs. A star in a given statement is for whoever gives it to accept."""
    group = f"arn:<AWS::Partition>:logs:{stack.region}:{stack.account}:log-group:{log_group}:*"
    policy = role.node.find_child("DefaultPolicy")
    streams = f"AwsSolutions::AwsSolutions-IAM5[Resource::{group}]"
    by_design(policy, streams, reason="The streams of its own log group, which Lambda names")
    if not any("*" in statement.resources for statement in given):
        finding = "AwsSolutions::AwsSolutions-IAM5[Resource::*]"
        by_design(policy, finding, reason="X-Ray's actions know no resource (Service Authorization Reference)")
    if in_vpc:
        by_design(
            role,
            "AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/"
            "AWSLambdaVPCAccessExecutionRole]",
            reason="AWS's own policy for functions in a VPC: logs, and network interfaces that Lambda itself makes",
        )
