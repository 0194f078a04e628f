"""The way to a property: every value that may stand at a path, and where it stands.

The one reading of a template's data that all rules share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from aspects.judge.template.intrinsics import alternatives, is_function
from aspects.judge.template.property_values import ABSENT, INCLUDES, OPAQUE, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aspects.judge.template.scope import Scope

EVERY = "*"


class Place(NamedTuple):
    """A value that a property may have, and where it stands: `Replicas[0].SSESpecification.KMSMasterKeyId`."""

    path: str
    value: Any


class Item(NamedTuple):
    """An item of a list as it is written: its place, and whether it is there whatever a function turns out to give."""

    at: str
    value: Any
    certain: bool = True


def items(scope: Scope, written: list[Any], at: str = "") -> Iterator[Item]:
    """The items of a list. Where a function among them gives a list, its items stand in its place.

    CloudFormation makes one list of them, and refuses a list among the items that no function gives: seen by others
    who deployed both (github.com/aws-cloudformation/cfn-lint, issues 4284 and 359, read 2026-11-30).
    """
    for index, item in enumerate(written):
        here = f"{at}[{index}]"
        found = alternatives(scope, item) if is_function(item) else []
        if not any(isinstance(one, list) for one in found):
            yield Item(here, item)
            continue
        certain = len(found) == 1
        for one in found:
            inner = items(scope, one, here) if isinstance(one, list) else (Item(here, one),)
            yield from (each._replace(certain=certain and each.certain) for each in inner)


def is_empty(scope: Scope, value: Any) -> bool:
    """Whether nothing is in a list, as its functions turn out, or it is absent."""
    return value is ABSENT or (isinstance(value, list) and next(places(scope, value, EVERY), None) is None)


def given(mapping: Mapping[str, Any], name: str) -> Any:
    """What a mapping of a template holds under a name, as it stands. What is not there a transform may still bring."""
    return mapping.get(name, {INCLUDES: mapping[INCLUDES]} if INCLUDES in mapping else None)


def places(scope: Scope, value: Any, *path: str, at: str = "") -> Iterator[Place]:
    """Every value at a path below a value of a template, as `Resource.places` says; `at` is that value's own place."""
    # Straight down through mappings that are no function: most ways are like that, and a step costs little.
    while path and isinstance(value, dict) and (head := path[0]) in value and head != EVERY and not _names_one(head):
        value, path, at = value[head], path[1:], f"{at}.{head}" if at else head
    for found in alternatives(scope, value):
        if not path:
            yield Place(at, found)
            continue
        head, rest = path[0], path[1:]
        if isinstance(found, OPAQUE):
            yield Place(said(at, path), found)
        elif head == EVERY:
            yield from _items(scope, found, rest, at)
        elif isinstance(found, dict) and (head in found or INCLUDES in found):
            yield from places(scope, given(found, head), *rest, at=f"{at}.{head}" if at else head)
        elif isinstance(found, dict) or found is ABSENT:
            yield Place(said(at, path), ABSENT)
        else:
            yield Place(said(at, path), Unknown("a value of another shape"))


def _names_one(head: str) -> bool:
    """Whether a step of a path is called as an intrinsic function is."""
    return head == "Ref" or head.startswith("Fn::")


def _items(scope: Scope, found: Any, rest: tuple[str, ...], at: str) -> Iterator[Place]:
    if isinstance(found, list):
        for item in items(scope, found, at):
            for value in alternatives(scope, item.value):
                if value is not ABSENT:  # an item that is AWS::NoValue is none
                    yield from places(scope, value, *rest, at=item.at)
    elif isinstance(found, dict) and not (rest and rest[0] in found):
        for key, item in found.items():
            yield from places(scope, {key: item} if key == INCLUDES else item, *rest, at=f"{at}.{key}")
    elif found is ABSENT:
        yield Place(said(at, (EVERY, *rest)), ABSENT)
    else:
        # CloudFormation takes a single value where a list is due.
        yield from places(scope, found, *rest, at=at)


def said(at: str, path: tuple[str, ...]) -> str:
    """A place and the rest of a path that breaks off there."""
    parts = [part for part in path if part != EVERY]
    return ".".join(part for part in (at, *parts) if part)
