"""Physical names are unique.

Two resources of one type with one name cannot both exist: the deploy of the second fails. Judged within a template, and
over all templates of an assembly for one account and region (buckets, roles and what else is global: any region). A
name that is unique within a parent only, such as an alias of a function, counts with its parent. Resources whose
conditions exclude each other take turns.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue import NameFact, facts
from aspects.judge.rule import Breach
from aspects.judge.template import Partial
from aspects.judge.template.once import once_an_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource, Template

SINCE = "0.1.0"
WHY = "The second of two resources with one name fails the deploy."
FIX = "leave the name out, and it is filled in; or take it from `stack.names`"

BAD = """
First:
  Type: AWS::SQS::Queue
  Properties: {QueueName: prod-orders-placed}
Second:
  Type: AWS::SQS::Queue
  Properties: {QueueName: prod-orders-placed}
"""
GOOD = """
First:
  Type: AWS::SQS::Queue
  Properties: {QueueName: prod-orders-placed}
Second:
  Type: AWS::SQS::Queue
  Properties: {QueueName: prod-orders-cancelled}
"""

_GLOBAL = ("AWS::CloudFront::", "AWS::IAM::", "AWS::S3::Bucket")

_Key = tuple[Any, ...]


def check(resource: Resource) -> Iterator[Breach]:
    """Judge a resource whose name another one bears, too: all of them but the first."""
    fact = facts(resource.type).name
    if fact is None or not resource.properties:
        return
    owners = _owners(resource.template)
    for key, path, name in _keys(resource, fact):
        first = next((one for one in owners.get(key, ()) if one is resource or _bears(one, fact, key)), resource)
        if first is not resource:
            where = "" if first.template is resource.template else f" of {_stack(first.template)}"
            yield Breach(f"{path} is {name}, the name of {first.logical_id}{where}.", at=path)


@once_an_app
def _owners(app: tuple[Template, ...]) -> dict[_Key, list[Resource]]:
    """Who bears which name in all the templates."""
    found: dict[_Key, list[Resource]] = {}
    for template in app:
        for resource in template.resources.values():
            fact = facts(resource.type).name
            if fact is not None:
                for key, _, _ in _keys(resource, fact):
                    found.setdefault(key, []).append(resource)
    return found


def _keys(resource: Resource, fact: NameFact) -> Iterator[tuple[_Key, str, str]]:
    """What must be unique, with the property and the name, for every name that the resource may bear."""
    template = resource.template
    parents = [json.dumps(resource.properties.get(name), sort_keys=True, default=str) for name in fact.within]
    local = template.assembly is None or any("{" in parent for parent in parents)
    for place in resource.places(*fact.path):
        if not isinstance(place.value, str):
            continue
        everywhere = not local and not isinstance(place.value, Partial)
        region = "" if resource.type.startswith(_GLOBAL) else template.region
        realm = (str(template.assembly), template.account, region) if everywhere else (id(template),)
        yield (resource.type, str(place.value), *parents, *realm), place.path, str(place.value)


def _bears(other: Resource, fact: NameFact, key: _Key) -> bool:
    """Whether another resource is there, with what must be unique, in the world that is being asked."""
    return any(key == one for one, _, _ in _keys(other, fact))


def _stack(template: Template) -> str:
    return template.stack_name or template.path.name
