"""Where a notification goes: from an alarm to topics, what reads these, what that calls, and the alarms that watch it.

Only what the template itself holds counts: a topic of another stack may be read by anybody.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any, Final

from aspects.judge.template import EVERY, Partial, Reference, references
from aspects.judge.template.once import once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aspects.judge.template import Place, Resource, Template

ALARMS: Final = ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")
ACTIONS: Final = ("AlarmActions", "OKActions", "InsufficientDataActions")
# The properties that name what a metric's dimension names, by type.
_NAMES: Final = {
    "AWS::Lambda::Function": "FunctionName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::CloudWatch::Alarm": "AlarmName",
    "AWS::CloudWatch::CompositeAlarm": "AlarmName",
}
_DIMENSIONS: Final = {
    "FunctionName": "AWS::Lambda::Function",
    "TopicName": "AWS::SNS::Topic",
    "QueueName": "AWS::SQS::Queue",
}
_CARRIERS = ("AWS::SNS::Subscription", "AWS::SNS::Topic", "AWS::Lambda::EventSourceMapping", "AWS::SQS::Queue")
_CHILD = re.compile(r"(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*[\"']?([^\"')]+)")


def children_named(rule: str) -> list[str]:
    """The names of the alarms in the rule of a composite one, also where it has their ARNs."""
    return [found.strip().rpartition(":")[2] for found in _CHILD.findall(rule)]


def ways_back(alarm: Resource) -> list[list[str]]:
    """For each action of an alarm that leads back to the alarm itself the logical ids on the shortest way, in order."""
    targets = dict.fromkeys(_edges(alarm.template).get(alarm.logical_id, ()))
    ways = (_way(_reached(alarm.template, target), alarm.logical_id) for target in targets)
    return [way for way in ways if way and _is_open(alarm, way)]


def actions_on(alarm: Resource, way: list[str]) -> Iterator[tuple[Resource, Place]]:
    """The actions that take a way back, each with its alarm: those of the first alarm on it that has any."""
    for start, end in itertools.pairwise((alarm.logical_id, *way)):
        one = alarm.template.resources[start]
        found = [
            (one, place)
            for action in (ACTIONS if one.type in ALARMS else ())
            for place in one.places(action, EVERY)
            if end in _resources(one.template, place.value)
        ]
        if found:
            yield from found
            return


def _is_open(alarm: Resource, way: list[str]) -> bool:
    """Whether each step of a way is there in the world that is being asked."""
    by = _by_step(alarm.template)
    return all(
        any(step in _steps(resource) for resource in by[step])
        for step in itertools.pairwise((alarm.logical_id, *way))
    )  # fmt: skip


def _way(before: dict[str, str], end: str) -> list[str]:
    way: list[str] = []
    while end in before:
        way.append(end)
        end = before[end]
    return way[::-1]


@once
def _reached(template: Template, start: str) -> dict[str, str]:
    """Everything that is reached from a resource, each with the one before it; nothing is before the first."""
    edges, before, waiting = _edges(template), {start: ""}, [start]
    for node in waiting:
        for follower in edges.get(node, ()):
            if follower not in before:
                before[follower] = node
                waiting.append(follower)
    return before


@once
def _edges(template: Template) -> dict[str, list[str]]:
    """From each resource those that a notification reaches next."""
    found: dict[str, list[str]] = {}
    for start, end in _by_step(template):
        found.setdefault(start, []).append(end)
    return found


@once
def _by_step(template: Template) -> dict[tuple[str, str], list[Resource]]:
    """Each step that a notification takes, with the resources that make it."""
    found: dict[tuple[str, str], list[Resource]] = {}
    for resource in template.of_type(*ALARMS, *_CARRIERS):
        for step in _steps(resource):
            found.setdefault(step, []).append(resource)
    return found


def _steps(resource: Resource) -> Iterator[tuple[str, str]]:
    match resource.type:
        case "AWS::SNS::Subscription":
            yield from _pairs(_named(resource, "TopicArn"), _named(resource, "Endpoint"))
        case "AWS::SNS::Topic":
            yield from ((resource.logical_id, reader) for reader in _named(resource, "Subscription", "*", "Endpoint"))
        case "AWS::Lambda::EventSourceMapping":
            yield from _pairs(_named(resource, "EventSourceArn"), _named(resource, "FunctionName"))
        case "AWS::SQS::Queue":
            ends = _named(resource, "RedrivePolicy", "deadLetterTargetArn")
            yield from ((resource.logical_id, end) for end in ends)
        case _:
            for action in ACTIONS:
                yield from ((resource.logical_id, target) for target in _named(resource, action, "*"))
            yield from ((watched, resource.logical_id) for watched in _watched(resource))


def _pairs(starts: Iterable[str], ends: Iterable[str]) -> Iterator[tuple[str, str]]:
    ends = list(ends)
    return ((start, end) for start in starts for end in ends)


def _watched(alarm: Resource) -> Iterator[str]:
    """What an alarm's metrics are about, or the alarms that a composite one joins."""
    for path in (("Dimensions", "*"), ("Metrics", "*", "MetricStat", "Metric", "Dimensions", "*")):
        for place in alarm.places(*path):
            if not isinstance(place.value, dict):
                continue
            for name in alarm.template.alternatives(place.value.get("Name")):
                type_ = _DIMENSIONS.get(name, "") if isinstance(name, str) else ""
                for value in alarm.template.alternatives(place.value.get("Value")) if type_ else ():
                    yield from _resources(alarm.template, value, type_)
    for value in alarm.values("AlarmRule"):
        texts = [part for part in value.parts if isinstance(part, str)] if isinstance(value, Partial) else [value]
        if isinstance(value, Partial):
            yield from (found.logical_id for found in references(value) if found.resource.type in ALARMS)
        for name in (name for text in texts if isinstance(text, str) for name in children_named(text)):
            for type_ in ALARMS:
                yield from _resources(alarm.template, name, type_)


def _named(resource: Resource, *path: str) -> list[str]:
    return [found for value in resource.values(*path) for found in _resources(resource.template, value)]


def _resources(template: Template, value: Any, type_: str = "") -> Iterator[str]:
    """The resources of the template that a value refers to, or is the name or the end of the ARN of."""
    if isinstance(value, Reference) and value.template is template:
        yield value.logical_id
    elif isinstance(value, Partial):
        yield from (found.logical_id for found in references(value) if found.template is template)
    elif isinstance(value, str):
        for kind in (type_,) if type_ else _NAMES:
            yield from _by_name(template).get((kind, re.split(r"[:/]", value)[-1]), ())


@once
def _by_name(template: Template) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for type_, name in _NAMES.items():
        for resource in template.of_type(type_):
            for value in resource.values(name):
                if isinstance(value, str) and not isinstance(value, Partial):
                    found.setdefault((type_, value), []).append(resource.logical_id)
    return found
