"""Where a value belongs, as a person names it: `secrets/<service>/<name>`, `parameters/<branch>/<name>`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel import contract
from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.naming import KEBAB, KEBAB_ALLOWED

if TYPE_CHECKING:
    from constructs_lib.kernel.environment import Environment

SECRETS, PARAMETERS = "secrets", "parameters"
BRANCHES = ("agents", "evolution", "features", "global", "system", "workflows")
"""Of the tree `/<project>/<env>/<branch>/<name>`."""
_ALLOWED = "secrets/<service>/<name> or parameters/<branch>/<name>, such as secrets/common/openai"


@dataclass(frozen=True, order=True)
class ValuePlace:
    """One secret or parameter."""

    kind: str
    group: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.group}/{self.name}"

    def path(self, environment: Environment) -> str:
        """What AWS calls it."""
        if self.kind == SECRETS:
            return environment.names(self.group).secret(self.name)
        return f"/{environment.tags.project}/{environment.name}/{self.group}/{self.name}"


def place(text: str, environment: Environment) -> ValuePlace:
    """A place by its name.

    Raises ConfigurationError for another form, a branch that the tree does not have, a path of the contract, and a
    parameter that the environment file sets: their stacks own these.
    """
    _refuse_contract(text, environment)
    parts = text.split("/")
    if len(parts) != 3 or parts[0] not in (SECRETS, PARAMETERS):
        raise invalid("name", text, _ALLOWED)
    kind, group, name = parts
    for part in (group, name):
        if not KEBAB.fullmatch(part):
            raise invalid(f"name {text}", part, KEBAB_ALLOWED)
    if kind == PARAMETERS:
        if group not in BRANCHES:
            raise invalid(f"name {text}: branch", group, ", ".join(BRANCHES))
        if name in _set_by_file(environment).get(group, {}):
            where = f"environments/{environment.name}.yaml: stacks.secrets.parameters.{group}.{name}"
            raise ConfigurationError(f"{text}: the secrets stack makes it; change {where}")
    return ValuePlace(kind, group, name)


def _refuse_contract(text: str, environment: Environment) -> None:
    for output in contract.ALL:
        if text in (output.path(environment.name), *output.legacy):
            raise ConfigurationError(f"{text}: is the contract's; the stack {output.producer} publishes it")


def _set_by_file(environment: Environment) -> dict[str, Any]:
    section = environment.stacks.get("secrets") or {}
    found: dict[str, Any] = section.get("parameters") or {}
    return found
