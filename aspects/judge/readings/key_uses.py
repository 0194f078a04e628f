"""Where a resource needs a key, what stands there, and what is known of that key: shared by the rules on encryption."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue import KeyFact, PropertyCondition, facts
from aspects.judge.template import ABSENT, EVERY, OPAQUE, Place, Unknown, as_bool, describe
from aspects.judge.template.json_text import from_json
from aspects.judge.template.once import once, remembered
from aspects.judge.template.places import said
from aspects.judge.template.property_values import INCLUDES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource, Template


@dataclass(frozen=True, slots=True)
class KeyUse:
    """One place that takes a key: the fact about it, the place, what stands there.

    `off`: what keeps a stated key without effect, in words; `open`: what may do so, as far as anybody can know before
    the deploy. `unsure`: what decides whether a key is needed at all, where that is not known before the deploy.
    `switches`: the path of each switch, its place, what stands there, where that leaves the key without effect.
    """

    fact: KeyFact
    at: str
    value: Any
    off: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    unsure: str = ""
    switches: tuple[tuple[PropertyCondition, Place], ...] = ()


@once
def key_uses(resource: Resource) -> tuple[KeyUse, ...]:
    """Every place of a resource that takes a key because the thing that it encrypts is there."""
    return tuple(use for fact in key_facts(resource) for use in key_uses_of(resource, fact))


def key_facts(resource: Resource) -> list[KeyFact]:
    """What is known of the keys of a resource, as far as it has what takes them: Firehose alone has twelve places."""
    known = facts(resource.type).keys
    return [fact for fact in known if not fact.anchor or fact.path[0] in resource.properties]


def key_uses_of(resource: Resource, fact: KeyFact) -> tuple[KeyUse, ...]:
    """As `key_uses`, at the places of one fact."""
    at = (key_uses_of, id(fact))  # a fact is as it is in the catalogue, and long to compare
    return remembered(resource, at, lambda: tuple(_uses(resource.template, resource.properties, fact)))


def _uses(template: Template, properties: dict[str, Any], fact: KeyFact) -> Iterator[KeyUse]:
    stated_only = fact.anchor == len(fact.path)
    anchor = fact.anchor - 1 if stated_only else fact.anchor
    for thing in _reach(template, properties, fact.path[:anchor], ""):
        on, elsewhere = (_any_holds(template, properties, thing, some) for some in (fact.when, fact.unless))
        if thing.value is ABSENT or (fact.when and on is False):
            continue
        unsure = isinstance(thing.value, OPAQUE) or None in (on, elsewhere)
        for parent in _reach(template, thing.value, fact.path[anchor:-1], thing.path, inside=True):
            for place in _reach(template, parent.value, fact.path[-1:], parent.path):
                if place.value is not ABSENT or not (stated_only or elsewhere):
                    every = tuple(_switches(template, properties, parent, fact))  # what is absent comes with the key
                    switches = [one for one in every if not (elsewhere and one[1].endswith(" is absent"))]
                    yield KeyUse(
                        fact,
                        place.path,
                        place.value,
                        off=tuple(said for on, said, *_ in switches if on is False),
                        open=tuple(said for on, said, *_ in switches if on is None),
                        unsure=_decider(fact, thing) if unsure else "",
                        switches=tuple((condition, place) for on, _, condition, place in switches if on is False),
                    )


def _decider(fact: KeyFact, thing: Place) -> str:
    """What decides, at the deploy, whether a key is needed."""
    if isinstance(thing.value, OPAQUE):
        return describe(thing.value)
    conditions = (".".join(part for part in one.path if part != EVERY) for one in (*fact.when, *fact.unless))
    return " or ".join(conditions)


def _reach(template: Template, value: Any, path: tuple[str, ...], at: str, *, inside: bool = False) -> Iterator[Place]:
    """As `Template.places`, and through JSON in text. `inside`: a list without items stands for an absent item."""
    while path and isinstance(value, dict) and path[0] in value and path[0] != EVERY:
        value, path, at = value[path[0]], path[1:], f"{at}.{path[0]}" if at else path[0]
    if not path:
        for found in template.alternatives(value):
            yield Place(at, found)
        return
    for found in template.alternatives(value):
        data = from_json(found) if isinstance(found, str) else found
        is_mapping = isinstance(data, dict) and path[0] != EVERY
        if data is ABSENT or (is_mapping and path[0] not in data and INCLUDES not in data):
            yield Place(said(at, path), ABSENT)  # and so is all below it
            continue
        if inside and path[0] == EVERY and data in ([], {}):
            yield from _reach(template, ABSENT, path[1:], at)
        if path[0] == EVERY and isinstance(data, dict) and path[1:2] and path[1] in data:
            yield from _reach(template, data, path[1:], at)  # a single item where a list is due
            continue
        for place in template.places(data, path[0], at=at):
            yield from _reach(template, place.value, path[1:], place.path, inside=inside)


def _any_holds(
    template: Template, properties: dict[str, Any], thing: Place, conditions: tuple[PropertyCondition, ...]
) -> bool | None:
    """Whether one of some conditions holds; None where nobody can know."""
    if not conditions:
        return False
    outcomes = {_holds(template, properties, thing, condition) for condition in conditions}
    return True if True in outcomes else None if None in outcomes else False


def _holds(template: Template, properties: dict[str, Any], thing: Place, condition: PropertyCondition) -> bool | None:
    """Whether a condition holds in some way; None where nobody can know."""
    start = properties if condition.root else thing.value
    outcomes = {_counts(condition, place.value) for place in _reach(template, start, condition.path, "")}
    return True if True in outcomes else None if None in outcomes else False


def _counts(condition: PropertyCondition, value: Any) -> bool | None:
    if value is ABSENT:
        return None in condition.values
    if isinstance(value, Unknown):
        return None if condition.values else True
    if not condition.values:
        return value not in ("", [], {})
    if isinstance(value, OPAQUE):
        return None
    return any(_same(value, wanted) for wanted in condition.values if wanted is not None)


def _same(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, bool):
        return as_bool(value) is wanted
    return isinstance(value, str) and _word(value) == _word(str(wanted))


def _word(text: str) -> str:
    """A word of an API, whose spelling differs by service: `SSE_KMS`, `sse-kms`."""
    return text.strip().lower().replace("_", "-")


def _switches(
    template: Template, properties: dict[str, Any], parent: Place, fact: KeyFact
) -> Iterator[tuple[bool | None, str, PropertyCondition, Place]]:
    """Whether each switch beside a key is on, None where nobody knows; in words and as a place what stands there."""
    for condition in fact.switch:
        start = properties if condition.root else parent.value
        for place in _reach(template, start, condition.path, "" if condition.root else parent.path):
            given = "absent" if place.value is ABSENT else describe(place.value)
            yield _counts(condition, place.value), f"{place.path} is {given}", condition, place
