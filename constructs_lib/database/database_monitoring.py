"""What watches a database: its exported logs, the role of enhanced monitoring, six alarms, and RDS's own events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.messaging.event_rule import EventTarget, GovernedEventRule
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.log_group import GovernedLogGroup
from constructs_lib.observability.telemetry.alarm_spec import Severity
from constructs_lib.observability.telemetry.alarms import database_alarms
from constructs_lib.security.role import GovernedRole
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from constructs_lib.database.database_settings import DatabaseSettings

# RDS User Guide, "Amazon RDS event categories and event messages".
EVENT_CATEGORIES = ("deletion", "failover", "failure", "low storage", "maintenance", "recovery", "security patching")


class GovernedDatabaseMonitoring(Construct):
    """Log groups, monitoring role, alarms and event rule of one MySQL instance, all there before it is.

    Events come by EventBridge rather than by an RDS event subscription: a rule picks categories and renders the text.
    The warning topic and its key must admit events.amazonaws.com.

    Args:
        kind: of the database; part of the names.
        identifier: the DB instance identifier.
        settings: its size, and which logs it exports.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        identifier: str,
        settings: DatabaseSettings,
    ) -> None:
        super().__init__(scope, id)
        self._stack = GovernedStack.of_construct(self)
        self.log_groups = [self._log_group(identifier, log) for log in settings.exported_logs]
        self.role = self._role(kind, identifier).role
        GovernedAlarms(
            self,
            "Alarms",
            specs=database_alarms(
                allocated_gib=settings.allocated_gib,
                memory_gib=settings.memory_gib,
                max_connections=settings.connections,
            ),
            subject=kind,
            dimensions={"DBInstanceIdentifier": identifier},
        )
        GovernedEventRule(
            self,
            "Events",
            kind=f"{kind}-events",
            description=f"Failures, failovers and maintenance of {identifier}",
            pattern={
                "source": ["aws.rds"],
                "detail-type": ["RDS DB Instance Event"],
                "detail": {"SourceIdentifier": [identifier], "EventCategories": list(EVENT_CATEGORIES)},
            },
            # The event as it is, which the notifier reads: a transformer would not escape RDS's message.
            target=EventTarget(arn=self._stack.topic(Severity.WARNING).topic_arn),
        )

    def _log_group(self, identifier: str, log: str) -> GovernedLogGroup:
        """A group that RDS makes itself has neither retention nor key: the instance depends on ours."""
        group = GovernedLogGroup(
            self,
            f"{log.capitalize()}Log",
            name=f"/aws/rds/instance/{identifier}/{log}",
            key=self._stack.key(KeyPurpose.RDS),
        )
        cdk.Tags.of(group).add("DataClass", DataClass.HIGHLY_CONFIDENTIAL)
        return group

    def _role(self, kind: str, identifier: str) -> GovernedRole:
        stack = self._stack
        role = GovernedRole(
            self,
            "Role",
            kind=f"{kind}-monitoring",
            assumed_by="monitoring.rds.amazonaws.com",
            source_arn=f"arn:{cdk.Aws.PARTITION}:rds:{stack.region}:{stack.account}:db:{identifier}",
            description=f"Enhanced monitoring of {identifier}",
            managed_policies=["service-role/AmazonRDSEnhancedMonitoringRole"],
        )
        by_design(
            role.role,
            "AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/"
            "AmazonRDSEnhancedMonitoringRole]",
            reason="AWS's own policy of enhanced monitoring: it reaches RDS's own log groups and nothing else",
        )
        return role
