"""What a deploy would add to an account: the resources of its stacks that are not there yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aspects.judge.template import Template
    from governed_cdk.preflight.account import Account


@dataclass(frozen=True)
class Addition:
    """One resource that a stack would make, and where."""

    stack: str
    logical_id: str
    type: str
    properties: Mapping[str, Any]
    account: str
    region: str

    @property
    def where(self) -> str:
        """`ACCOUNT/REGION`."""
        return f"{self.account}/{self.region}"


@dataclass
class Said:
    """What an account says: findings and what cannot be told, in a line each."""

    findings: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def additions(stacks: Iterable[Template], account: Account) -> list[Addition]:
    """Every resource that a deploy would create. What a stack has already is an update of it, or stays."""
    found = []
    for stack in stacks:
        region = stack.region or account.region
        number = account.number(region)
        held = account.held(stack.stack_name, region)
        found += [
            Addition(stack.stack_name, one.logical_id, one.type, one.properties, number, region)
            for one in stack.resources.values()
            if one.logical_id not in held
        ]
    return found
