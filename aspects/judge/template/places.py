"""The way to a property: every value that may stand at a path, and where it stands.

The one reading of a template's data that all rules share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aspects.judge.template.intrinsics import alternatives
from aspects.judge.template.property_values import ABSENT, INCLUDES, OPAQUE, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aspects.judge.template.scope import Scope

EVERY = "*"


@dataclass(frozen=True, slots=True)
class Place:
    """A value that a property may have, and where it stands: `Replicas[0].SSESpecification.KMSMasterKeyId`."""

    path: str
    value: Any


def given(mapping: Mapping[str, Any], name: str) -> Any:
    """What a mapping of a template holds under a name, as it stands. What is not there a transform may still bring."""
    return mapping.get(name, {INCLUDES: mapping[INCLUDES]} if INCLUDES in mapping else None)


def places(scope: Scope, value: Any, *path: str, at: str = "") -> Iterator[Place]:
    """Every value at a path below a value of a template, as `Resource.places` says; `at` is that value's own place."""
    # Straight down through mappings that are no function: most ways are like that, and a step costs little.
    while path and isinstance(value, dict) and len(value) != 1 and path[0] in value and path[0] != EVERY:
        head, *rest = path
        value, path, at = value[head], tuple(rest), f"{at}.{head}" if at else head
    for found in alternatives(scope, value):
        if not path:
            yield Place(at, found)
            continue
        head, *rest = path
        if isinstance(found, OPAQUE):
            yield Place(_said(at, path), found)
        elif head == EVERY:
            yield from _items(scope, found, rest, at)
        elif isinstance(found, dict) and (head in found or INCLUDES in found):
            yield from places(scope, given(found, head), *rest, at=f"{at}.{head}" if at else head)
        elif isinstance(found, dict) or found is ABSENT:
            yield Place(_said(at, path), ABSENT)
        else:
            yield Place(_said(at, path), Unknown("a value of another shape"))


def _items(scope: Scope, found: Any, rest: list[str], at: str) -> Iterator[Place]:
    if isinstance(found, list):
        for index, item in enumerate(found):
            for value in alternatives(scope, item):
                if value is not ABSENT:  # an item that is AWS::NoValue is none
                    yield from places(scope, value, *rest, at=f"{at}[{index}]")
    elif isinstance(found, dict) and not (rest and rest[0] in found):
        for key, item in found.items():
            yield from places(scope, {key: item} if key == INCLUDES else item, *rest, at=f"{at}.{key}")
    elif found is ABSENT:
        yield Place(_said(at, (EVERY, *rest)), ABSENT)
    else:
        # CloudFormation takes a single value where a list is due.
        yield from places(scope, found, *rest, at=at)


def _said(at: str, path: tuple[str, ...]) -> str:
    """A place and the rest of a path that breaks off there."""
    parts = [part for part in path if part != EVERY]
    return ".".join(part for part in (at, *parts) if part)
