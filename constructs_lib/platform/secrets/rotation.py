"""GovernedRotationFunction: the Lambda function that rotates MySQL logins, inside the VPC, in one environment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from constructs_lib.compute.function import GovernedFunction
from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.kernel.networks import MYSQL_PORT
from constructs_lib.kernel.passwords import EXCLUDED_CHARACTERS, PASSWORD_LENGTH
from constructs_lib.network.security_group import HTTPS_ANYWHERE, GovernedSecurityGroup, SecurityGroupRule, network_of
from constructs_lib.observability.telemetry.alarms import rotation_alarms
from constructs_lib.runtime.rotation.mysql_rotation.settings import STRATEGIES, StrategyName
from constructs_lib.security.role import allow
from constructs_lib.security.secret_policy import secret_arns, use_secrets_key
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from aws_cdk import aws_ec2 as ec2
    from aws_cdk import aws_lambda as lambda_


_CODE = Path(__file__).parents[2] / "runtime" / "rotation"
DISTRIBUTIONS = ("PyMySQL", "aws-lambda-powertools", "jmespath", "typing_extensions")
# A connection takes 5 s at most and a statement 10 s (runtime/rotation); a step opens a handful of both.
_TIMEOUT_SECONDS = 60


class GovernedRotationFunction(Construct):
    """A function `<env>-<service>-<kind>` that Secrets Manager calls for the four steps of a rotation.

    It reaches AWS over HTTPS and databases of the VPC on MySQL's port, and touches only secrets
    `/<org>/*/<env>/*` that name it as their rotation function. It has no dead-letter queue: Secrets Manager itself
    repeats a rotation that failed, and the alarm says so.

    Args:
        vpc: where the databases are; its private subnets must reach Secrets Manager (NAT or interface endpoint).
        kind: last part of the name.
        strategy: `single-user` changes a login's own password; `alternating-users` lets two logins take turns and
            needs `masterarn` in the secret; `auto` decides by that field.
        reserved_concurrency: at most so many steps at once, 1 to 1,000. None shares the account's concurrency.

    Raises:
        ConfigurationError: an unknown strategy, or a concurrency at which nothing would ever rotate.

    Source: AWS Secrets Manager User Guide, "Lambda rotation function execution role permissions".
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        vpc: ec2.IVpc,
        kind: str = "rotation",
        strategy: StrategyName = "auto",
        reserved_concurrency: int | None = None,
    ) -> None:
        super().__init__(scope, id)
        if strategy not in STRATEGIES:
            raise invalid(f"{self.node.path}: strategy", strategy, ", ".join(STRATEGIES))
        bounded(self.node.path, 1, 1000, reserved_concurrency=reserved_concurrency)
        stack = GovernedStack.of_construct(self)
        group = self._security_group(vpc, kind)
        self.security_group: ec2.ISecurityGroup = group.security_group
        governed = GovernedFunction(
            self,
            "Function",
            kind=kind,
            description="Rotates MySQL logins for Secrets Manager, one step at a time",
            code=_CODE,
            distributions=DISTRIBUTIONS,
            statements=_statements(stack, function_name=stack.names.physical(kind)),
            environment=_environment(strategy),
            timeout_seconds=_TIMEOUT_SECONDS,
            reserved_concurrency=reserved_concurrency,
            vpc=vpc,
            security_group=group,
            alarms=rotation_alarms(timeout_seconds=_TIMEOUT_SECONDS),
        )
        self.function: lambda_.IFunction = governed.function
        _admit_secrets_manager(governed, stack)
        _accept_findings(governed, stack)

    def _security_group(self, vpc: ec2.IVpc, kind: str) -> GovernedSecurityGroup:
        return GovernedSecurityGroup(
            self,
            "SecurityGroup",
            vpc=vpc,
            kind=kind,
            description="Rotation function: AWS endpoints, and MySQL inside the VPC",
            egress=(
                HTTPS_ANYWHERE,
                SecurityGroupRule(port=MYSQL_PORT, cidr=network_of(vpc), reason="MySQL databases of the VPC"),
            ),
        )


def _environment(strategy: StrategyName) -> dict[str, str]:
    """A new password is made as the first one was, which is what the clients were tried with."""
    return {
        "EXCLUDE_CHARACTERS": EXCLUDED_CHARACTERS,
        "PASSWORD_LENGTH": str(PASSWORD_LENGTH),
        "ROTATION_STRATEGY": strategy,
    }


def _statements(stack: GovernedStack, *, function_name: str) -> list[iam.PolicyStatement]:
    secrets = secret_arns(stack, service="*")
    function_arn = f"arn:{cdk.Aws.PARTITION}:lambda:{stack.region}:{stack.account}:function:{function_name}"
    return [
        allow(
            "secretsmanager:DescribeSecret",
            "secretsmanager:GetSecretValue",
            "secretsmanager:PutSecretValue",
            "secretsmanager:UpdateSecretVersionStage",
            on=secrets,
            when={"ArnEquals": {"secretsmanager:resource/AllowRotationLambdaArn": function_arn}},
            sid="RotateOwnSecrets",
        ),
        allow("secretsmanager:GetRandomPassword", on="*", sid="NewPassword"),
        use_secrets_key(stack, [secrets], write=True),
    ]


def _admit_secrets_manager(governed: GovernedFunction, stack: GovernedStack) -> None:
    governed.function.add_permission(
        "SecretsManager",
        principal=iam.ServicePrincipal("secretsmanager.amazonaws.com"),
        source_account=stack.account,
        source_arn=secret_arns(stack, service="*"),
    )


def _accept_findings(governed: GovernedFunction, stack: GovernedStack) -> None:
    policy = governed.role.node.find_child("DefaultPolicy")
    by_design(
        policy,
        "AwsSolutions::AwsSolutions-IAM5[Resource::*]",
        reason="GetRandomPassword and X-Ray's actions know no resource (Service Authorization Reference)",
    )
    by_design(
        policy,
        f"AwsSolutions::AwsSolutions-IAM5[Resource::{secret_arns(stack, service='*', partition='<AWS::Partition>')}]",
        reason="Only secrets that name this function as their rotation function, by condition; their names end in"
        " random characters",
    )
