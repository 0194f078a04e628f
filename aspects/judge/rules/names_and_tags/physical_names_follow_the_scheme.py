"""Physical names follow the scheme.

Kebab-case, `<env>-<service>-<kind>`: lower case, digits, single hyphens, none at the end. Types whose service demands
something else get room for it: `.fifo`, `alias/`, paths of secrets, parameters, repositories and log groups; types
without hyphens have snake_case, or letters and digits. No name is longer than its service takes, also where the schema
does not say so. Where a type's name is its `Name` tag, that is judged. A name that is left out is none of this rule's,
nor is the one that CDK gives a policy of step scaling, which no argument would change.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aspects.judge.catalogue import facts
from aspects.judge.catalogue.spelling import name_mistake
from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.readings.name_mending import name_to_choose
from aspects.judge.readings.partial import can_be
from aspects.judge.readings.scaling import is_named_by_cdk
from aspects.judge.readings.tag_mending import retagged
from aspects.judge.readings.tags import tag_sets
from aspects.judge.rule import Breach
from aspects.judge.template import OPAQUE, Partial, describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource

SINCE = "0.1.0"
MENDED = "0.2.0"
WHY = "People and policies find things by their names."
FIX = "leave the name out, and it is filled in; or take it from `stack.names`"

BAD = """
Queue:
  Type: AWS::SQS::Queue
  Properties: {QueueName: ordersQueue}
"""
GOOD = """
Queue:
  Type: AWS::SQS::Queue
  Properties: {QueueName: prod-orders-placed.fifo, FifoQueue: true}
Database:
  Type: AWS::Glue::Database
  Properties: {CatalogId: !Ref AWS::AccountId, DatabaseInput: {Name: prod_orders_events}}
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Judge the resource's physical name."""
    fact = facts(resource.type).name
    if fact is None:
        yield from _tag(resource)
        return
    for place in resource.places(*fact.path):
        if is_named_by_cdk(resource, place.value):
            continue
        for breach in _judged(resource.type, place.path, place.value):
            patches = mended(resource, Amendment(place.path, name_to_choose(resource), place.value))
            yield breach if breach.unknown else replace(breach, patches=patches)


def _tag(resource: Resource) -> Iterator[Breach]:
    """A type without a name property is found by its Name tag."""
    fact = facts(resource.type).tags
    if fact is None or not resource.properties:
        return
    for tags in tag_sets(resource, fact):
        for place in tags.values.get("Name", ()):
            for breach in _judged("", place.path, place.value):
                patches = retagged(tags, "Name", place, name_to_choose(resource))
                yield breach if breach.unknown else replace(breach, patches=patches)


def _judged(type_: str, path: str, value: object) -> Iterator[Breach]:
    if isinstance(value, OPAQUE):
        yield Breach(f"{path} is {describe(value)}.", at=path, unknown=True)
    elif isinstance(value, Partial):
        right = can_be(value, lambda name: name_mistake(type_, name) is None)
        mistake = f"{value}, known only at the deploy" if right else f"{value}; {_allowed(type_, value)}"
        yield Breach(f"{path} is {mistake}.", at=path, unknown=right)
    elif isinstance(value, str | int) and not isinstance(value, bool) and value != "":  # an empty one is none
        mistake_ = name_mistake(type_, str(value))
        if mistake_:
            yield Breach(f"{path} is {mistake_}.", at=path)


def _allowed(type_: str, value: Partial) -> str:
    known = "".join(part if isinstance(part, str) else "x" for part in value.parts)
    return (name_mistake(type_, known) or "").partition("; ")[2] or "allowed: another spelling"
