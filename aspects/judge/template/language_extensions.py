"""`Fn::ForEach`, written out wherever it stands: among the resources, in their properties, among the outputs.

Source: CloudFormation Template Reference, "Fn::ForEach" and "AWS::LanguageExtensions transform".
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOR_EACH = "Fn::ForEach::"
_TRANSFORM = "AWS::LanguageExtensions"
_SECTIONS = ("Conditions", "Resources", "Outputs")
# CloudFormation takes at most 500 resources, and no property needs more rounds than that.
_MOST_ROUNDS = 20_000


def expanded(body: dict[str, Any]) -> dict[str, Any]:
    """The body of a template with each loop replaced by what it makes, over a list, a parameter's default, a mapping.

    A loop over values that only the deploy knows is judged once, its variable standing as it is. Raises ValueError for
    a loop that is none, or too many of them.
    """
    if _TRANSFORM not in str(body.get("Transform")) and _FOR_EACH not in "".join(map(str, body["Resources"])):
        return body
    rounds = itertools.count(1)
    return {**body, **{name: _expanded(body, body[name], rounds) for name in _SECTIONS if name in body}}


def _expanded(body: dict[str, Any], value: Any, rounds: Iterator[int]) -> Any:
    if isinstance(value, list):
        return [_expanded(body, item, rounds) for item in value]
    if not isinstance(value, dict):
        return value
    found: dict[Any, Any] = {}
    for name, inner in value.items():
        if not str(name).startswith(_FOR_EACH):
            found[name] = _expanded(body, inner, rounds)
            continue
        if not isinstance(inner, list) or len(inner) != 3 or not isinstance(inner[2], dict):
            raise ValueError(str(name))
        variable, collection, made = inner
        for item in _items(body, collection, str(variable)):
            if next(rounds) > _MOST_ROUNDS:
                raise ValueError(str(name))
            found |= _expanded(body, _put(made, str(variable), item), rounds)
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


def _put(value: Any, variable: str, item: str) -> Any:
    if isinstance(value, str):
        plain = item if item == f"${{{variable}}}" else re.sub(r"[^A-Za-z0-9]", "", item)
        return value.replace(f"${{{variable}}}", item).replace(f"&{{{variable}}}", plain)
    if isinstance(value, list):
        return [_put(part, variable, item) for part in value]
    if isinstance(value, dict):
        if value == {"Ref": variable}:
            return item
        return {_put(key, variable, item): _put(part, variable, item) for key, part in value.items()}
    return value
