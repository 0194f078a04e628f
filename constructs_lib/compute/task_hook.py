"""TaskHook: a task that runs to its end before a deployment starts the first of a service's new tasks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ecs as ecs
from constructs import Construct

from constructs_lib.compute.function import GovernedFunction
from constructs_lib.kernel.naming import part_of
from constructs_lib.runtime import task_hook
from constructs_lib.security.role import GovernedRole, allow
from constructs_lib.stack.acceptance import by_design, wildcard_finding
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam

    from constructs_lib.compute.container_service import GovernedContainerService
    from constructs_lib.compute.task import GovernedTask

_CODE = Path(next(iter(task_hook.__path__)))


class TaskHook(Construct):
    """A lifecycle hook at PRE_SCALE_UP: a function that starts the task and is asked again until it has ended.

    Another exit code than 0 undoes the deployment, before anything of it has started.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        service: GovernedContainerService,
        task: GovernedTask,
    ) -> None:
        super().__init__(scope, id)
        self._task, kind = task, part_of(task.kind, "hook")
        function = self._function(kind)
        role = GovernedRole(
            self,
            "Role",
            kind=f"{kind}-call",
            assumed_by="ecs.amazonaws.com",
            description=f"Calls what runs {task.name} before a deployment of {service.name}",
            statements=[allow("lambda:InvokeFunction", on=function.function.function_arn)],
        )
        stages = [ecs.DeploymentLifecycleStage.PRE_SCALE_UP]
        hook = ecs.DeploymentLifecycleLambdaTarget(
            function.function, "RunFirst", lifecycle_stages=stages, role=role.role
        )
        service.service.add_lifecycle_hook(hook)
        for needed in (role.role, function.role):
            service.service.node.add_dependency(needed.node.find_child("DefaultPolicy"))

    def _function(self, kind: str) -> GovernedFunction:
        task, stack = self._task, GovernedStack.of_construct(self)
        tasks = f"arn:{cdk.Aws.PARTITION}:ecs:{stack.region}:{stack.account}:task/{task.cluster.cluster_name}/*"
        function = GovernedFunction(
            self,
            "Function",
            kind=kind,
            description=f"Runs {task.name} before a deployment",
            code=_CODE,
            distributions=("aws-lambda-powertools", "jmespath", "typing-extensions"),
            environment={
                "CLUSTER": task.cluster.cluster_name,
                "FAMILY": task.name,
                "TASK_DEFINITION": task.task_definition.task_definition_arn,
                "SUBNETS": cdk.Fn.join(",", task.subnet_ids),
                "SECURITY_GROUP": task.security_group.security_group.security_group_id,
            },
            statements=self._statements(tasks),
        )
        reason = (
            "What lists tasks, and X-Ray, have no resource; tasks are named by ECS, in a cluster that a condition names"
        )
        by_design(
            function,
            "AwsSolutions::AwsSolutions-IAM5[Resource::*]",
            wildcard_finding(self, tasks),
            reason=reason,
        )
        return function

    def _statements(self, tasks: str) -> list[iam.PolicyStatement]:
        task = self._task
        here = {"ArnEquals": {"ecs:cluster": task.cluster.cluster_arn}}
        passed = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
        return [
            allow("ecs:RunTask", on=task.task_definition.task_definition_arn, when=here),
            allow("ecs:ListTasks", on="*", when=here),
            allow("ecs:DescribeTasks", on=tasks, when=here),
            allow("iam:PassRole", on=task.passed_roles, when=passed),
        ]
