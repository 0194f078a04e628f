"""GovernedRuntimeReader: what a service may read at run time by `governed_runtime`, and the variables that name it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from aws_cdk import aws_iam as iam

from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.kernel.naming import KEBAB, KEBAB_ALLOWED
from constructs_lib.kernel.output import Output
from constructs_lib.security.role import GovernedPolicy, allow
from constructs_lib.security.secret_policy import COMMON, accept_paths, read_secrets
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsManagedPolicy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs import Construct


class GovernedRuntimeReader(IsManagedPolicy):
    """A managed policy `<env>-<service>-<kind>`: the stack's own and the common secrets, parameters, outputs.

        reader = GovernedRuntimeReader(self, "Reads", branches=("features",), outputs=(contract.NETWORK_VPC_ID,))
        api = Container(..., environment=reader.variables)
        reader.attach(service)

    Args:
        branches: of the tree `/<project>/<env>/<branch>/...`, plain and secure ones.
        outputs: what other stacks publish.
        kind: last part of the name.

    Raises:
        ConfigurationError: a branch that is not kebab-case, or what is no output.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        branches: Sequence[str] = (),
        outputs: Sequence[Output[Any]] = (),
        kind: str = "runtime-reader",
    ) -> None:
        super().__init__(scope, id)
        _check(self.node.path, branches, outputs)
        stack = GovernedStack.of_construct(self)
        environment = stack.environment_settings
        self.variables: Mapping[str, str] = {
            "GOVERNED_ENVIRONMENT": environment.name,
            "GOVERNED_ORGANIZATION": environment.organization,
            "GOVERNED_PROJECT": environment.tags.project,
            "GOVERNED_SERVICE": stack.service,
        }
        services = tuple(dict.fromkeys((stack.service, COMMON)))
        below = [_parameter(stack, f"/{environment.tags.project}/{environment.name}/{branch}") for branch in branches]
        published = [_parameter(stack, output.path(environment.name)) for output in outputs]
        self.policy = GovernedPolicy(
            self,
            "Policy",
            kind=kind,
            description=f"What {stack.service} reads at run time",
            statements=[*read_secrets(stack, *services), *_read_parameters(stack, below, published)],
        ).policy
        accept_paths(self.policy, stack, *services)
        for branch in below:
            finding = f"{branch}/*".replace(cdk.Aws.PARTITION, "<AWS::Partition>")
            by_design(
                self.policy,
                f"AwsSolutions::AwsSolutions-IAM5[Resource::{finding}]",
                reason="A branch of this environment's parameters: what is in it changes without a deployment",
            )

    def attach(self, service: iam.IGrantable) -> None:
        """Let a function, a service or a task of containers read it.

        Raises ConfigurationError for whoever works as no role of this app.
        """
        role = service.grant_principal
        if not isinstance(role, iam.Role):
            raise ConfigurationError(f"{self.node.path}: attach: what is given has no role here that it works as")
        role.add_managed_policy(self.policy)


def _check(where: str, branches: Sequence[str], outputs: Sequence[Output[Any]]) -> None:
    for branch in branches:
        if not KEBAB.fullmatch(branch):
            raise invalid(f"{where}: branches", branch, KEBAB_ALLOWED)
    for output in outputs:
        if not isinstance(output, Output):
            raise invalid(f"{where}: outputs", output, "outputs, such as contract.NETWORK_VPC_ID")


def _parameter(stack: GovernedStack, path: str) -> str:
    return f"arn:{cdk.Aws.PARTITION}:ssm:{stack.region}:{stack.account}:parameter{path}"


def _read_parameters(stack: GovernedStack, below: list[str], outputs: list[str]) -> list[iam.PolicyStatement]:
    """Read parameters, and decrypt the secure ones of the branches.

    Sources: Systems Manager User Guide, "Restricting access to Parameter Store parameters using IAM policies"
    (GetParametersByPath is asked of the path itself); "How AWS Systems Manager Parameter Store uses AWS KMS" (the
    encryption context PARAMETER_ARN).
    """
    statements = []
    if below or outputs:
        inside = [f"{one}/*" for one in below]
        statements.append(allow("ssm:GetParameter", on=[*inside, *outputs], sid="ReadParameters"))
    if below:
        statements += [
            allow("ssm:GetParametersByPath", on=[*below, *inside], sid="ReadBranches"),
            allow(
                "kms:Decrypt",
                on=stack.key(KeyPurpose.SECRETS).key_arn,
                when={
                    "StringEquals": {"kms:ViaService": f"ssm.{stack.region}.amazonaws.com"},
                    "StringLike": {"kms:EncryptionContext:PARAMETER_ARN": inside},
                },
                sid="SecureParameters",
            ),
        ]
    return statements
