"""TaskSchedule: a schedule of EventBridge Scheduler that starts a task, and keeps what it could not start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_scheduler as scheduler
from constructs import Construct

from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.kernel.naming import part_of
from constructs_lib.messaging.queue import GovernedDeadLetterQueue
from constructs_lib.security.role import GovernedRole, allow
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from constructs_lib.compute.task import GovernedTask

_HOUR_SECONDS = 3600
_RETRIES = 3


class TaskSchedule(Construct):
    """A schedule `<env>-<service>-<kind>` whose role starts that one task, in that one cluster.

    What could not be started within an hour lies in a dead-letter queue, with an alarm.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        task: GovernedTask,
        schedule: str,
        time_zone: str,
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        self._task, self._key = task, stack.key(KeyPurpose.MESSAGING)
        unstarted = GovernedDeadLetterQueue(self, "Unstarted", kind=part_of(task.kind, "unstarted"))
        reason = "It is itself the dead-letter queue, of a schedule"
        by_design(unstarted.queue, "AwsSolutions::AwsSolutions-SQS3", reason=reason)
        role = self._role(stack)
        unstarted.grant_send_messages(role)
        made = scheduler.CfnSchedule(
            self,
            "Resource",
            name=stack.names.physical(task.kind),
            description=f"Starts {task.name}",
            schedule_expression=schedule,
            schedule_expression_timezone=time_zone,
            flexible_time_window=scheduler.CfnSchedule.FlexibleTimeWindowProperty(mode="OFF"),
            kms_key_arn=self._key.key_arn,
            target=self._target(role, unstarted.queue.queue_arn),
        )
        made.node.add_dependency(role.role.node.find_child("DefaultPolicy"))

    def _role(self, stack: GovernedStack) -> GovernedRole:
        task = self._task
        here = {"ArnEquals": {"ecs:cluster": task.cluster.cluster_arn}}
        scheduler_arn = f"arn:{cdk.Aws.PARTITION}:scheduler:{stack.region}:{stack.account}"
        own = f"{scheduler_arn}:schedule/default/{stack.names.physical(task.kind)}"
        passed = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
        return GovernedRole(
            self,
            "Role",
            kind=part_of(task.kind, "schedule"),
            assumed_by="scheduler.amazonaws.com",
            source_arn=f"{scheduler_arn}:schedule-group/default",
            description=f"Starts {task.name} when it is due",
            statements=[
                allow("ecs:RunTask", on=task.task_definition.task_definition_arn, when=here),
                allow("iam:PassRole", on=task.passed_roles, when=passed),
                allow(
                    "kms:Decrypt",
                    on=self._key.key_arn,
                    when={"StringEquals": {"kms:EncryptionContext:aws:scheduler:schedule:arn": own}},
                ),
            ],
        )

    def _target(self, role: GovernedRole, unstarted: str) -> scheduler.CfnSchedule.TargetProperty:
        task, kinds = self._task, scheduler.CfnSchedule
        network = kinds.AwsVpcConfigurationProperty(
            subnets=task.subnet_ids,
            security_groups=[task.security_group.security_group.security_group_id],
            assign_public_ip="DISABLED",
        )
        return kinds.TargetProperty(
            arn=task.cluster.cluster_arn,
            role_arn=role.role.role_arn,
            dead_letter_config=kinds.DeadLetterConfigProperty(arn=unstarted),
            retry_policy=kinds.RetryPolicyProperty(
                maximum_event_age_in_seconds=_HOUR_SECONDS, maximum_retry_attempts=_RETRIES
            ),
            ecs_parameters=kinds.EcsParametersProperty(
                task_definition_arn=task.task_definition.task_definition_arn,
                task_count=1,
                launch_type="FARGATE",
                platform_version="1.4.0",
                enable_ecs_managed_tags=True,
                propagate_tags="TASK_DEFINITION",
                network_configuration=kinds.NetworkConfigurationProperty(awsvpc_configuration=network),
            ),
        )
