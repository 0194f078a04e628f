"""Physical names are unique.

Two resources of one type with one name cannot both exist: the deploy of the second fails. Judged within a template, and
over all templates of an assembly for one account and region (buckets, roles and what else is global: any region). A
name that is unique within a parent only, such as an alias of a function, counts with its parent. Resources whose
conditions exclude each other take turns. Types whose name is a label, or whose second of a name is a revision of the
first, are not judged (`constructs_lib/kernel/facts/unique_names.yaml`). Names that are known at the deploy only are one
where that is provable.
"""

from __future__ import annotations

import dataclasses
import json
import re
from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue import NameFact, facts
from aspects.judge.parts import Part, in_parts
from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.readings.name_mending import name_to_choose
from aspects.judge.rule import Breach
from aspects.judge.template import OPAQUE, describe, is_known, same_value
from aspects.judge.template.first_of import firsts_of
from aspects.judge.template.once import once, once_an_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Place, Resource, Template

SINCE = "0.1.0"
MENDED = "0.2.0"
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

_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d")
_WORKED_OUT = re.compile(r'"(?!Fn::If")(?:Fn::\w+|Ref)": (?!"AWS::NoValue")|\{\{resolve:')
_GLOBAL = ("AWS::CloudFront::", "AWS::IAM::", "AWS::S3::Bucket")

_Key = tuple[Any, ...]


@in_parts
def check(resource: Resource) -> Iterator[Part]:
    """Judge each name of a resource that another one bears, too: all of them but the first."""
    fact, owners = facts(resource.type).name, _owners(resource.template)
    if fact is None or not fact.unique or not resource.properties or resource in _first(resource.template):
        return
    for key, path, name in _keys_here(resource):
        if owners.get(key, [resource])[0] is not resource:
            yield Part(_of_name, key, path, name)


def _of_name(resource: Resource, key: _Key, path: str, name: str) -> Iterator[Breach]:
    owners = _owners(resource.template)[key]
    patches = mended(resource, Amendment(path, name_to_choose(resource, another=True)))
    for first, within in firsts_of(key, owners, resource, _borne):
        where = "" if first.template is resource.template else f" of {_stack(first.template)}"
        found = f"{path} is {name}, the name of {first.logical_id}{where}."
        yield Breach(found, at=path, patches=patches, within=within)


@once_an_app
def _owners(app: tuple[Template, ...]) -> dict[_Key, list[Resource]]:
    """Who may bear which name in all the templates."""
    found: dict[_Key, dict[Resource, None]] = {}
    for template in app:
        for resource in template.resources.values():
            fact = facts(resource.type).name
            if fact is not None and fact.unique:
                for key, _, _ in _keys(resource, fact):
                    found.setdefault(key, {})[resource] = None
    return {key: list(owners) for key, owners in found.items()}


@once_an_app
def _first(app: tuple[Template, ...]) -> frozenset[Resource]:
    """Those that are the first to bear each of their names, and have no others in any world."""
    owners = _owners(app[0])
    later = {one for some in owners.values() for one in some[1:]}
    return frozenset(one for some in owners.values() for one in some[:1] if one not in later and _is_written(one))


def _is_written(resource: Resource) -> bool:
    """Whether the name stands in the template, whatever comes true."""
    fact = facts(resource.type).name
    said = json.dumps(resource.properties.get(fact.path[0]) if fact else None, default=str)
    return _WORKED_OUT.search(said) is None


def _keys(resource: Resource, fact: NameFact) -> Iterator[tuple[_Key, str, str]]:
    """What must be unique, with the property and the name, for every name that the resource may bear."""
    template = resource.template
    parents = [json.dumps(resource.properties.get(name), sort_keys=True, default=str) for name in fact.within]
    local = template.assembly is None or any("{" in parent for parent in parents)
    for region, place in _names(resource, fact):
        named = same_value(place.value) if isinstance(place.value, (str, *OPAQUE)) else None
        if named is None or place.value == "":  # an empty name is none
            continue
        realm = _realm(resource) if not local and is_known(place.value) else (id(template),)
        yield (resource.type, named, *parents, *realm, region), place.path, describe(place.value)


def _realm(resource: Resource) -> _Key:
    """Where nothing else of the type may have the name. Stages of which nobody knows the account may have two."""
    template = resource.template
    region = "" if resource.type.startswith(_GLOBAL) else template.region
    stage = "" if template.account else template.stack_path.rpartition("/")[0]
    return str(template.assembly), template.account, region, stage


def _names(resource: Resource, fact: NameFact) -> Iterator[tuple[str, Place]]:
    """Every name, and those of each region, where a name is looked up by a region that nobody knows."""
    found, template = resource.places(*fact.path), resource.template
    if template.region or not template.mappings or not (regions := _regions(resource, fact)):
        yield from (("", place) for place in found)
    elif any(found):  # it is there, in the world that is being asked
        for region in regions:
            view = _in_region(template, region)
            yield from ((region, place) for place in view.places(resource.properties, *fact.path))


def _regions(resource: Resource, fact: NameFact) -> list[str]:
    named = json.dumps(resource.properties.get(fact.path[0]), default=str)
    looked_up = "Fn::FindInMap" in named and "AWS::Region" in named
    tables = [table for table in resource.template.mappings.values() if looked_up and isinstance(table, dict)]
    return sorted({str(row) for table in tables for row in table if _REGION.fullmatch(str(row))})


@once
def _in_region(template: Template, region: str) -> Template:
    return dataclasses.replace(template, region=region)


def _borne(resource: Resource) -> frozenset[_Key]:
    """What must be unique of a resource, in the world that is being asked."""
    return frozenset(key for key, _, _ in _keys_here(resource))


@once
def _keys_here(resource: Resource) -> tuple[tuple[_Key, str, str], ...]:
    fact = facts(resource.type).name
    return tuple(_keys(resource, fact)) if fact else ()


def _stack(template: Template) -> str:
    return template.stack_name or template.path.name
