"""GovernedEventLog: events of a service, kept in a log group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib.messaging.event_rule import EventTarget, GovernedEventRule
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.observability.log_group import GovernedLogGroup

_WRITERS = ("events.amazonaws.com", "delivery.logs.amazonaws.com")


class GovernedEventLog(Construct):
    """A rule that writes matching events into a log group, and the resource policy that lets it.

    Args:
        log_group: where the events go.
        kind: last part of the names.
        description: what the rule is for.
        pattern: the event pattern.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        log_group: GovernedLogGroup,
        kind: str,
        description: str,
        pattern: Mapping[str, Any],
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        region, account = stack.region, stack.account
        arn = f"arn:aws:logs:{region}:{account}:log-group:{log_group.name}"
        rule_arn = f"arn:aws:events:{region}:{account}:rule/{stack.names.physical(kind)}"
        policy = logs.ResourcePolicy(
            self,
            "Policy",
            resource_policy_name=stack.names.physical(kind),
            # EventBridge User Guide, "CloudWatch Logs permissions", has the rule's ARN for PutLogEvents and nothing for
            # CreateLogStream: IfExists refuses other accounts where the caller says whose events these are.
            policy_statements=[
                _statement("logs:CreateLogStream", arn, {"StringEqualsIfExists": {"aws:SourceAccount": account}}),
                _statement("logs:PutLogEvents", arn, {"ArnEquals": {"aws:SourceArn": rule_arn}}),
            ],
        )
        rule = GovernedEventRule(
            self, "Rule", kind=kind, description=description, pattern=pattern, target=EventTarget(arn=arn)
        )
        rule.node.add_dependency(policy, log_group.log_group)


def _statement(action: str, log_group: str, conditions: dict[str, Any]) -> iam.PolicyStatement:
    return iam.PolicyStatement(
        principals=[iam.ServicePrincipal(writer) for writer in _WRITERS],
        actions=[action],
        resources=[f"{log_group}:*"],
        conditions=conditions,
    )
