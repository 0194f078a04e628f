"""What drift detection does not see of a resource: switches, undeclared properties, and documents that it never reads.

One call for each row of `constructs_lib/kernel/facts/drift.yaml` and resource of its type, and no more: what is no row
is not looked at. Cloud Control would read every property of every type, but which of those is AWS's own default nobody
can tell: here each default has its source.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jmespath

from constructs_lib.kernel.facts.drift import watched
from governed_cdk.drift.expected import MARK, as_text, differing, matches, same_thing
from governed_cdk.drift.found import Drift, DriftKind, Unread, told
from governed_cdk.drift.meaning import is_meant
from governed_cdk.drift.reading import is_gone
from governed_cdk.drift.severities import severity_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.kernel.facts.drift import Read, Watched
    from governed_cdk.drift.deployed import DeployedResource, RegionStacks

_NOTHING = object()


def watching(stacks: RegionStacks, unread: list[Unread]) -> Iterator[Drift]:
    """Hold each watched property of our resources of a region against the templates."""
    for row in watched():
        for resource in stacks.of_type(row.type):
            expected = _expected(row, resource, stacks)
            if expected is _NOTHING:
                continue
            actual, code = _actual(row, resource, stacks)
            if (code and is_gone(code)) or (row.lists and not code and actual is None):
                yield _drift(resource, DriftKind.DELETED)
            elif code:
                what = f"{row.read.service} {row.read.operation} of {resource.logical_id}"
                unread.append(Unread(resource.place, what, code))
            else:
                yield from _compared(row, resource, stacks, (expected, actual))


def _compared(
    row: Watched, resource: DeployedResource, stacks: RegionStacks, values: tuple[Any, Any]
) -> Iterator[Drift]:
    expected, actual = values
    if matches(expected, actual) or is_meant(stacks, resource, f"/{row.property}", actual):
        return
    if row.also:  # a part of it may be somebody else's, in a stack of theirs
        expected = _expected(row, resource, stacks, others=True)
        if matches(expected, actual):
            return
    if isinstance(expected, list) and isinstance(actual, list):
        expected, actual = differing(expected, actual)
    yield _drift(resource, DriftKind.CHANGED, row.property, sides=(as_text(expected), as_text(actual)))


def _drift(
    resource: DeployedResource, kind: DriftKind, property_: str = "", *, sides: tuple[str, str] = ("", "")
) -> Drift:
    return Drift(
        place=resource.place,
        kind=kind,
        type=resource.type,
        resource=resource.logical_id,
        physical=resource.physical_id,
        path=property_,
        expected=told(property_, sides[0]),
        actual=told(property_, sides[1]),
        severity=severity_of(resource.type, property_, kind),
    )


def _expected(row: Watched, resource: DeployedResource, stacks: RegionStacks, *, others: bool = False) -> Any:
    """What the template says, and other resources of these stacks or of all; AWS's own value where they say nothing."""
    said = _search(row.declared, resource)
    parts = [
        part
        for other in (stacks.of_type(row.also.type, others=others) if row.also else ())
        if row.also and same_thing(other.properties.get(row.also.by), resource.physical_id)
        for part in _search(row.also.value, other) or ()
    ]
    if said == MARK or (said is None and not row.has_default and not parts):
        return _NOTHING
    if row.also:
        whole = [*(said or ()), *parts]
        return whole or row.default
    return row.default if said is None else said


def _actual(row: Watched, resource: DeployedResource, stacks: RegionStacks) -> tuple[Any, str]:
    arguments = _filled(row.read, resource)
    if arguments is None:
        return None, "not known by the template what to ask for"
    answer, code = stacks.reader.ask(row.read.service, row.read.operation, **arguments)
    if code in row.unset:
        return row.unset[code], ""
    if code:
        return None, code
    expression = row.read.answer.replace("{id}", resource.physical_id)
    return jmespath.search(expression, _parsed(answer)), ""


def _filled(read: Read, resource: DeployedResource) -> dict[str, Any] | None:
    """The arguments of a call; None where one is not known."""

    def one(value: Any) -> Any:
        match value:
            case str() if value.startswith("{"):
                return _search(value.strip("{}"), resource)
            case list():
                return [one(part) for part in value]
            case dict():
                return {key: one(part) for key, part in value.items()}
        return value

    filled: dict[str, Any] = one(dict(read.arguments))
    return None if any(value is None or MARK in str(value) for value in filled.values()) else filled


def _search(expression: str, resource: DeployedResource) -> Any:
    parts = resource.physical_id.split("|")  # of a type whose schema has more than one in its identifier
    known = {"id": resource.physical_id, "first": parts[0], "last": parts[-1]}
    return jmespath.search(expression, {**resource.properties, **known})


def _parsed(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer with the documents in it that are texts."""
    return {
        key: json.loads(value) if isinstance(value, str) and value.startswith("{") else value
        for key, value in answer.items()
    }
