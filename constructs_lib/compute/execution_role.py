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
    """A role `<env>-<service>-<kind>-execution`: pull the task's images, write one log group, read its secrets.

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
        resource = GovernedRole(
            self,
            "Role",
            kind=part_of(kind, "execution"),
            assumed_by="ecs-tasks.amazonaws.com",
            source_arn=f"arn:{cdk.Aws.PARTITION}:ecs:{stack.region}:{stack.account}:*",
            description=f"Starts the containers of {stack.names.physical(kind)}",
            statements=_statements(container, stack, log_streams),
        )
        by_design(
            resource,
            "AwsSolutions::AwsSolutions-IAM5[Resource::*]",
            wildcard_finding(self, log_streams),
            reason="ecr:GetAuthorizationToken has no resource; the log group's streams are named by its ARN and a star",
        )
        self.role = resource.role


def _statements(container: Container, stack: GovernedStack, log_streams: str) -> list[iam.PolicyStatement]:
    return [
        allow("ecr:GetAuthorizationToken", on="*"),  # has no resource (Service Authorization Reference)
        allow(
            "ecr:BatchCheckLayerAvailability",
            "ecr:BatchGetImage",
            "ecr:GetDownloadUrlForLayer",
            on=list(dict.fromkeys(repository.repository_arn for repository in container.repositories)),
        ),
        allow("logs:CreateLogStream", "logs:PutLogEvents", on=log_streams),
        *_secrets(container, stack),
        *_parameters(container, stack),
    ]


def _secrets(container: Container, stack: GovernedStack) -> list[iam.PolicyStatement]:
    """Read the secrets, and decrypt them through Secrets Manager only."""
    secrets = dict.fromkeys(arn for part in container.parts for arn in part.secret_arns())
    if not secrets:
        return []
    return [allow("secretsmanager:GetSecretValue", on=list(secrets)), _decrypt("secretsmanager", stack)]


def _parameters(container: Container, stack: GovernedStack) -> list[iam.PolicyStatement]:
    """Read the parameters, and decrypt those that are secure strings, through Systems Manager only."""
    found = [parameter for part in container.parts for parameter in part.parameters()]
    if not found:
        return []
    read = allow("ssm:GetParameters", on=list(dict.fromkeys(parameter.parameter_arn for parameter in found)))
    secure = any(parameter.parameter_type == "SecureString" for parameter in found)
    return [read, *([_decrypt("ssm", stack)] if secure else [])]


def _decrypt(service: str, stack: GovernedStack) -> iam.PolicyStatement:
    through = {"StringEquals": {"kms:ViaService": f"{service}.{stack.region}.amazonaws.com"}}
    return allow("kms:Decrypt", on=stack.key(KeyPurpose.SECRETS).key_arn, when=through)
