"""Required tags are present and valid.

On every type that takes tags through CloudFormation, by its own shape: lists, maps, tag specifications (launch
templates), each replica of a global table. Both branches of a condition are judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.catalogue import facts
from aspects.judge.readings.partial import can_be
from aspects.judge.readings.tag_mending import retagged, tag_placeholder, tagged
from aspects.judge.readings.tags import TagSet, tag_sets
from aspects.judge.rule import Breach
from aspects.judge.template import OPAQUE, Partial, describe
from constructs_lib.kernel.tags import REQUIRED, allowed, is_valid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aspects.judge.template import Place, Resource

SINCE = "0.1.0"
WHY = "Without its tags nobody knows whose it is, what it costs, or how its data must be kept."
FIX = 'Tags.of(construct).add("Owner", "platform-team")'
_CLASSIFY = 'data_class = DataClass.CONFIDENTIAL on the stack, or Tags.of(construct).add("DataClass", "confidential")'

BAD = """
Topic:
  Type: AWS::SNS::Topic
  Properties:
    Tags: [{Key: Owner, Value: Platform Team}]
"""
GOOD = """
Topic:
  Type: AWS::SNS::Topic
  Properties:
    Tags:
      - {Key: Organization, Value: example-org}
      - {Key: Environment, Value: prod}
      - {Key: Service, Value: orders}
      - {Key: Team, Value: checkout}
      - {Key: Owner, Value: checkout@set-of.com}
      - {Key: CostCenter, Value: commerce}
      - {Key: Project, Value: shop}
      - {Key: DataClass, Value: internal}
      - {Key: ManagedBy, Value: cdk}
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Judge the tags of a taggable resource."""
    fact = facts(resource.type).tags
    if fact is None:
        return
    for tags in tag_sets(resource, fact):
        yield from _missing(tags)
        for key in REQUIRED:
            for place in tags.values.get(key, ()):
                yield from _judged(tags, key, place)


def _missing(tags: TagSet) -> Iterator[Breach]:
    missing = [key for key in REQUIRED if key not in tags.certain]
    if not missing:
        return
    if tags.unknown:
        yield Breach(f"{tags.path} is {tags.unknown}: its tags are not known.", at=tags.path, unknown=True)
        return
    what = f"Tag {missing[0]} is" if len(missing) == 1 else f"Tags {', '.join(missing[:-1])} and {missing[-1]} are"
    patches = tagged(tags, {key: tag_placeholder(key) for key in missing})
    yield Breach(f"{what} missing.", at=tags.path, fix=_fix(missing), patches=patches)


def _fix(missing: Iterable[str]) -> str:
    return "; ".join(f'Tags.of(construct).add("{key}", "{_example(key)}")' for key in missing)


def _example(key: str) -> str:
    return "cdk" if key == "ManagedBy" else f"<{allowed(key)}>"


def _judged(tags: TagSet, key: str, place: Place) -> Iterator[Breach]:
    value = place.value
    if isinstance(value, OPAQUE):
        yield Breach(f"Tag {key} is {describe(value)}.", at=place.path, unknown=True)
        return
    if isinstance(value, bool):
        value = str(value).lower()
    right = can_be(value, lambda text: is_valid(key, text)) if isinstance(value, Partial) else is_valid(key, str(value))
    if right and isinstance(value, Partial):
        yield Breach(f"Tag {key} is {value}, known only at the deploy.", at=place.path, unknown=True)
    elif not right:
        fix = _CLASSIFY if key == "DataClass" else _fix([key])
        patches = retagged(tags, key, place, tag_placeholder(key))
        yield Breach(f"Tag {key} is {value}; allowed: {allowed(key)}.", at=place.path, fix=fix, patches=patches)
