"""Values of two templates without what means nothing, and where they differ.

Noise is the order of lists whose order CloudFormation does not keep, how a JSON text is written, and the name of an
asset: another name with the same content is the same.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from aspects.judge.lock import canonical
from governed_cdk.comparing.difference import ValueDifference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Template
    from governed_cdk.comparing.assets import Assets

# Lists whose order says something: a program's arguments, and what is tried one after the other. Sources: Amazon ECS
# API Reference, ContainerDefinition; CloudFront API Reference, CacheBehaviors; Lambda API Reference, Layers.
_ORDERED = frozenset(
    ("CacheBehaviors", "Command", "EntryPoint", "Layers", "Stages", "DefaultActions", "TextTransformations")
)
# What items of a list are told apart by.
_NAMES = ("Sid", "Name", "Key", "Id", "ContainerName", "AttributeName", "IndexName", "RuleName", "Arn", "Region")


def tidy(template: Template, value: Any, assets: Assets) -> Any:
    """A value of a template as plain data that is the same just where it means the same."""
    return _tidy(canonical(template, value), "", assets)


def _tidy(value: Any, name: str, assets: Assets) -> Any:
    match value:
        case str() if value[:1] in "{[" and value:
            try:
                return _tidy(json.loads(value), name, assets)
            except ValueError:
                return assets.by_content(value)
        case str():
            return assets.by_content(value)
        case dict():
            return {key: _tidy(item, key, assets) for key, item in value.items()}
        case list():
            items = [_tidy(item, "", assets) for item in value]
            keeps = name in _ORDERED or name.startswith("Fn::")
            return items if keeps else sorted(items, key=_text)
        case _:
            return value


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def value_differences(old: Any, new: Any, path: str = "") -> Iterator[ValueDifference]:
    """Where two tidy values differ, as deep as both can be followed."""
    match old, new:
        case _ if old == new:
            return
        case dict(), dict() if not _is_function(old) and not _is_function(new):
            for key in sorted(old.keys() | new.keys()):
                yield from value_differences(old.get(key), new.get(key), f"{path}.{key}" if path else key)
        case list(), list():
            yield from _of_lists(old, new, f"{path}[]")
        case _:
            yield ValueDifference(path, old, new)


def _is_function(value: dict[str, Any]) -> bool:
    return any(key.startswith("Fn::") for key in value)


def _of_lists(old: list[Any], new: list[Any], path: str) -> Iterator[ValueDifference]:
    gone, come = _without(old, new), _without(new, old)
    if not gone and not come:  # another order, where it counts
        yield ValueDifference(path, old, new)
    for key in _NAMES:
        before, after = _by_name(gone, key), _by_name(come, key)
        if before is not None and after is not None and (before or after):
            for name in sorted(before.keys() | after.keys()):
                yield from value_differences(before.get(name), after.get(name), f"{path.removesuffix('[]')}[{name}]")
            return
    if len(gone) == len(come) == 1:
        yield from value_differences(gone[0], come[0], path)
        return
    yield from (ValueDifference(path, item, None) for item in gone)
    yield from (ValueDifference(path, None, item) for item in come)


def _without(items: list[Any], others: list[Any]) -> list[Any]:
    """The items that are not among others, each as often as it is missing there."""
    there = Counter(map(_text, others))
    found = []
    for item in items:
        there[_text(item)] -= 1
        if there[_text(item)] < 0:
            found.append(item)
    return found


def _by_name(items: list[Any], key: str) -> dict[str, Any] | None:
    """Items by what they are called; None where one has no name, or two have the same."""
    named = {str(item[key]): item for item in items if isinstance(item, dict) and isinstance(item.get(key), str)}
    return named if len(named) == len(items) else None
