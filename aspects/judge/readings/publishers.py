"""Who publishes into what of a template, and whether the key there admits them.

A service that publishes needs the key of the topic or queue itself: no role of the account lends it a right (SNS
Developer Guide and SQS Developer Guide, "Key management"). Auto Scaling launches on volumes by its service-linked role,
which has no right to a customer-managed key either (EC2 Auto Scaling User Guide, "Required AWS KMS key policy").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aspects.judge.readings.known_keys import known_key
from aspects.judge.readings.narrowing import demands
from aspects.judge.template import ABSENT, OPAQUE, Lookup, Place, Reference, text_of, unsplit
from aspects.judge.template.once import once_an_app
from aspects.judge.template.policies import statements
from constructs_lib.kernel import contract
from constructs_lib.kernel.broad_access import covers_action
from constructs_lib.kernel.calls import calls, calls_of
from constructs_lib.kernel.conditions import CONTEXT, bare
from constructs_lib.kernel.keys import KEYS, KeyPurpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource, Template
    from aspects.judge.template.policies import Statement
    from constructs_lib.kernel.calls import CallRow

AUTO_SCALING = "autoscaling.amazonaws.com"
_CONTEXTS = {"AWS::SNS::Topic": "aws:sns:topicArn", "AWS::SQS::Queue": "aws:sqs:arn"}
_DISKS = ("LaunchTemplateData", "BlockDeviceMappings", "*", "Ebs", "KmsKeyId")
_GROUP = "AWS::AutoScaling::AutoScalingGroup"
TYPES = tuple(sorted({_GROUP, *(row.type for row in calls() if row.service and row.to in _CONTEXTS)}))
"""The types that publish, or launch, as far as they are read."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """A service that needs a key: where that is said, what it writes into, the key there, the encryption context.

    `target` is the resource of the template that has the key, `held` where; None where another stack has it.
    """

    service: str
    at: str
    into: str
    key: Any
    context: str = ""
    target: Resource | None = None
    held: str = ""


def publishers(resource: Resource) -> Iterator[Publisher]:
    """What a resource has a service publish into, with the key of each target as far as it is known."""
    if resource.type == _GROUP:
        yield from _launches(resource)
    for row, place in _targets(resource):
        for into, key, context, held in _keys_of(row.to, place.value):
            target = place.value.resource if held else None
            yield Publisher(row.service, place.path, into, key, context, target, held)


def admits_writers(purpose: KeyPurpose, target: Resource) -> bool:
    """Whether the key of a purpose admits every service that writes into a topic or a queue, as far as is known."""
    return KEYS[purpose].callers >= _writers(target.template).get((target.template, target.logical_id), set())


@once_an_app
def _writers(app: tuple[Template, ...]) -> dict[tuple[Template, str], set[tuple[str, str]]]:
    """The services that write into each topic and queue, with the encryption context that each uses."""
    found: dict[tuple[Template, str], set[tuple[str, str]]] = {}
    for resource in (one for template in app for one in template.of_type(*TYPES)):
        for row, place in _targets(resource):
            target = place.value
            if isinstance(target, Reference) and target.resource.type == row.to:
                writers = found.setdefault((target.resource.template, target.logical_id), set())
                writers.add((row.service, _CONTEXTS[row.to]))
    return found


def admitted(publisher: Publisher) -> bool | None:
    """Whether the key admits who publishes; None where nobody can know."""
    key = unsplit(publisher.key)
    known = known_key(key)
    ours = key.resource if isinstance(key, Reference) and key.resource.type == "AWS::KMS::Key" else None
    if ours is not None:
        return _by_policy(statements(ours, "KeyPolicy"), publisher)
    if known is None or known.purpose is None or isinstance(key, Reference):
        return None
    if publisher.service == AUTO_SCALING:
        return bool(KEYS[known.purpose].launching_roles)
    return (publisher.service, publisher.context) in KEYS[known.purpose].callers


def _targets(resource: Resource) -> Iterator[tuple[CallRow, Place]]:
    """The places at which a resource names a topic or a queue that a service writes into."""
    for row in calls_of(resource.type):
        if row.service and row.to in _CONTEXTS:
            for thing in resource.places(*row.each) if row.each else (Place("", resource.properties),):
                if all(_is_so(resource.template, thing.value, path, wanted) for path, wanted in row.only.items()):
                    found = resource.template.places(thing.value, *row.at, at=thing.path)
                    yield from ((row, place) for place in found)


def _is_so(template: Template, thing: Any, path: str, wanted: Any) -> bool:
    found = [place.value for place in template.places(thing, *path.split("."))]
    return (ABSENT if wanted == "absent" else wanted) in found


def _keys_of(type_: str, target: Any) -> Iterator[tuple[str, Any, str, str]]:
    """A topic or queue, its key, the context that it is used in, and where the template says the key."""
    if isinstance(target, Reference) and target.resource.type == type_:
        for found in target.resource.places("KmsMasterKeyId"):
            if found.value is not ABSENT:
                yield target.logical_id, found.value, _CONTEXTS[type_], found.path
    if isinstance(target, Lookup) and type_ == "AWS::SNS::Topic" and _is_alarm_topic(target.name):
        environment = target.name.split("/")[1]
        path = KeyPurpose.MESSAGING.output.path(environment)
        yield target.name, Lookup(path), _CONTEXTS[type_], ""


def _is_alarm_topic(name: str) -> bool:
    parts = name.split("/")
    return len(parts) == 4 and any(output.path(parts[1]) == name for output in contract.ALARM_TOPICS)


def _launches(group: Resource) -> Iterator[Publisher]:
    for path in (("LaunchTemplate",), ("MixedInstancesPolicy", "LaunchTemplate", "LaunchTemplateSpecification")):
        for name in ("LaunchTemplateId", "LaunchTemplateName"):
            for place in group.places(*path, name):
                template = place.value
                if not isinstance(template, Reference) or template.resource.type != "AWS::EC2::LaunchTemplate":
                    continue
                for found in template.resource.places(*_DISKS):
                    if found.value is not ABSENT:
                        launched = template.resource, found.path
                        yield Publisher(AUTO_SCALING, place.path, template.logical_id, found.value, "", *launched)


def _by_policy(found: tuple[Statement, ...], publisher: Publisher) -> bool | None:
    if any(one.unknown or isinstance(one.effect, OPAQUE) for one in found):
        return None
    allowing = [one for one in found if one.allows and _decrypts(one)]
    if any(_admits(one, publisher) for one in allowing):
        return True
    unsure = any(text_of(principal.value) is None for one in allowing for principal in one.principals)
    return None if unsure else False


def _decrypts(statement: Statement) -> bool:
    named = [text_of(place.value) for place in statement.not_actions or statement.actions]
    if statement.not_actions:
        return not any(name is not None and covers_action(name, "kms:Decrypt") for name in named)
    return any(name is None or covers_action(name, "kms:Decrypt") for name in named)


def _admits(statement: Statement, publisher: Publisher) -> bool:
    if publisher.service == AUTO_SCALING:
        roles = [principal.value for principal in statement.principals if principal.kind == "AWS"]
        by_arn = [value for one in statement.conditions if one.key == "aws:principalarn" for value in one.values]
        return any(f"role/aws-service-role/{AUTO_SCALING}/" in str(value) for value in (*roles, *by_arn))
    names = (text_of(principal.value) for principal in statement.principals if principal.kind == "Service")
    prefix = CONTEXT.lower()
    named = (one.key for one in statement.conditions if one.key.startswith(prefix) and demands(one))
    contexts = {key.removeprefix(prefix) for key in named}
    fits = not contexts or publisher.context.lower() in contexts
    return fits and any(bare(name) == publisher.service for name in names if name is not None)
