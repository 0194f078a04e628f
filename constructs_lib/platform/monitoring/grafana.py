"""GovernedGrafanaWorkspace: Grafana whose role really can read Prometheus and CloudWatch."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aws_cdk import aws_grafana as grafana
from constructs import Construct

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.kernel.naming import part_of
from constructs_lib.security.role import GovernedRole, allow
from constructs_lib.stack.acceptance import by_design, wildcard_finding
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_sns as sns


_VERSION = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}")
# The kind of the platform's own workspace, whose role is called without it.
_USUAL = "infrastructure-observability"
_READ_METRICS = ("cloudwatch:DescribeAlarmsForMetric", "cloudwatch:GetMetricData", "cloudwatch:ListMetrics")


class GovernedGrafanaWorkspace(Construct):
    """An AMG workspace `<env>-<service>-<kind>` with IAM Identity Center sign-in, and its role.

    The workspace's own store is encrypted with a key that AWS owns: CloudFormation's type has no property for another.
    Who may sign in is assigned in IAM Identity Center, which CloudFormation cannot do either.

    Args:
        kind: last part of its name.
        workspace_arn: the Prometheus workspace that it queries.
        log_group_prefixes: beginnings of the names of log groups that Logs Insights may query; the environment's own
            and those of its ECS services, functions and databases when absent.
        topic: where Grafana's own alerts go.
        version: Grafana's version, such as `10.4`.

    Raises:
        ConfigurationError: a version of another form, or a prefix that is no log group's.

    Source: Amazon Managed Grafana User Guide, "Permissions and policies for AWS data sources"; API reference,
    CreateWorkspace: "use only the CUSTOMER_MANAGED permission type when creating a workspace with CloudFormation".
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        workspace_arn: str,
        topic: sns.ITopic,
        log_group_prefixes: Sequence[str] = (),
        version: str = "10.4",
    ) -> None:
        super().__init__(scope, id)
        if not _VERSION.fullmatch(version):
            raise invalid(f"{self.node.path}: version", version, "major.minor, such as 10.4")
        stack = GovernedStack.of_construct(self)
        prefixes = log_group_prefixes or _own_log_groups(stack)
        if wrong := [prefix for prefix in prefixes if not re.fullmatch(r"/[A-Za-z0-9_./-]+", prefix)]:
            raise invalid(f"{self.node.path}: log_group_prefixes", wrong[0], "the beginning of log groups' names")
        statements = [*_prometheus(workspace_arn), *_cloudwatch(stack, prefixes), *_notify(stack, topic)]
        role = self._role(stack, kind, statements)
        self.role: iam.IRole = role
        workspace = self._workspace(stack, kind, role, version)
        # Grafana reads nothing before its policy is there, and says so to the first person who opens it.
        workspace.node.add_dependency(role.node.find_child("DefaultPolicy"))
        self.endpoint = workspace.attr_endpoint
        _accept_findings(role, stack, prefixes)

    def _workspace(self, stack: GovernedStack, kind: str, role: iam.IRole, version: str) -> grafana.CfnWorkspace:
        workspace = grafana.CfnWorkspace(
            self,
            "Resource",
            name=stack.names.physical(kind, max_length=255),
            description=f"Dashboards of {stack.environment_settings.name}",
            account_access_type="CURRENT_ACCOUNT",
            authentication_providers=["AWS_SSO"],
            permission_type="CUSTOMER_MANAGED",
            role_arn=role.role_arn,
            data_sources=["PROMETHEUS", "CLOUDWATCH"],
            notification_destinations=["SNS"],
            grafana_version=version,
            plugin_admin_enabled=False,
        )
        workspace.apply_removal_policy(stack.retain)
        return workspace

    def _role(self, stack: GovernedStack, kind: str, statements: Sequence[iam.PolicyStatement]) -> iam.Role:
        return GovernedRole(
            self,
            "Role",
            kind=part_of(kind, "grafana", usual=_USUAL),
            assumed_by="grafana.amazonaws.com",
            source_arn=f"arn:aws:grafana:{stack.region}:{stack.account}:/workspaces/*",
            description="What Grafana reads: the Prometheus workspace, CloudWatch metrics, chosen logs",
            statements=statements,
        ).role


def _prometheus(workspace_arn: str) -> list[iam.PolicyStatement]:
    return [
        allow(
            "aps:DescribeWorkspace",
            "aps:QueryMetrics",
            "aps:GetLabels",
            "aps:GetSeries",
            "aps:GetMetricMetadata",
            on=workspace_arn,
            sid="QueryPrometheus",
        ),
        allow("aps:ListWorkspaces", on="*", sid="FindPrometheus"),
    ]


def _own_log_groups(stack: GovernedStack) -> tuple[str, ...]:
    environment = stack.environment_settings
    services = (f"/aws/{service}/{environment.name}-" for service in ("ecs", "lambda", "rds/instance"))
    return (f"/{environment.organization}/{environment.name}/", *services)


def _log_groups(stack: GovernedStack, prefixes: Sequence[str]) -> list[str]:
    return [f"arn:aws:logs:{stack.region}:{stack.account}:log-group:{prefix}*" for prefix in prefixes]


def _cloudwatch(stack: GovernedStack, prefixes: Sequence[str]) -> list[iam.PolicyStatement]:
    here = f"arn:aws:cloudwatch:{stack.region}:{stack.account}"
    return [
        # None of these knows a resource, nor the condition cloudwatch:namespace (Service Authorization Reference).
        allow(*_READ_METRICS, on="*", sid="ReadMetrics"),
        allow("cloudwatch:DescribeAlarms", "cloudwatch:DescribeAlarmHistory", on=f"{here}:alarm:*", sid="ReadAlarms"),
        allow("logs:DescribeLogGroups", on="*", sid="FindLogs"),
        allow(
            "logs:GetLogGroupFields",
            "logs:GetLogEvents",
            "logs:StartQuery",
            on=_log_groups(stack, prefixes),
            sid="QueryLogs",
        ),
        # A query's id is unguessable, and these know no resource.
        allow("logs:GetQueryResults", "logs:StopQuery", on="*", sid="ReadQuery"),
        allow("ec2:DescribeRegions", "tag:GetResources", on="*", sid="FillVariables"),
    ]


def _notify(stack: GovernedStack, topic: sns.ITopic) -> list[iam.PolicyStatement]:
    through_sns = {"StringEquals": {"kms:ViaService": f"sns.{stack.region}.amazonaws.com"}}
    key = stack.key(KeyPurpose.MESSAGING).key_arn
    return [
        allow("sns:Publish", on=topic.topic_arn, sid="Notify"),
        allow("kms:Decrypt", "kms:GenerateDataKey", on=key, when=through_sns, sid="NotifyEncrypted"),
    ]


def _accept_findings(role: iam.IRole, stack: GovernedStack, prefixes: Sequence[str]) -> None:
    policy = role.node.find_child("DefaultPolicy")
    by_design(
        policy,
        "AwsSolutions::AwsSolutions-IAM5[Resource::*]",
        reason="Reading metrics, finding workspaces, logs and tags know no resource (Service Authorization Reference)",
    )
    by_design(
        policy,
        wildcard_finding(stack, f"arn:aws:cloudwatch:{stack.region}:{stack.account}:alarm:*"),
        reason="Grafana shows every alarm of this account and region; listing alarms takes no narrower resource",
    )
    by_design(
        policy,
        *(f"AwsSolutions::AwsSolutions-IAM5[Resource::{arn}]" for arn in _log_groups(stack, prefixes)),
        reason="Grafana queries the log groups of this environment and of its services by the beginning of their names",
    )
