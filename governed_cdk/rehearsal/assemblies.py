"""What a rehearsal reads in an assembly: stacks, types, attributes, regions."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


@dataclass(frozen=True)
class RehearsedStack:
    """One stack of an assembly."""

    name: str
    account: str
    region: str
    template_file: str
    template: dict[str, Any]

    @property
    def resources(self) -> dict[str, Any]:
        """The template's resources by logical id."""
        found: dict[str, Any] = self.template.get("Resources", {})
        return found


def read_stacks(folder: Path) -> list[RehearsedStack]:
    """The stacks of an assembly that has just been synthesised."""
    artifacts = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["artifacts"]
    found = []
    for key, body in artifacts.items():
        if body["type"] == "aws:cloudformation:stack":
            account, region = body["environment"].removeprefix("aws://").split("/", 1)
            file = body["properties"]["templateFile"]
            template = json.loads((folder / file).read_text(encoding="utf-8"))
            found.append(RehearsedStack(body["properties"].get("stackName", key), account, region, file, template))
    return found


def types(stacks: Iterable[RehearsedStack]) -> dict[str, list[str]]:
    """The resource types of the stacks, each with the attributes that templates ask for."""
    found: dict[str, set[str]] = {}
    for stack in stacks:
        for body in stack.resources.values():
            found.setdefault(body["Type"], set())
        for logical_id, attribute in _attributes(stack.template):
            if logical_id in stack.resources:
                found[stack.resources[logical_id]["Type"]].add(attribute)
    return {type_: sorted(attributes) for type_, attributes in sorted(found.items())}


def regions(stacks: Iterable[RehearsedStack]) -> list[str]:
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
