"""A value of a template with one thing in it changed, through the functions around that."""

from __future__ import annotations

import copy
import json
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from aspects.judge.patch import GONE
from aspects.judge.template import ABSENT, Partial
from aspects.judge.template.intrinsics import alternatives

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aspects.judge.template.scope import Scope

    Step = str | int


class BranchGuard(NamedTuple):
    """Which of several mappings is meant, and how many steps above a target it stands."""

    above: int
    holds: Callable[[Any], bool]


class _Anything(Enum):
    ANYTHING = "anything"


ANYTHING: Final = _Anything.ANYTHING
"""In place of a value that was found: whatever stands there."""

NEXT: Final = -1
"""As a step: behind the last item of a list."""
NO_VALUE: Final = {"Ref": "AWS::NoValue"}
_LOOP = "Fn::ForEach"
_PLAIN, _FILLED_IN = "<account id>", "${AWS::AccountId}"  # how a text says the account


class UnfitError(Exception):
    """There is no change that would be right."""


class RewriteTarget(NamedTuple):
    """What should stand at some steps below a value, in place of what was found there.

    `guard`: so many steps above it stands a mapping that it is about; another, of another branch, is left alone.
    `within`: what so many steps lead to is there already; where a branch has none, none is made.
    """

    path: tuple[Step, ...]
    value: Any
    given: Any
    guard: BranchGuard | None = None
    within: int = 0

    def below(self) -> RewriteTarget:
        """The same, one step further down."""
        return self._replace(path=self.path[1:], within=self.within - 1)


def is_function(value: Any) -> bool:
    """Whether a value is an intrinsic function."""
    if not isinstance(value, dict) or len(value) != 1:
        return False
    name = str(next(iter(value)))
    return name == "Ref" or (name.startswith("Fn::") and not name.startswith(f"{_LOOP}::"))


def found_key(node: Any, step: Step) -> Step:
    """The key that a step means: IAM ignores the case of what a policy says, and a reading of one gives lower case.

    Raises UnfitError where a loop may have made it.
    """
    if not isinstance(node, dict) or isinstance(step, int) or step in node:
        return step
    for key in node:
        if str(key).lower() == step.lower() and (step.islower() or step in _OF_POLICIES):
            return str(key)
    if any(str(key).startswith(_LOOP) for key in node):
        raise UnfitError
    return step


_OF_POLICIES = frozenset({
    "Statement", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition",
})  # fmt: skip


def built(path: Sequence[Step], value: Any) -> Any:
    """A value below some steps, where nothing is yet."""
    for step in reversed(path):
        value = [value] if isinstance(step, int) else {step: value}
    return copy.deepcopy(value)


def rewritten(scope: Scope, node: Any, target: RewriteTarget) -> Any:
    """A value with the target in it; GONE where all of it goes; itself where nothing of it is meant.

    Raises UnfitError where the way leads through what only the deploy knows.
    """
    name, argument = next(iter(node.items())) if is_function(node) else ("", None)
    if name == "Fn::If" and isinstance(argument, list) and len(argument) == 3:
        return _branches(scope, node, target)
    if not target.path:
        meant = target.given is ANYTHING or target.given in alternatives(scope.template, node)
        return target.value if meant else node
    if name:
        inside = name == "Fn::ToJsonString"
        return {name: rewritten(scope, argument, target)} if inside else _worked_out(scope, node, target)
    if isinstance(node, str):
        return _in_json(scope, node, target, _PLAIN)
    return _made(node, target) if node is None else _in_container(scope, node, target)


def _branches(scope: Scope, node: dict[str, Any], target: RewriteTarget) -> Any:
    condition, *branches = node["Fn::If"]
    found = [
        _made(branch, target) if branch == NO_VALUE and target.path else _attempt(scope, branch, target)
        for branch in branches
    ]
    if all(one is branch for one, branch in zip(found, branches, strict=True)):
        raise UnfitError
    found = [dict(NO_VALUE) if one is GONE else one for one in found]
    return found[0] if found[0] == found[1] else {"Fn::If": [condition, *found]}


def _attempt(scope: Scope, branch: Any, target: RewriteTarget) -> Any:
    try:
        return rewritten(scope, branch, target)
    except UnfitError:
        return branch


def _worked_out(scope: Scope, node: Any, target: RewriteTarget) -> Any:
    """What a function gives, changed and in its place, where it gives one thing only."""
    text = node.get("Fn::Sub")
    if isinstance(text, str):
        return {"Fn::Sub": _in_json(scope, text, target, _FILLED_IN)}
    known = alternatives(scope.template, node)
    if len(known) != 1 or not isinstance(known[0], dict | list | str) or isinstance(known[0], Partial):
        raise UnfitError
    return node if (found := rewritten(scope, known[0], target)) is known[0] else found


def _in_json(scope: Scope, node: str, target: RewriteTarget, account: str) -> str:
    try:
        data = json.loads(node, strict=False)
    except (ValueError, RecursionError):
        raise UnfitError from None
    found = rewritten(scope, data, target._replace(value=_as_text(target.value, account)))
    return node if found is data else json.dumps(found)


def _as_text(value: Any, account: str) -> Any:
    """A value without functions, which mean nothing inside of a text: of ours, there is the account."""
    if is_function(value):
        if value == {"Ref": "AWS::AccountId"}:
            return account
        raise UnfitError
    if isinstance(value, dict):
        return {key: _as_text(one, account) for key, one in value.items()}
    return [_as_text(one, account) for one in value] if isinstance(value, list) else value


def _made(node: Any, target: RewriteTarget) -> Any:
    """What takes the place of nothing."""
    if target.within >= 0 or (target.guard and len(target.path) >= target.guard.above):
        return node
    if target.value is GONE or target.given not in (ANYTHING, ABSENT):
        return node
    return built(target.path, target.value)


def _in_container(scope: Scope, node: Any, target: RewriteTarget) -> Any:
    if not isinstance(node, dict | list):
        raise UnfitError
    guard = target.guard
    if guard and len(target.path) == guard.above and not (isinstance(node, dict) and guard.holds(node)):
        return node
    step = found_key(node, target.path[0])
    if isinstance(node, dict) and isinstance(step, int):  # a single item where a list is due
        return [node, target.value] if step == NEXT else rewritten(scope, node, target.below())
    if isinstance(node, list):
        step = len(node) if step == NEXT else step
        if not isinstance(step, int) or step > len(node):
            raise UnfitError
    copied: Any = copy.copy(node) if isinstance(node, dict) else [*node, *([ABSENT] if step == len(node) else [])]
    inner = copied.get(step, ABSENT) if isinstance(copied, dict) else copied[step]
    found = _made(ABSENT, target.below()) if inner is ABSENT else rewritten(scope, inner, target.below())
    if found is inner:
        return node
    copied[step] = found
    if found is GONE:
        del copied[step]
    return copied
