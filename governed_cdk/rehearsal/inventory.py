"""What an emulator must have for some stacks, and for what is nested in them: types with their attributes, regions."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aspects.judge.template import Template


def types(stacks: Iterable[Template]) -> dict[str, list[str]]:
    """The resource types of the stacks, each with the attributes that templates ask for."""
    found: dict[str, set[str]] = {}
    for template in (template for stack in stacks for _, template in stack.with_nested()):
        for resource in template.resources.values():
            found.setdefault(resource.type, set())
        for logical_id, attribute in _attributes(template.body):
            if logical_id in template.resources:
                found[template.resources[logical_id].type].add(attribute)
    return {type_: sorted(attributes) for type_, attributes in sorted(found.items())}


def regions(stacks: Iterable[Template]) -> list[str]:
    """The regions that the stacks live in, the one with the most first: home."""
    return [region for region, _ in Counter(stack.region for stack in stacks).most_common()]


def _attributes(value: Any) -> Iterator[tuple[str, str]]:
    match value:
        case {"Fn::GetAtt": [str(logical_id), str(attribute)]}:
            yield logical_id, attribute
        case dict():
            for item in value.values():
                yield from _attributes(item)
        case list():
            for item in value:
                yield from _attributes(item)
