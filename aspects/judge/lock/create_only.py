"""What of a resource may not change: the values of which another makes another, empty resource.

Which properties those are, CloudFormation's schemas say (`create_only` of the catalogue). CloudFormation compares what
templates say, not what AWS does with it: a property that appears replaces the resource though its value be the default,
and so does one that goes. Source: CloudFormation User Guide, "Update behaviors of stack resources".
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue import facts
from aspects.judge.lock.canonical import canonical, condition
from aspects.judge.readings.secrets import is_secret_property

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aspects.judge.lock.file import Locked
    from aspects.judge.template import Resource

CONDITION = "(Condition)"
"""Stands for the resource's own condition: where it does not hold, there is no resource."""

_KEYED = re.compile(r"\{(\w+)\}\Z")


def create_only(resource: Resource) -> dict[str, Any]:
    """The values that may not change, by place, as `canonical` has them; None for absent ones. Secrets are left out.

    A place is a property (`EncryptionConfiguration.KmsKey`). Where a value names another resource of the template,
    that one's own values count as well (`${SubnetGroup}.DBSubnetGroupName`): when it is replaced, so is this one.
    Resources with data are left out of that, since they are locked themselves.
    """
    found = dict(_own(resource)) | dict(_of_others(resource, {resource.logical_id}))
    if "Condition" in resource.body:
        found[CONDITION] = condition(resource.template, resource.body["Condition"])
    return found


def is_keyed(place: str) -> bool:
    """Whether a place is an item that may come and go: `AttributeDefinitions{LockID}`."""
    return place.endswith("}")


def is_said(place: str, values: Mapping[str, Any]) -> bool:
    """Whether some values say anything of a place, if only that it is absent.

    Schemas change: a property that a lock was written without knowing of has no old value, not an absent one.
    """
    bare = _bare(place)
    others = map(_bare, values)
    return place == CONDITION or any(
        bare == other or bare.startswith(f"{other}.") or other.startswith(f"{bare}.") for other in others
    )


def _bare(place: str) -> str:
    """A place without which item of a list it is in."""
    return re.sub(r"\[\d*\]|(?<!\$)\{.*\}\Z", "", place)


def has_key(was: Locked) -> bool:
    """Whether a locked resource has a key that cannot change."""
    paths = [fact.path for fact in facts(was.type).keys if fact.replaces]
    values = (was.create_only or {}).items()
    return any(_stands(place.split("."), value, path) for place, value in values for path in paths)


def is_nameless(was: Locked) -> bool:
    """Whether a locked resource surely has no name of its own, so that one would replace it."""
    name = facts(was.type).name
    return name is not None and (was.create_only or {}).get(name.path[0], "") is None


def _stands(place: list[str], value: Any, path: tuple[str, ...]) -> bool:
    """Whether something stands at a path, of which a place is the beginning."""
    if list(path[: len(place)]) != place:
        return False
    for part in path[len(place) :]:
        value = value.get(part) if isinstance(value, dict) else None
    return value is not None


def _own(resource: Resource) -> Iterator[tuple[str, Any]]:
    for path in facts(resource.type).create_only:
        top, *rest = re.sub(r"(\[\]|\{\w+\})", r".\1", path).split(".")
        if not any(is_secret_property(part) for part in (top, *rest)):
            value = canonical(resource.template, resource.properties.get(top))
            found = list(_inside(value, rest, top))
            yield from found or ([] if is_keyed(path) else [(path, None)])


def _inside(value: Any, path: list[str], place: str) -> Iterator[tuple[str, Any]]:
    """The value at a path, or what stands in the way: a function, or a reference."""
    if value is None:
        return
    if not path or isinstance(value, str) or (isinstance(value, dict) and any("::" in key for key in value)):
        yield place, value
        return
    head, *rest = path
    if isinstance(value, dict):
        yield from _inside(value.get(head), rest, f"{place}.{head}")
    elif keyed := _KEYED.match(head):
        for item in value:
            name = item.get(keyed[1]) if isinstance(item, dict) else None
            yield f"{place}{{{name or json.dumps(item, sort_keys=True)}}}", item
    else:
        for index, item in enumerate(value):
            yield from _inside(item, rest, f"{place}[{index}]")


def _of_others(resource: Resource, seen: set[str]) -> Iterator[tuple[str, Any]]:
    properties = {re.split(r"[.\[{]", path)[0] for path in facts(resource.type).create_only}
    for name in sorted(properties & resource.properties.keys()):
        for logical_id in sorted(set(named_in(resource.properties[name])) - seen):
            other = resource.template.resources.get(logical_id)
            if other and not facts(other.type).stateful:
                seen.add(logical_id)
                for place, value in _own(other):
                    yield f"${{{logical_id}}}.{place}", value
                yield from _of_others(other, seen)


def named_in(value: Any) -> Iterator[str]:
    """The logical ids, and other names, that a value refers to."""
    match value:
        case {"Ref": str(name)}:
            yield name
        case {"Fn::GetAtt": [str(name), *_]}:
            yield name
        case {"Fn::GetAtt": str(text)}:
            yield text.partition(".")[0]
        case {"Fn::Sub": argument}:
            text, variables = argument if isinstance(argument, list) and len(argument) == 2 else (argument, {})
            yield from (match.partition(".")[0] for match in re.findall(r"\$\{([\w.]+)\}", str(text)))
            yield from named_in(variables)
        case dict():
            for item in value.values():
                yield from named_in(item)
        case list():
            for item in value:
                yield from named_in(item)
