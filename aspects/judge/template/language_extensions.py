"""`Fn::ForEach`, written out wherever it stands: among the resources, in their properties, among the outputs.

Source: CloudFormation Template Reference, "Fn::ForEach" and "AWS::LanguageExtensions transform".
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aspects.judge.template.intrinsics import LOOP_VARIABLE, alternatives
from aspects.judge.template.limits import DEFAULT
from aspects.judge.template.model import Template
from aspects.judge.template.property_values import Partial, Unknown
from aspects.judge.template.text import joined

if TYPE_CHECKING:
    from aspects.judge.template.limits import Limits

_FOR_EACH = "Fn::ForEach::"
_TRANSFORM = "AWS::LanguageExtensions"
# Where a text is the name of something in the template.
_NAMING = frozenset({"Condition", "DependsOn", "Fn::GetAtt", "Fn::Transform", "Ref", "Type"})
_SECTIONS = ("Conditions", "Resources", "Outputs")
_READ = ("Parameters", "Mappings")  # what a collection may refer to: a transform runs before there is any resource
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
    """The body of a template with each loop replaced by what it makes, over whatever its collection may be.

    A loop over values that only the deploy knows is judged once, its variable a value that nobody knows. Raises
    ValueError for a loop that is none, TooMuchError for what makes more than the limits allow.
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
        for item in _items(body, collection):
            budget.round(str(name))
            found |= _expanded(body, _put(made, str(variable), item, budget), budget)
    return found


def _items(body: dict[str, Any], collection: Any) -> list[str | None]:
    """What a loop runs over, each text once; None for what only the deploy knows."""
    scope = Template(Path(), {name: body[name] for name in _READ if name in body})
    found: list[str | None] = []
    for value in alternatives(scope, collection):
        for item in value if isinstance(value, list) else [Unknown("")]:
            found += map(_text, alternatives(scope, item))
    return list(dict.fromkeys(found))


def _text(item: Any) -> str | None:
    text = joined([item])
    return text if isinstance(text, str) and not isinstance(text, Partial) else None


def _put(value: Any, variable: str, item: str | None, budget: _Budget) -> Any:
    """A part of what a loop makes, with one of its items for the variable."""
    if item is None:
        return _left_open(value, variable)
    if isinstance(value, str):
        given, plain = f"${{{variable}}}", f"&{{{variable}}}"
        named = value.count(given) + value.count(plain)
        budget.make(variable, len(value) + named * len(item))
        bare = re.sub(r"[^A-Za-z0-9]", "", item)
        return value.replace(given, item).replace(plain, bare) if named else value
    budget.make(variable)
    if isinstance(value, list):
        return [_put(part, variable, item, budget) for part in value]
    if isinstance(value, dict):
        if value == {"Ref": variable}:
            return item
        return {_put(key, variable, item, budget): _put(part, variable, item, budget) for key, part in value.items()}
    return value


def _left_open(value: Any, variable: str) -> Any:
    """A part of what a loop makes, its variable a value that nobody knows; as it is where only a name may stand."""
    mark = f"${{{variable}}}"
    if isinstance(value, str):
        text = value.replace(f"&{{{variable}}}", mark)
        if mark not in text:
            return value
        text = text.replace("${", "${!").replace(f"${{!{variable}}}", mark)
        return {"Fn::Sub": [text, {variable: {LOOP_VARIABLE: variable}}]}
    if isinstance(value, list):
        return [_left_open(part, variable) for part in value]
    if not isinstance(value, dict):
        return value
    if value == {"Ref": variable}:
        return {LOOP_VARIABLE: variable}
    return {
        str(key).replace(f"&{{{variable}}}", mark): _left_open_below(str(key), part, variable)
        for key, part in value.items()
    }


def _left_open_below(key: str, value: Any, variable: str) -> Any:
    if key in _NAMING:
        return value
    if (key == "Fn::If" or key.startswith(_FOR_EACH)) and isinstance(value, list):
        return [*value[:1], *_left_open(value[1:], variable)]
    if key == "Fn::Sub":
        text, variables = value if isinstance(value, list) and len(value) == 2 else (value, {})
        if isinstance(text, str) and isinstance(variables, dict):
            known = {name: _left_open(part, variable) for name, part in variables.items()}
            text = text.replace(f"&{{{variable}}}", f"${{{variable}}}")
            return [text, {variable: {LOOP_VARIABLE: variable}, **known}]
    return _left_open(value, variable)
