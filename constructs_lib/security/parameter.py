"""GovernedParameter: one plain setting in Parameter Store below `/<project>/<env>/`, never a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_ssm as ssm

from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.naming import KEBAB, KEBAB_ALLOWED
from constructs_lib.kernel.secret_shapes import kind_of_secret, names_a_secret
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsStringParameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs import Construct

_LONGEST_VALUE = 4096
# A parameter of that name holds them; a variable would be the path to a file, a property the name of a secret.
_CREDENTIALS = ("credential", "credentials")


class GovernedParameter(IsStringParameter):
    """A String parameter `/<project>/<env>/<branch>/<name>`, standard tier.

    Args:
        branch: `features`, `global`, `system` or another part of the tree, kebab-case.
        name: kebab-case.
        value: 1 to 4,096 characters, no secret, no `{{`.

    Raises:
        ConfigurationError: a name or value outside of that; see `check_parameter`.

    Source: AWS Systems Manager API reference, PutParameter.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        branch: str,
        name: str,
        value: str,
    ) -> None:
        super().__init__(scope, id)
        check_parameter(branch=branch, name=name, value=value)
        environment = GovernedStack.of_construct(self).environment_settings
        self.path = f"/{environment.tags.project}/{environment.name}/{branch}/{name}"
        self.parameter: ssm.IStringParameter = ssm.StringParameter(
            self, "Resource", parameter_name=self.path, string_value=value, tier=ssm.ParameterTier.STANDARD
        )


def check_parameters(tree: Mapping[str, Mapping[str, str]]) -> None:
    """Check a whole tree, branch by branch. Raises ConfigurationError for the first mistake."""
    for branch, values in tree.items():
        for name, value in values.items():
            check_parameter(branch=branch, name=name, value=value)


def check_parameter(*, branch: str, name: str, value: str) -> None:
    """Raise ConfigurationError for a name that is not kebab-case, a value that SSM refuses, or what looks secret.

    The value of a refused parameter is never repeated in the message.
    """
    what = f"parameters.{branch}.{name}"
    for part in (branch, name):
        if not KEBAB.fullmatch(part):
            raise invalid(what, part, KEBAB_ALLOWED)
    if names_a_secret(name) or name.endswith(_CREDENTIALS):
        raise ConfigurationError(f"{what}: names a secret; allowed: plain settings. Secrets go to Secrets Manager")
    if kind := kind_of_secret(value):
        allowed = "plain settings. Secrets go to Secrets Manager"
        raise ConfigurationError(f"{what}: holds a secret ({kind}); allowed: {allowed}")
    if not 1 <= len(value) <= _LONGEST_VALUE or "{{" in value:
        raise invalid(what, f"{len(value)} characters", f"1 to {_LONGEST_VALUE} characters without {{{{")
