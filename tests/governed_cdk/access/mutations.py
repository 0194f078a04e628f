"""Policies with one thing taken away, one at a time: who would notice."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from aspects.judge.access.policy import Policies
from governed_cdk.access.asking import ask

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aspects.judge.access.entities import Entity, Target
    from aspects.judge.access.policy import PolicyStatement
    from aspects.judge.access.world import World
    from governed_cdk.access.asking import AccessFinding
    from governed_cdk.access.settings import Access

T = TypeVar("T", "Entity", "Target")
KINDS = ("actions", "conditions", "denies")


@dataclass(frozen=True)
class Mutation:
    """One statement without one of its conditions, or gone as a whole. `kind` is one of KINDS."""

    kind: str
    statement: PolicyStatement
    instead: PolicyStatement | None
    lost: str

    def __str__(self) -> str:
        """Which, as a survivor is told."""
        return f"{self.kind}: {self.statement.origin} loses {self.lost}"


def mutations(world: World, but: str = "") -> list[Mutation]:
    """Every one of the templates' own statements and conditions, but those of a stack, taken away one at a time."""
    statements = [one for one in world.statements() if one.origin.stack != but]
    return [mutation for statement in statements for mutation in _of(statement)]


def _of(statement: PolicyStatement) -> Iterator[Mutation]:
    said = f"{statement.effect} {', '.join(statement.actions)[:80]} {[one.value for one in statement.principals]}"
    yield Mutation("denies" if statement.effect == "Deny" else "actions", statement, None, said)
    for index, condition in enumerate(statement.conditions):
        rest = (*statement.conditions[:index], *statement.conditions[index + 1 :])
        yield Mutation("conditions", statement, dataclasses.replace(statement, conditions=rest), str(condition)[:140])


def mutated(world: World, mutation: Mutation) -> tuple[World, set[int]]:
    """The world with a mutation, and the ids of the principals and resources that have it."""
    touched: set[int] = set()

    def put(had: Sequence[T]) -> tuple[T, ...]:
        found = []
        for one in had:
            if any(mutation.statement is said for said in one.policies.statements):
                kept = (mutation.instead if said is mutation.statement else said for said in one.policies.statements)
                policies = Policies(tuple(said for said in kept if said), one.policies.unknown)
                found.append(dataclasses.replace(one, policies=policies))
                touched.add(id(found[-1]))
            else:
                found.append(one)
        return tuple(found)

    return dataclasses.replace(world, entities=put(world.entities), targets=put(world.targets)), touched


def key(finding: AccessFinding) -> tuple[str, ...]:
    """What a person would tell findings apart by."""
    return finding.says, finding.who, finding.action, finding.what, finding.found


def keys(findings: Sequence[AccessFinding]) -> Counter[tuple[str, ...]]:
    """What is found already."""
    return Counter(map(key, findings))


def noticed(world: World, mutation: Mutation, access: Access, known: Counter[tuple[str, ...]]) -> list[AccessFinding]:
    """The findings that a mutation brings and that were not there before."""
    changed, touched = mutated(world, mutation)
    found = ask(changed, access, lambda who, what: id(who) in touched or id(what) in touched).findings
    return [one for one in found if key(one) not in known]
