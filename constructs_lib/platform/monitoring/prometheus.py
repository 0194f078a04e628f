"""GovernedPrometheusWorkspace: metrics on our key, rules, alerts that reach topics, and logs of all that."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import yaml
from aws_cdk import aws_aps as aps
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib.kernel.conditions import Policy, conditions_of
from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.kernel.naming import apart, part_of, pascal
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.log_group import GovernedLogGroup
from constructs_lib.observability.telemetry.alarm_spec import Severity
from constructs_lib.observability.telemetry.alarms import WORKSPACE, rule_failure_alarms
from constructs_lib.observability.telemetry.prometheus import alertmanager_definition
from constructs_lib.security.role import GovernedPolicy, allow
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Mapping


# AMP User Guide, "Amazon Managed Service for Prometheus service quotas": retention up to 1,095 days.
_NAMESPACE_LENGTH = 64
# The kind of the platform's own workspace, whose log policy is called without it.
_USUAL = "infrastructure-metrics"


class GovernedPrometheusWorkspace(Construct):
    """An AMP workspace `<env>-<service>-<kind>` on the logs key; its Alertmanager publishes to the three alarm topics.

    Every error of rules and Alertmanager is logged, and every query that reads more samples than
    `logged_query_samples`. The workspace is retained where data is protected; its key can never be changed.

    Args:
        kind: last part of its alias.
        rules: text of each rule groups namespace by its name.
        retention_days: how long metrics are kept, 1 to 1,095.
        logged_query_samples: log queries that process more samples than this, 0 or more (QspThreshold).

    Raises:
        ConfigurationError: a number out of bounds, or a namespace's name that AMP refuses.

    Source: AMP User Guide, "Encryption at rest", "Monitor with CloudWatch Logs", "Query insights".
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        rules: Mapping[str, str],
        retention_days: int = 150,
        logged_query_samples: int = 1_000_000,
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        bounded(self.node.path, 1, 1095, retention_days=retention_days)
        bounded(self.node.path, 0, logged_query_samples=logged_query_samples)
        self.name = stack.names.physical(kind, max_length=100)
        workspace = self._workspace(stack, kind, retention_days, logged_query_samples)
        self.arn = workspace.attr_arn
        self.remote_write_url = f"{workspace.attr_prometheus_endpoint}api/v1/remote_write"
        made: dict[str, str] = {}
        for name, text in rules.items():
            construct_id = apart(f"{pascal(name)}Rules", name, made)
            made[construct_id] = name
            self._rules(construct_id, name, text)
        specs = [*WORKSPACE, *rule_failure_alarms(_groups(rules))]
        GovernedAlarms(self, "Alarms", specs=specs, subject=kind, dimensions={"Workspace": workspace.attr_workspace_id})

    def _workspace(self, stack: GovernedStack, kind: str, retention_days: int, samples: int) -> aps.CfnWorkspace:
        # AMP hands its logs over as vended logs: below /aws/vendedlogs/ the account's resource policies cannot outgrow
        # their limit (CloudWatch Logs User Guide, "Enable logging from AWS services").
        group = GovernedLogGroup(self, "LogGroup", name=f"/aws/vendedlogs/prometheus/{self.name}")
        policy_name = stack.names.physical(part_of(kind, "prometheus-log-delivery", usual=_USUAL), max_length=255)
        delivery = _log_delivery(self, stack, policy_name, group.name)
        destination = aps.CfnWorkspace.CloudWatchLogDestinationProperty(log_group_arn=group.log_group.log_group_arn)
        workspace = aps.CfnWorkspace(
            self,
            "Resource",
            alias=self.name,
            kms_key_arn=stack.key(KeyPurpose.LOGS).key_arn,
            alert_manager_definition=alertmanager_definition(
                region=stack.region, topic_arns={severity: stack.topic(severity).topic_arn for severity in Severity}
            ),
            logging_configuration=aps.CfnWorkspace.LoggingConfigurationProperty(
                log_group_arn=group.log_group.log_group_arn
            ),
            query_logging_configuration=aps.CfnWorkspace.QueryLoggingConfigurationProperty(
                destinations=[
                    aps.CfnWorkspace.LoggingDestinationProperty(
                        cloud_watch_logs=destination,
                        filters=aps.CfnWorkspace.LoggingFilterProperty(qsp_threshold=samples),
                    )
                ]
            ),
            workspace_configuration=aps.CfnWorkspace.WorkspaceConfigurationProperty(
                retention_period_in_days=retention_days
            ),
        )
        workspace.apply_removal_policy(stack.retain)
        workspace.add_resource_dependency(delivery)
        for severity in Severity:
            if admission := stack.topic(severity).node.try_find_child("Policy"):
                workspace.node.add_dependency(admission)
        return workspace

    def _rules(self, construct_id: str, name: str, text: str) -> None:
        if not 0 < len(name) <= _NAMESPACE_LENGTH:
            raise invalid(f"{self.node.path}: rules", name, f"names of 1 to {_NAMESPACE_LENGTH} characters")
        aps.CfnRuleGroupsNamespace(self, construct_id, name=name, workspace=self.arn, data=text)

    def writer_policy(self, construct_id: str, *, kind: str) -> iam.IManagedPolicy:
        """A policy `<env>-<service>-<kind>` for tasks whose collector writes metrics here; it allows nothing else."""
        return GovernedPolicy(
            self,
            construct_id,
            kind=kind,
            description=f"Write metrics into the Prometheus workspace {self.name}",
            statements=[allow("aps:RemoteWrite", on=self.arn)],
        ).policy


def _groups(rules: Mapping[str, str]) -> list[str]:
    """Every rule group as AMP's metrics name it: `<namespace>;<group>`."""
    return [f"{name};{group['name']}" for name, text in rules.items() for group in yaml.safe_load(text)["groups"]]


def _log_delivery(scope: Construct, stack: GovernedStack, name: str, group: str) -> logs.CfnResourcePolicy:
    """Let the log delivery service write into the group, for this account (CloudWatch Logs User Guide, as above)."""
    logs_of_account = f"arn:aws:logs:{stack.region}:{stack.account}"
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "delivery.logs.amazonaws.com"},
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": f"{logs_of_account}:log-group:{group}:*",
        "Condition": conditions_of(
            "delivery.logs.amazonaws.com",
            Policy.LOG_GROUP,
            account=stack.account,
            source_arn=f"{logs_of_account}:*",
        ),
    }
    return logs.CfnResourcePolicy(
        scope,
        "LogDelivery",
        policy_name=name,
        policy_document=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )
