"""What a condition or a rule says, as a set of worlds (`decisions.py`).

What cannot be worked out before the deploy stands for itself: true or false, and the same wherever it is asked.
Sources: CloudFormation Template Reference, "Condition functions" and "Rule-specific intrinsic functions".
"""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

from aspects.judge.template.exploration import explored
from aspects.judge.template.intrinsics import alternatives
from aspects.judge.template.parameters import is_plain, own_values
from aspects.judge.template.property_values import Partial, is_known
from aspects.judge.template.text import spelled

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from aspects.judge.template.choices import Known
    from aspects.judge.template.decisions import Variable, Worlds
    from aspects.judge.template.scope import Scope

# Read as those of the partition `aws`, wherever they stand in a property; a condition may ask for others.
_TAKEN = {"AWS::Partition", "AWS::URLSuffix"}


def named_in(body: Any) -> set[str]:
    """The conditions that a condition is made of."""
    found: set[str] = set()
    left = [body]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            name = value.get("Condition")
            found |= {name} if isinstance(name, str) else set()
            left += value.values()
        elif isinstance(value, list):
            left += value
    return found


def worlds_of(knowledge: Known, scope: Scope, body: Any) -> Worlds:  # noqa: PLR0911 - one for each function
    """The worlds in which a condition function is true."""
    universe = knowledge.universe
    each = functools.partial(_each, knowledge, scope)
    match body:
        case {"Condition": str(name)}:
            return knowledge.condition(scope, name)
        case {"Fn::And": [*parts]}:
            return functools.reduce(universe.both, each(parts), universe.all)
        case {"Fn::Or": [*parts]}:
            return functools.reduce(universe.either, each(parts), universe.none)
        case {"Fn::Not": [part]}:
            return universe.but(worlds_of(knowledge, scope, part))
        case {"Fn::Equals": [one, two]}:
            return _equal(knowledge, scope, one, two)
        case {"Fn::Contains": [[*some], one]}:
            return _in(knowledge, scope, one, some)
        case {"Fn::EachMemberEquals": [[*some], one]}:
            return functools.reduce(universe.both, (_in(knowledge, scope, two, [one]) for two in some), universe.all)
        case {"Fn::EachMemberIn": [[*some], [*others]]}:
            return functools.reduce(universe.both, (_in(knowledge, scope, one, others) for one in some), universe.all)
    return knowledge.free(scope, _key(body))


def worlds_of_rule(knowledge: Known, scope: Scope, rule: Any) -> Worlds:
    """The worlds that a rule lets through: where its condition holds, so do its assertions."""
    universe = knowledge.universe
    found = universe.all
    match rule:
        case {"Assertions": [*assertions]}:
            parts = [one["Assert"] for one in assertions if isinstance(one, dict) and "Assert" in one]
            found = functools.reduce(universe.both, _each(knowledge, scope, parts), universe.all)
            if "RuleCondition" in rule:
                found = universe.either(found, universe.but(worlds_of(knowledge, scope, rule["RuleCondition"])))
    return found


def _each(knowledge: Known, scope: Scope, parts: Iterable[Any]) -> Iterator[Worlds]:
    return (worlds_of(knowledge, scope, part) for part in parts)


def _in(knowledge: Known, scope: Scope, one: Any, others: Iterable[Any]) -> Worlds:
    universe = knowledge.universe
    return functools.reduce(universe.either, (_equal(knowledge, scope, one, two) for two in others), universe.none)


def _equal(knowledge: Known, scope: Scope, one: Any, two: Any) -> Worlds:
    universe, found = knowledge.universe, knowledge.universe.none
    others = list(_sides(knowledge, scope, two))
    for worlds, side in _sides(knowledge, scope, one):
        for worlds_2, other in others:
            together = universe.both(worlds, worlds_2)
            if together is not universe.none:
                found = universe.either(found, universe.both(together, _same(knowledge, side, other)))
    return found


def _same(knowledge: Known, one: str | Variable, two: str | Variable) -> Worlds:
    universe = knowledge.universe
    if isinstance(one, str):
        one, two = two, one
    if one == two:
        return universe.all
    if isinstance(one, str):
        return universe.none
    if isinstance(two, str):
        return universe.where(one, two)
    if one.domain or two.domain:
        values = one.domain or two.domain
        pairs = (universe.both(universe.where(one, value), universe.where(two, value)) for value in values)
        return functools.reduce(universe.either, pairs, universe.none)
    pair = ("equal", *sorted((one.index, two.index)))
    return universe.where(universe.variable(pair, (False, True)), value=True)


def _sides(knowledge: Known, scope: Scope, value: Any) -> Iterator[tuple[Worlds, str | Variable]]:
    """What a side of an `Fn::Equals` may be, a text or what stands for one, each with the worlds in which it is."""
    universe = knowledge.universe
    match value:
        case {"Ref": str(name)} if is_plain(scope, name):
            callers = knowledge.caller_choice(scope)
            for at, (parent, passed) in enumerate(scope.callers):
                worlds = callers.ways[at][1] if callers else universe.all
                sides = (
                    _sides(knowledge, parent, passed[name])
                    if name in passed
                    else [(universe.all, _own(knowledge, scope, name))]
                )
                yield from ((universe.both(worlds, inner), side) for inner, side in sides)
            if not scope.callers:
                yield universe.all, _own(knowledge, scope, name)
        case {"Fn::If": [str(name), yes, no]}:
            worlds = knowledge.condition(scope, name)
            for branch, outcome in ((yes, worlds), (no, universe.but(worlds))):
                yield from ((universe.both(outcome, inner), side) for inner, side in _sides(knowledge, scope, branch))
        case _:
            for answer in explored(knowledge, universe.all, lambda: alternatives(scope, value), thorough=True):
                yield answer.worlds, _side(knowledge, scope, value, answer.given)


def _own(knowledge: Known, scope: Scope, name: str) -> str | Variable:
    if name.startswith("AWS::"):
        known = scope.pseudo(name)
    else:
        known = next(iter(own_values(scope, name)), None) if scope.callers else None
    return spelled(known) if isinstance(known, str | int) and name not in _TAKEN else knowledge.variable(scope, name)


def _side(knowledge: Known, scope: Scope, value: Any, found: list[Any]) -> str | Variable:
    if len(found) == 1 and isinstance(found[0], str | int | float) and is_known(found[0]):
        return spelled(found[0])
    takes = _is_not_empty if all(map(_has_text, found)) else _is_anything
    return knowledge.universe.variable((scope, "value", _key(value)), (), takes)


def _has_text(value: Any) -> bool:
    """Whether a value that only the deploy knows is surely not empty: it refers to a resource, or is known in part."""
    if isinstance(value, Partial):
        return any(_has_text(part) for part in value.parts)
    return bool(value) if isinstance(value, str) else hasattr(value, "logical_id")


def _is_not_empty(value: Hashable) -> bool:
    return value != ""


def _is_anything(_: Hashable) -> bool:
    return True


def _key(body: Any) -> str:
    return json.dumps(body, sort_keys=True, default=str)
