"""GovernedRuns: the tasks that plan and apply pull requests, apart from Atlantis and from each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib.compute.task_definition import GovernedTaskDefinition
from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.kernel.naming import apart, kebab, pascal
from constructs_lib.network.security_group import GovernedSecurityGroup
from constructs_lib.observability.log_group import GovernedLogGroup
from constructs_lib.security.role import GovernedRole, allow
from constructs_lib.stack.acceptance import by_design, wildcard_finding
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.storage.bucket import GovernedBucket

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aws_cdk import aws_iam as iam

    from constructs_lib.compute.container import Container

_KEPT_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class Rights:
    """What the tasks of one repository may do: its plans, which change nothing, and its applies.

    `wildcards` are findings on objects below the repository's own prefix, whose names are its own.
    """

    plan: Sequence[iam.PolicyStatement]
    apply: Sequence[iam.PolicyStatement]
    wildcards: Sequence[str] = field(default=())


class GovernedRuns(Construct):
    """One task definition without a role, two roles a repository, and the bucket by which work comes and goes.

    A task without a role has no credentials to be found: there the code of a pull request runs. A plan or an apply is
    the same task, started with the role of its repository. None of them holds a secret, and only Atlantis starts them.

    Args:
        vpc: where they run.
        container: what they run: no port, no secrets, no file systems.
        cluster: name of the cluster in this account.
        rights: by repository.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        vpc: ec2.IVpc,
        container: Container,
        cluster: str,
        rights: Mapping[str, Rights],
    ) -> None:
        super().__init__(scope, id)
        self._stack, self._vpc, self._cluster = GovernedStack.of_construct(self), vpc, cluster
        self._bucket = GovernedBucket(
            self,
            "Bucket",
            kind="runs",
            purpose=KeyPurpose.TERRAFORM_STATE,  # a saved plan holds what a state holds
            data_class=DataClass.HIGHLY_CONFIDENTIAL,
            noncurrent_days=1,
            lifecycle_rules=[s3.LifecycleRule(id="runs", expiration=cdk.Duration.days(_KEPT_DAYS))],
        )
        name = self._stack.names.physical("run", max_length=255)
        self._log_group = GovernedLogGroup(self, "LogGroup", name=f"/aws/ecs/{name}/application")
        self._security_group = GovernedSecurityGroup(
            self, "SecurityGroup", vpc=vpc, kind="run", description="Tasks that plan and apply pull requests"
        )
        self._definition = GovernedTaskDefinition(
            self, "TaskDefinition", kind="run", container=container, role=None, log_group=self._log_group
        )
        self.roles: dict[str, iam.Role] = {}
        ids: set[str] = set()
        for repository, given in rights.items():
            part = apart(pascal(kebab(repository)), repository, ids)
            ids.add(part)
            for kind, statements in (("plan", given.plan), ("apply", given.apply)):
                role = self._role(kind, repository, part, statements)
                reason = "A repository's states lie below its own prefix, called as it likes"
                by_design(role, *given.wildcards, reason=reason)

    def _role(self, kind: str, repository: str, part: str, statements: Sequence[iam.PolicyStatement]) -> GovernedRole:
        role = GovernedRole(
            self,
            f"{pascal(kind)}Role{part}",
            kind=f"{kind}-{kebab(part)}",
            assumed_by="ecs-tasks.amazonaws.com",
            source_arn=f"arn:{cdk.Aws.PARTITION}:ecs:{self._stack.region}:{self._stack.account}:*",
            description=f"{kind.capitalize()} of {repository}, in a task of its own",
            statements=statements,
        )
        self.roles[f"{kind}/{repository.lower()}"] = role.role
        return role

    def variables(self) -> dict[str, str]:
        """What the server's workflow is told (docker/atlantis/atlantis_workflow/runs.py)."""
        subnets = self._vpc.select_subnets(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS).subnet_ids
        return {
            "ATLANTIS_RUN_BUCKET": self._bucket.name,
            "ATLANTIS_RUN_CLUSTER": self._cluster,
            "ATLANTIS_RUN_LOG_GROUP": self._log_group.name,
            "ATLANTIS_RUN_LOG_PREFIX": self._stack.service,
            "ATLANTIS_RUN_ROLES": ",".join(f"{name}={role.role_arn}" for name, role in self.roles.items()),
            "ATLANTIS_RUN_SECURITY_GROUP": self._security_group.security_group.security_group_id,
            "ATLANTIS_RUN_SUBNETS": cdk.Fn.join(",", subnets),
            "ATLANTIS_RUN_TASK": self._definition.task_definition.task_definition_arn,
        }

    def allow_server(self, role: iam.Role) -> None:
        """Let the server start these tasks, as these roles only, and read and write what passes between them."""
        objects, tasks, streams = self._objects(), self._arn("ecs", f"task/{self._cluster}/*"), self._streams()
        through = {"StringEquals": {"kms:ViaService": f"s3.{self._stack.region}.amazonaws.com"}}
        here = {"ArnEquals": {"ecs:cluster": self._arn("ecs", f"cluster/{self._cluster}")}}
        started = [role.role_arn for role in self.roles.values()]
        definition = self._definition.task_definition
        passed = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
        for statement in (
            allow("ecs:RunTask", on=definition.task_definition_arn, when=here),
            allow("ecs:DescribeTasks", "ecs:StopTask", on=tasks, when=here),
            allow("iam:PassRole", on=[*started, self._execution_role_arn()], when=passed),
            allow("s3:ListBucket", on=self._bucket.bucket.bucket_arn),  # else a missing object is a refusal
            allow("s3:GetObject", "s3:PutObject", on=objects),
            allow("kms:Decrypt", "kms:GenerateDataKey", on=self._bucket.key.key_arn, when=through),
            allow("logs:GetLogEvents", on=streams),
        ):
            role.add_to_policy(statement)
        by_design(
            role,
            *(wildcard_finding(self, arn) for arn in (objects, tasks, streams)),
            reason="Objects, tasks and log streams are named by the run; bucket, cluster and log group are its own",
        )

    def _execution_role_arn(self) -> str:
        role = self._definition.task_definition.execution_role
        if role is None:
            raise AssertionError("a governed task definition has an execution role")
        return role.role_arn

    def _objects(self) -> str:
        return self._bucket.bucket.arn_for_objects("*")

    def _streams(self) -> str:
        return self._arn("logs", f"log-group:{self._log_group.name}:log-stream:*")

    def _arn(self, service: str, resource: str) -> str:
        return f"arn:{cdk.Aws.PARTITION}:{service}:{self._stack.region}:{self._stack.account}:{resource}"
