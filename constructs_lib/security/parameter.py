"""GovernedParameter: one plain setting in Parameter Store below `/<project>/<env>/`, never a secret."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aws_cdk import aws_ssm as ssm
from constructs import Construct

from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.naming import KEBAB, KEBAB_ALLOWED
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_VALUE = 4096
# Words that name a secret, as a whole part of a name: `token-lifetime-seconds` is a setting, `token` is none.
_SECRET_NAME = re.compile(r"(^|-)(password|passwd|secret|credentials?|private-key|api-key|access-key|token)\Z")
_SECRET_VALUES = {
    "an AWS access key id": re.compile(r"\b(AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a GitHub token": re.compile(r"\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})"),
    "a Slack token or hook": re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{10,}|hooks\.slack\.com/services/"),
    "a JSON web token": re.compile(r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}"),
    "an address with a password": re.compile(r"://[^/\s:@]+:[^/\s@]+@"),
}


class GovernedParameter(Construct):
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
    if _SECRET_NAME.search(name):
        raise ConfigurationError(f"{what}: names a secret; allowed: plain settings. Secrets go to Secrets Manager")
    for kind, pattern in _SECRET_VALUES.items():
        if pattern.search(value):
            raise ConfigurationError(f"{what}: holds {kind}; allowed: plain settings. Secrets go to Secrets Manager")
    if not 1 <= len(value) <= _LONGEST_VALUE or "{{" in value:
        raise invalid(what, f"{len(value)} characters", f"1 to {_LONGEST_VALUE} characters without {{{{")
