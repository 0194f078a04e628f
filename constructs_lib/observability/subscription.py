"""GovernedSubscription: a log group's events, handed to a delivery stream, with an alarm when that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.telemetry.alarms import SUBSCRIPTION
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from constructs_lib.observability.log_group import GovernedLogGroup


class GovernedSubscription(Construct):
    """A subscription filter for every event of a log group; a log group may have two (CloudWatch Logs quotas).

    Args:
        log_group: whose events.
        kind: last part of the filter's name and subject of its alarm, kebab-case.
        stream_arn: the delivery stream; `contract.LOGGING_ARCHIVE_STREAM_ARN` is the archive.
        role_arn: role that CloudWatch Logs writes as; `contract.LOGGING_SUBSCRIPTION_ROLE_ARN` for the archive.
        pattern: a filter pattern; every event when empty.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        log_group: GovernedLogGroup,
        kind: str,
        stream_arn: str,
        role_arn: str,
        pattern: str = "",
    ) -> None:
        super().__init__(scope, id)
        name = GovernedStack.of_construct(self).names.physical(kind, max_length=255)
        logs.CfnSubscriptionFilter(
            self,
            "Resource",
            filter_name=name,
            filter_pattern=pattern,
            log_group_name=log_group.log_group.log_group_name,
            destination_arn=stream_arn,
            role_arn=role_arn,
        )
        GovernedAlarms(
            self,
            "Alarms",
            specs=SUBSCRIPTION,
            subject=kind,
            dimensions={"LogGroupName": log_group.name, "DestinationType": "Firehose", "FilterName": name},
        )
