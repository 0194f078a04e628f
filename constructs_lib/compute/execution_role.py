"""ExecutionRole: what ECS itself does before a container runs, and nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.kernel.naming import part_of
from constructs_lib.security.role import GovernedRole, allow
from constructs_lib.stack.acceptance import by_design, wildcard_finding
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam

    from constructs_lib.compute.container import Container
    from constructs_lib.observability.log_group import GovernedLogGroup


class ExecutionRole(Construct):
    """A role `<env>-<service>-<kind>-execution`: pull one image, write one log group, read the container's secrets.

    AWS's own AmazonECSTaskExecutionRolePolicy would let it pull every image and write every log of the account.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        container: Container,
        log_group: GovernedLogGroup,
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        log_streams = f"arn:{cdk.Aws.PARTITION}:logs:{stack.region}:{stack.account}:log-group:{log_group.name}:*"
        statements = [
            allow("ecr:GetAuthorizationToken", on="*"),  # has no resource (Service Authorization Reference)
            allow(
                "ecr:BatchCheckLayerAvailability",
                "ecr:BatchGetImage",
                "ecr:GetDownloadUrlForLayer",
                on=container.repository.repository_arn,
            ),
            allow("logs:CreateLogStream", "logs:PutLogEvents", on=log_streams),
            *(self._secrets(container, stack) if container.secrets else []),
        ]
        resource = GovernedRole(
            self,
            "Role",
            kind=part_of(kind, "execution"),
            assumed_by="ecs-tasks.amazonaws.com",
            source_arn=f"arn:{cdk.Aws.PARTITION}:ecs:{stack.region}:{stack.account}:*",
            description=f"Starts the containers of {stack.names.physical(kind)}",
            statements=statements,
        )
        by_design(
            resource,
            "AwsSolutions::AwsSolutions-IAM5[Resource::*]",
            wildcard_finding(self, log_streams),
            reason="ecr:GetAuthorizationToken has no resource; the log group's streams are named by its ARN and a star",
        )
        self.role = resource.role

    @staticmethod
    def _secrets(container: Container, stack: GovernedStack) -> list[iam.PolicyStatement]:
        """Read the secrets, and decrypt them through Secrets Manager only."""
        secrets = dict.fromkeys(secret.secret_arn for secret, _ in container.secrets.values())
        through = {"StringEquals": {"kms:ViaService": f"secretsmanager.{stack.region}.amazonaws.com"}}
        return [
            allow("secretsmanager:GetSecretValue", on=list(secrets)),
            allow("kms:Decrypt", on=stack.key(KeyPurpose.SECRETS).key_arn, when=through),
        ]
