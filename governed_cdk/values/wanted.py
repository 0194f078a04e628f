"""`values.yaml`: what an environment has to hold that no stack fills in, each with the schema that it is typed by.

secrets:
common/openai: openai                # a template
orders/partner: partner.schema.json  # a JSON schema beside the file
parameters:
agents: safety                       # of each branch
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.yaml_file import read_yaml
from governed_cdk.values.places import BRANCHES, PARAMETERS, SECRETS, ValuePlace, place
from governed_cdk.values.schemas import Schema, read_schema

if TYPE_CHECKING:
    from constructs_lib.kernel.environment import Environment

FILE = Path("values.yaml")


@dataclass(frozen=True)
class Wanted:
    """What is asked for."""

    secrets: dict[ValuePlace, Schema] = field(default_factory=dict)
    branches: dict[str, Schema] = field(default_factory=dict)

    def schema(self, where: ValuePlace) -> Schema | None:
        """What a secret, or a parameter's branch, is typed by."""
        return self.secrets.get(where) if where.kind == SECRETS else self.branches.get(where.group)

    def required(self) -> list[ValuePlace]:
        """Everything that has to be there."""
        below = [
            ValuePlace(PARAMETERS, branch, name) for branch, schema in self.branches.items() for name in schema.required
        ]
        return sorted([*self.secrets, *below])


def read_wanted(path: Path, environment: Environment) -> Wanted:
    """What a file asks for; nothing where it is not there. Raises ConfigurationError for a file that is none."""
    if not path.is_file():
        if path != FILE:
            raise ConfigurationError(f"{path}: not here")
        return Wanted()
    data = read_yaml(path)
    if unknown := set(data) - {SECRETS, PARAMETERS}:
        raise invalid(f"{path}", min(unknown), f"{SECRETS}, {PARAMETERS}")
    for kind in (SECRETS, PARAMETERS):
        for name, schema in _section(path, data, kind).items():
            if not isinstance(schema, str):
                raise invalid(f"{path}: {kind}.{name}", schema, "a template, or the name of a file with a JSON schema")
    for branch in _section(path, data, PARAMETERS):
        if branch not in BRANCHES:
            raise invalid(f"{path}: {PARAMETERS}", branch, ", ".join(BRANCHES))
    return Wanted(
        {
            place(f"{SECRETS}/{name}", environment): read_schema(schema, path.parent)
            for name, schema in _section(path, data, SECRETS).items()
        },
        {branch: read_schema(schema, path.parent) for branch, schema in _section(path, data, PARAMETERS).items()},
    )


def _section(path: Path, data: dict[str, object], kind: str) -> dict[str, str]:
    found = data.get(kind) or {}
    if not isinstance(found, dict):
        raise invalid(f"{path}: {kind}", found, "names, each with a template or a file")
    return {str(name): schema for name, schema in found.items()}
