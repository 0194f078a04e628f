"""GovernedLogGroup: encrypted, with a retention, named under `/<org>/<env>/<service>/` or `/aws/<service>/`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from aws_cdk import aws_logs as logs

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.kernel.retention import RETENTION_DAYS
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsLogGroup

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms
    from constructs import Construct

# WAF writes only to groups with its prefix (WAF Developer Guide, "Sending web ACL traffic logs to CloudWatch Logs"),
# and enhanced monitoring of RDS to this one (RDS User Guide, "Viewing OS metrics using CloudWatch Logs").
_NAME = re.compile(r"/[a-z0-9-]+(/[a-zA-Z0-9._-]+){1,5}|aws-waf-logs-[a-z0-9-]+|RDSOSMetrics")


class GovernedLogGroup(IsLogGroup):
    """A log group on the logs key, kept for the environment's retention.

    Args:
        kind: last part of `/<org>/<env>/<service>/<kind>`.
        name: the whole name instead, where an AWS service demands it, as `/aws/lambda/<function>`.
        retention_days: one of CloudWatch's values (PutRetentionPolicy); the environment's when absent.
        key: another key than the logs key, for events of a higher class. Without it, the group is tagged with the
            logs key's class at most: events must hold nothing more sensitive.

    Raises:
        ConfigurationError: a retention that CloudWatch does not know, or a name outside the pattern.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str = "",
        name: str = "",
        retention_days: int | None = None,
        key: kms.IKey | None = None,
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        days = stack.environment_settings.log_retention_days if retention_days is None else retention_days
        if days not in RETENTION_DAYS:
            raise invalid(f"{self.node.path}: retention_days", days, ", ".join(map(str, RETENTION_DAYS)))
        full = name or stack.names.log_group(kind)
        if not _NAME.fullmatch(full):
            allowed = "/aws/<service>/..., /<org>/<env>/<service>/..., aws-waf-logs-... or RDSOSMetrics"
            raise invalid(f"{self.node.path}: name", full, allowed)
        resource = logs.LogGroup(
            self,
            "Resource",
            log_group_name=full,
            encryption_key=key or stack.key(KeyPurpose.LOGS),
            removal_policy=stack.retain,
        )
        if key is None:
            stack.hold_at_most(self, KeyPurpose.LOGS)
        cast("logs.CfnLogGroup", resource.node.default_child).retention_in_days = days  # the L2 takes an enum instead
        self.log_group: logs.ILogGroup = resource
        self.name = full
