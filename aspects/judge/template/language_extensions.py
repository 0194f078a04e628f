"""`Fn::ForEach`, written out wherever it stands: among the resources, in their properties, among the outputs.

Source: CloudFormation Template Reference, "Fn::ForEach" and "AWS::LanguageExtensions transform".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from aspects.judge.template.limits import DEFAULT

if TYPE_CHECKING:
    from aspects.judge.template.limits import Limits

_FOR_EACH = "Fn::ForEach::"
_TRANSFORM = "AWS::LanguageExtensions"
_SECTIONS = ("Conditions", "Resources", "Outputs")
_CHARACTERS = 100  # of text weigh as much as one more value


class TooMuchError(Exception):
    """Loops make more than the limits allow."""


class _Budget:
    """What the loops of one template may still make. The text of a file is short: a loop within loops multiplies it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._rounds = self._values = 0

    def round(self, name: str) -> None:
        self._rounds += 1
        if self._rounds > (most := self._limits.loop_rounds):
            raise TooMuchError(f"{name}: loops go round more than {most:,} times in all (--limit loop-rounds=...)")

    def make(self, variable: str, text: int = 0) -> None:
        """Count a value, and how long its text may become, before it is made."""
        self._values += 1 + text // _CHARACTERS
        if self._values > (most := self._limits.loop_values):
            raise TooMuchError(f"{variable}: loops make more than {most:,} values (--limit loop-values=...)")


def expanded(body: dict[str, Any], limits: Limits = DEFAULT) -> dict[str, Any]:
    """The body of a template with each loop replaced by what it makes, over a list, a parameter's default, a mapping.

    A loop over values that only the deploy knows is judged once, its variable standing as it is. Raises ValueError for
    a loop that is none, TooMuchError for what makes more than the limits allow.
    """
    if _TRANSFORM not in str(body.get("Transform")) and _FOR_EACH not in "".join(map(str, body["Resources"])):
        return body
    budget = _Budget(limits)
    return {**body, **{name: _expanded(body, body[name], budget) for name in _SECTIONS if name in body}}


def _expanded(body: dict[str, Any], value: Any, budget: _Budget) -> Any:
    if isinstance(value, list):
        return [_expanded(body, item, budget) for item in value]
    if not isinstance(value, dict):
        return value
    found: dict[Any, Any] = {}
    for name, inner in value.items():
        if not str(name).startswith(_FOR_EACH):
            found[name] = _expanded(body, inner, budget)
            continue
        if not isinstance(inner, list) or len(inner) != 3 or not isinstance(inner[2], dict):
            raise ValueError(str(name))
        variable, collection, made = inner
        for item in _items(body, collection, str(variable)):
            budget.round(str(name))
            found |= _expanded(body, _put(made, str(variable), item, budget), budget)
    return found


def _items(body: dict[str, Any], collection: Any, variable: str) -> list[str]:
    """What a loop runs over; its own variable where only the deploy knows."""
    match collection:
        case {"Ref": str(name)}:
            parameter = _at(body, "Parameters", name)
            default = parameter.get("Default") if isinstance(parameter, dict) else None
            collection = [item.strip() for item in default.split(",")] if isinstance(default, str) else None
        case {"Fn::FindInMap": [str(table), str(row), str(column), *_]}:
            collection = _at(body, "Mappings", table, row, column)
    if isinstance(collection, list) and all(isinstance(item, str | int) for item in collection):
        return [str(item) for item in collection]
    return [f"${{{variable}}}"]


def _at(value: Any, *path: str) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _put(value: Any, variable: str, item: str, budget: _Budget) -> Any:
    if isinstance(value, str):
        given, plain = f"${{{variable}}}", f"&{{{variable}}}"
        named = value.count(given) + value.count(plain)
        budget.make(variable, len(value) + named * len(item))
        bare = item if item == given else re.sub(r"[^A-Za-z0-9]", "", item)
        return value.replace(given, item).replace(plain, bare) if named else value
    budget.make(variable)
    if isinstance(value, list):
        return [_put(part, variable, item, budget) for part in value]
    if isinstance(value, dict):
        if value == {"Ref": variable}:
            return item
        return {_put(key, variable, item, budget): _put(part, variable, item, budget) for key, part in value.items()}
    return value
