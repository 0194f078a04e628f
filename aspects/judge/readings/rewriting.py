"""Changes of a value of a template as it is written: each in the branch that it is meant for, and nothing around it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aspects.judge.patch import Patch, applied
from aspects.judge.readings.rewrite_target import ANYTHING, NEXT, NO_VALUE, Edit, UnfitError
from aspects.judge.template import ABSENT, Partial
from aspects.judge.template.intrinsics import alternatives, is_function, is_loop, names_a_function

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from aspects.judge.readings.rewrite_target import RewriteTarget, Step, Way
    from aspects.judge.template.scope import Scope

_PLAIN, _FILLED_IN = "<account id>", "${AWS::AccountId}"  # how a text says the account


def branches(node: Any, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    """What a value is in each branch of a condition, and the way to that; itself where it has none."""
    argument = node.get("Fn::If") if isinstance(node, dict) and len(node) == 1 else None
    if not isinstance(argument, list) or len(argument) != 3:
        yield way, node
        return
    for index in (1, 2):
        yield from branches(argument[index], (*way, "Fn::If", index))


def edits(scope: Scope, node: Any, target: RewriteTarget, way: Way = ()) -> Iterator[Edit]:
    """What puts the target into a value, for each branch that is meant.

    Raises UnfitError where the way leads through what only the deploy knows, or no branch is meant.
    """
    node, target, way = _straight_down(node, target, way)
    found: list[Edit] = []
    for at, branch in branches(node, way):
        if at is way:  # no branch at all
            yield from _in_leaf(scope, branch, target, at)
            return
        chosen = target if target.chosen else target._replace(chosen=True)
        try:
            found += _in_leaf(scope, branch, chosen, at)
        except UnfitError:
            continue
    if not found:
        raise UnfitError
    yield from found


def _straight_down(node: Any, target: RewriteTarget, way: Way) -> tuple[Any, RewriteTarget, Way]:
    """As far as it goes by plain keys and items that are there, through no function: most of the way is like that."""
    if target.guard:
        return node, target, way
    used = 0
    for step in target.path[:-1]:
        if isinstance(node, list):
            there = isinstance(step, int) and 0 <= step < len(node)
        else:
            there = isinstance(node, dict) and step in node and not names_a_function(step)
            there = there and not _has_dots(node)
        if not there:
            break
        node = node[step]
        used += 1
    return (node, target.below(used), (*way, *target.path[:used])) if used else (node, target, way)


def _in_leaf(scope: Scope, node: Any, target: RewriteTarget, way: Way) -> Iterator[Edit]:
    if not target.path:
        yield from target.edits(way, node) if _is_meant(scope, node, target) else ()
    elif node is None or node == NO_VALUE:
        yield from _made(node, target, way)
    elif isinstance(node, dict | list) and not is_function(node):
        yield from _in_container(scope, node, target, way)
    elif is_function(node) and "Fn::ToJsonString" in node:
        yield from edits(scope, node["Fn::ToJsonString"], target, (*way, "Fn::ToJsonString"))
    elif is_function(node) or isinstance(node, str):
        value = _worked_out(scope, node, target._replace(chosen=True))
        yield from () if value is node else (Edit(way, value, node),)
    else:
        raise UnfitError


def _is_meant(scope: Scope, node: Any, target: RewriteTarget) -> bool:
    if target.given is ANYTHING:
        return True
    if not target.chosen and not is_function(node):
        return target.given is not ABSENT or node is None
    return target.given in alternatives(scope.template, node)


def _made(written: Any, target: RewriteTarget, way: Way) -> Iterator[Edit]:
    """What takes the place of nothing."""
    if target.chosen:
        guarded = target.guard and len(target.path) >= target.guard.above
        if target.within >= 0 or guarded or target.given not in (ANYTHING, ABSENT):
            return
    for one in target.edits(way, ABSENT):
        yield one._replace(written=written)


def _worked_out(scope: Scope, node: Any, target: RewriteTarget) -> Any:
    """What a text or a function gives, changed and in its place, where it gives one thing only; else itself."""
    if isinstance(node, str):
        return _in_json(scope, node, target, _PLAIN)
    if isinstance(text := node.get("Fn::Sub"), str):
        return node if (found := _in_json(scope, text, target, _FILLED_IN)) is text else {"Fn::Sub": found}
    known = alternatives(scope.template, node)
    if len(known) != 1 or not isinstance(known[0], dict | list | str) or isinstance(known[0], Partial):
        raise UnfitError
    return node if (found := _changed(scope, known[0], target)) is known[0] else found


def _in_json(scope: Scope, node: str, target: RewriteTarget, account: str) -> str:
    try:
        data = json.loads(node, strict=False)
    except (ValueError, RecursionError):
        raise UnfitError from None
    found = _changed(scope, data, target, lambda value: _as_text(value, account))
    return node if found is data else json.dumps(found)


def _changed(scope: Scope, node: Any, target: RewriteTarget, said: Callable[[Any], Any] = lambda value: value) -> Any:
    found = [Patch(("", *one.way), said(one.value)) for one in edits(scope, node, target)]
    return applied({"": node}, found)[""] if found else node


def _as_text(value: Any, account: str) -> Any:
    """A value without functions, which mean nothing inside of a text: of ours, there is the account."""
    if is_function(value):
        if value == {"Ref": "AWS::AccountId"}:
            return account
        raise UnfitError
    if isinstance(value, dict):
        return {key: _as_text(one, account) for key, one in value.items()}
    return [_as_text(one, account) for one in value] if isinstance(value, list) else value


def _in_container(scope: Scope, node: Any, target: RewriteTarget, way: Way) -> Iterator[Edit]:
    guard = target.guard
    if (
        target.chosen
        and guard
        and len(target.path) == guard.above
        and not (isinstance(node, dict) and guard.holds(node))
    ):
        return
    step, used = found_key(node, target.path)
    below = target.below(used)
    if isinstance(node, dict) and step == NEXT:  # a single item where a list is due
        yield from (Edit(way, [node, one.value], node) for one in below.edits((), ABSENT))
    elif isinstance(node, dict) and isinstance(step, int):
        yield from edits(scope, node, below, way)
    elif isinstance(node, dict):
        there = step in node
        yield from edits(scope, node[step], below, (*way, step)) if there else _made(ABSENT, below, (*way, step))
    else:
        step = len(node) if step == NEXT else step
        if not isinstance(step, int) or step > len(node):
            raise UnfitError
        there = step < len(node)
        yield from edits(scope, node[step], below, (*way, step)) if there else _made(ABSENT, below, (*way, step))


def found_key(node: Any, path: Sequence[Step]) -> tuple[Step, int]:
    """The key that the first steps of a path mean, and how many they are: a place does not tell its dots from a key's.

    IAM ignores the case of what a policy says, and a reading of one gives lower case. Raises UnfitError where a loop
    may have made it.
    """
    step = path[0]
    if not isinstance(node, dict) or isinstance(step, int):
        return step, 1
    for used in range(len(path) if _has_dots(node) else 1, 0, -1):
        if (key := ".".join(map(str, path[:used]))) in node:
            return key, used
    for one in node:
        if str(one).lower() == step.lower() and (step.islower() or step in _OF_POLICIES):
            return str(one), 1
    if any(map(is_loop, node)):
        raise UnfitError
    return step, 1


def _has_dots(node: dict[Any, Any]) -> bool:
    """Whether several steps of a path may be one key of a mapping."""
    return "." in "".join(map(str, node))


_OF_POLICIES = frozenset({
    "Statement", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition",
})  # fmt: skip
