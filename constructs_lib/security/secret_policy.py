"""Who may do what with secrets: limited to the paths of one environment, and to the key through Secrets Manager."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk

from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.security.role import GovernedPolicy, allow
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsManagedPolicy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_lambda as lambda_
    from constructs import Construct

#: Secrets that every service of the environment may share.
COMMON = "common"
RECOVERY_DAYS = 30
_VALIDATION = "RequestToValidateKeyAccess"


def secret_arns(stack: GovernedStack, *, service: str, partition: str = cdk.Aws.PARTITION) -> str:
    """The ARN pattern of a service's secrets in this environment, `/<org>/<service>/<env>/*`; `*` is every service."""
    path = stack.environment_settings.names(service).secret("*")
    return f"arn:{partition}:secretsmanager:{stack.region}:{stack.account}:secret:{path}"


def use_secrets_key(
    stack: GovernedStack, secrets: Sequence[str], *, write: bool = False, choose: bool = False
) -> iam.PolicyStatement:
    """Decrypt (and encrypt, to write) with the secrets key, only through Secrets Manager and only for these secrets.

    `choose` is for who makes secrets, and so says which key they have.

    Source: AWS Secrets Manager User Guide, "Secret encryption and decryption": the encryption context holds SecretARN.
    When a secret gets its key Secrets Manager tries it first. The guide has the secret's ARN in that request as well,
    and `RequestToValidateKeyAccess` as the version; AWS's own construct library (aws-rfdk, `x509-certificate`) has that
    word in the place of the ARN. So both are allowed: no secret is encrypted under the word.
    """
    contexts = [*secrets, *((_VALIDATION,) if choose else ())]
    return allow(
        "kms:Decrypt",
        *(("kms:GenerateDataKey",) if write else ()),
        on=stack.key(KeyPurpose.SECRETS).key_arn,
        when={
            "StringEquals": {"kms:ViaService": f"secretsmanager.{stack.region}.amazonaws.com"},
            "StringLike": {"kms:EncryptionContext:SecretARN": contexts},
        },
        sid="SecretsKey",
    )


def read_secrets(stack: GovernedStack, *services: str) -> list[iam.PolicyStatement]:
    """Read the secrets of these services in this environment, and nothing else of Secrets Manager."""
    secrets = [secret_arns(stack, service=service) for service in services]
    return [
        allow("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", on=secrets, sid="ReadSecrets"),
        use_secrets_key(stack, secrets),
    ]


def administer_secrets(stack: GovernedStack, *, rotation_function_arn: str) -> list[iam.PolicyStatement]:
    """Administer every secret of this environment; a deleted one can be had back for 30 days.

    Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Secrets Manager".
    """
    secrets = secret_arns(stack, service="*")
    return [
        allow(
            "secretsmanager:CreateSecret",
            "secretsmanager:DescribeSecret",
            "secretsmanager:GetResourcePolicy",
            "secretsmanager:GetSecretValue",
            "secretsmanager:ListSecretVersionIds",
            "secretsmanager:PutSecretValue",
            "secretsmanager:RestoreSecret",
            "secretsmanager:RotateSecret",
            "secretsmanager:TagResource",
            "secretsmanager:UntagResource",
            "secretsmanager:UpdateSecret",
            "secretsmanager:UpdateSecretVersionStage",
            on=secrets,
            sid="AdministerSecrets",
        ),
        allow(
            "secretsmanager:DeleteSecret",
            on=secrets,
            when={
                "BoolIfExists": {"secretsmanager:ForceDeleteWithoutRecovery": "false"},
                "NumericGreaterThanEqualsIfExists": {"secretsmanager:RecoveryWindowInDays": str(RECOVERY_DAYS)},
            },
            sid="DeleteWithRecovery",
        ),
        allow("secretsmanager:ListSecrets", "secretsmanager:GetRandomPassword", on="*", sid="ListSecrets"),
        # RotateSecret invokes the function with the caller's own right (API reference, RotateSecret).
        allow("lambda:InvokeFunction", on=rotation_function_arn, sid="StartRotation"),
        use_secrets_key(stack, [secrets], write=True, choose=True),
    ]


class GovernedSecretReader(IsManagedPolicy):
    """A managed policy `<env>-secrets-<service>-reader`: read a service's secrets and the common ones.

    Args:
        service: whose secrets, the second part of their path.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        service: str,
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        services = tuple(dict.fromkeys((service, COMMON)))
        self.policy = GovernedPolicy(
            self,
            "Policy",
            kind=f"{service}-reader",
            description=f"Read the secrets of {service} and the common ones",
            statements=read_secrets(stack, *services),
        ).policy
        accept_paths(self.policy, stack, *services)


class GovernedSecretAdmin(IsManagedPolicy):
    """A managed policy `<env>-secrets-admin`: administer the environment's secrets, without erasing them at once.

    Args:
        rotation_function: the function that rotates them; to start a rotation takes the right to call it.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        rotation_function: lambda_.IFunction,
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        self.policy = GovernedPolicy(
            self,
            "Policy",
            kind="admin",
            description="Administer the secrets of this environment",
            statements=administer_secrets(stack, rotation_function_arn=rotation_function.function_arn),
        ).policy
        accept_paths(self.policy, stack, "*")
        by_design(
            self.policy,
            "AwsSolutions::AwsSolutions-IAM5[Resource::*]",
            reason="ListSecrets and GetRandomPassword know no resource (Service Authorization Reference)",
        )


def accept_paths(policy: iam.IManagedPolicy, stack: GovernedStack, *services: str) -> None:
    """Accept that a policy names the paths of these services, not each of their secrets."""
    for service in services:
        arns = secret_arns(stack, service=service, partition="<AWS::Partition>")
        by_design(
            policy,
            f"AwsSolutions::AwsSolutions-IAM5[Resource::{arns}]",
            reason="A path of this environment; the names of secrets end in random characters",
        )
