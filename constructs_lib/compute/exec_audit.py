"""ExecAudit: what somebody does in a running container of a cluster is written down, and read by nobody on its way."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.naming import part_of
from constructs_lib.observability.log_group import GovernedLogGroup
from constructs_lib.security.key_policy import administration
from constructs_lib.security.role import GovernedRole, allow
from constructs_lib.stack.acceptance import by_design, wildcard_finding
from constructs_lib.stack.governed_stack import GovernedStack


class ExecAudit(Construct):
    """The log group of a cluster's sessions, and the key that each of them is encrypted with.

    Source: ECS Developer Guide, "Monitor Amazon ECS containers with ECS Exec".

    Args:
        kind: of the cluster.
        cluster: its name.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        cluster: str,
    ) -> None:
        super().__init__(scope, id)
        self.log_group = GovernedLogGroup(self, "LogGroup", name=f"/aws/ecs/{cluster}/exec")
        self._key = self._session_key(kind)

    def configuration(self) -> ecs.ExecuteCommandConfiguration:
        """What the cluster is told."""
        log = ecs.ExecuteCommandLogConfiguration(
            cloud_watch_log_group=self.log_group.log_group, cloud_watch_encryption_enabled=True
        )
        return ecs.ExecuteCommandConfiguration(
            kms_key=self._key, logging=ecs.ExecuteCommandLogging.OVERRIDE, log_configuration=log
        )

    def admit(self, role: GovernedRole) -> None:
        """Let the agent in a task hold sessions, decrypt them and write them down, as the task's role."""
        stack = GovernedStack.of_construct(self)
        group = f"arn:{cdk.Aws.PARTITION}:logs:{stack.region}:{stack.account}:log-group:{self.log_group.name}:*"
        channels = [f"ssmmessages:{verb}{kind}Channel" for verb in ("Create", "Open") for kind in ("Control", "Data")]
        for statement in (
            allow(*channels, "logs:DescribeLogGroups", on="*"),
            allow("logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents", on=group),
            allow("kms:Decrypt", on=self._key.key_arn),
        ):
            role.role.add_to_policy(statement)
        by_design(
            role,
            "AwsSolutions::AwsSolutions-IAM5[Resource::*]",
            wildcard_finding(role, group),
            reason="Sessions have no resource (Service Authorization Reference), and name the streams of their log",
        )

    def _session_key(self, kind: str) -> kms.Key:
        """A key of its own: the tasks' roles decrypt by themselves, and no service does it for them."""
        stack = GovernedStack.of_construct(self)
        tasks = f"arn:{cdk.Aws.PARTITION}:iam::{stack.account}:role/{stack.names.physical()}*"
        own = {"ArnLike": {"aws:PrincipalArn": tasks}}
        account = iam.AccountPrincipal(stack.account)
        use = [
            iam.PolicyStatement(
                sid="Tasks", principals=[account], actions=["kms:Decrypt"], resources=["*"], conditions=own
            ),
            # Whoever starts a session; their own policy says whether they may.
            iam.PolicyStatement(sid="Sessions", principals=[account], actions=["kms:GenerateDataKey"], resources=["*"]),
        ]
        key = kms.Key(
            self,
            "Key",
            alias=stack.names.alias(f"{stack.service}-{part_of(kind, 'exec')}"),
            description="Sessions of ECS Exec",
            enable_key_rotation=True,
            pending_window=cdk.Duration.days(30),
            removal_policy=stack.retain,
            policy=iam.PolicyDocument(statements=[*administration(stack.account), *use]),
        )
        cdk.Tags.of(key).add("DataClass", DataClass.HIGHLY_CONFIDENTIAL)
        return key
