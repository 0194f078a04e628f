"""Each key property of the catalogue, and a minimal resource that needs it."""

from __future__ import annotations

import itertools
from typing import Any

from aspects.judge.catalogue import KeyFact, PropertyCondition, facts, known_types

KEYS = [(type_, fact) for type_ in known_types() for fact in facts(type_).keys]
OUR_KEY = {"Fn::GetAtt": ["Key", "Arn"]}


def put(properties: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Set a value at a path, in the first item where the path has `*`."""
    around: Any = properties
    for part, following in itertools.pairwise(path):
        inner: Any = [{}] if following == "*" else {}
        around = around[0] if part == "*" else around.setdefault(part, inner)
    around[path[-1]] = value


def satisfied(condition: PropertyCondition) -> Any:
    """A value with which a condition holds."""
    return condition.values[0] if condition.values else "alias/there"


def start(condition: PropertyCondition, place: tuple[str, ...]) -> tuple[str, ...]:
    return condition.path if condition.root else (*place, *condition.path)


def switch_on(properties: dict[str, Any], fact: KeyFact) -> None:
    for condition in fact.switch:
        put(properties, start(condition, fact.path[:-1]), condition.values[0])


def with_all_others(type_: str, fact: KeyFact, thing: tuple[str, ...]) -> dict[str, Any]:
    """The keys that a resource needs beside the one that is looked at."""
    properties: dict[str, Any] = {}
    for other in facts(type_).keys:
        if other != fact and other.anchor < len(other.path) and thing[: other.anchor] == other.path[: other.anchor]:
            put(properties, other.path, OUR_KEY)
            switch_on(properties, other)
    return properties


def described(type_: str, fact: KeyFact) -> dict[str, Any]:
    """The least properties of a resource that needs this key, which is absent, and has every other that it needs."""
    thing = fact.path[: fact.anchor]
    properties = with_all_others(type_, fact, thing)
    if thing and thing != fact.path:
        put(properties, (*thing, "Thing"), "there")
    if fact.when:
        put(properties, start(fact.when[0], thing), satisfied(fact.when[0]))
    return properties


def with_key(type_: str, fact: KeyFact, value: Any) -> dict[str, Any]:
    properties = described(type_, fact)
    put(properties, fact.path, value)
    switch_on(properties, fact)
    return properties
