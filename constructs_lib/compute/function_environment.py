"""What lets a function read its own environment variables, which are encrypted with the secrets key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk

from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.security.role import allow

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam

    from constructs_lib.stack.governed_stack import GovernedStack


def own_environment(stack: GovernedStack, function: str) -> iam.PolicyStatement:
    """Decrypt what Lambda says, in the encryption context, is this function's.

    Lambda also makes a grant for the role when it makes the function. That one is for the role's unique id: a role that
    is deleted and made again under its name has none (https://github.com/DataBiosphere/azul/issues/4200), and would
    meet KMSAccessDeniedException. Where the grant reaches, the statement is not needed.
    """
    arn = f"arn:{cdk.Aws.PARTITION}:lambda:{stack.region}:{stack.account}:function:{function}"
    return allow(
        "kms:Decrypt",
        on=stack.key(KeyPurpose.SECRETS).key_arn,
        when={
            "StringEquals": {
                "kms:EncryptionContext:aws:lambda:FunctionArn": arn,
                "kms:ViaService": f"lambda.{stack.region}.amazonaws.com",
            }
        },
        sid="OwnEnvironment",
    )
