"""What templates say of the data in them: how sensitive it is, whose it is, and whether it may be thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue import TagShape, facts
from aspects.judge.stack_tags import inherited, stack_tags
from aspects.judge.template import ABSENT, EVERY, is_known
from aspects.judge.template.once import once
from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.environment_traits import EnvironmentTraits

if TYPE_CHECKING:
    from aspects.judge.template import Resource, Template

_CLASSES = frozenset(DataClass)


@once
def tag_values(resource: Resource, key: str) -> list[Any]:
    """Every value that one tag of a resource may have, also of each replica; empty where the tag is not there.

    Where the resource has none of its own, or may have none, that of its stack counts.
    """
    fact = facts(resource.type).tags
    path, name, value = (fact.path, fact.key, fact.value) if fact else (("Tags",), "Key", "Value")
    if fact and fact.shape is TagShape.SPECIFICATIONS:
        path = (*path, EVERY, "Tags")
    found: list[Any] = []
    of_stack = inherited(resource).get(key, [])
    for tags in resource.values(*path):
        own: list[Any] = []
        if isinstance(tags, dict):
            own += resource.template.alternatives(tags[key]) if key in tags else []
        elif isinstance(tags, list):
            written = [item for item in tags if _may_have(item, name, key)]
            for item in (place.value for place in resource.template.places(written, EVERY)):
                if isinstance(item, dict) and key in resource.template.alternatives(item.get(name)):
                    own += resource.template.alternatives(item.get(value))
        found += own or of_stack
    return found


def _may_have(item: Any, name: str, key: str) -> bool:
    """Whether an item, as it is written, may be a tag of some key: what cannot be one decides nothing about it."""
    left = [item]
    while left:
        one = left.pop()
        match one:
            case {"Fn::If": [_, yes, no]} if len(one) == 1:
                left += [yes, no]
            case {"Ref": "AWS::NoValue"} if len(one) == 1:
                continue
            case {**pairs} if isinstance(said := pairs.get(name), str) and said != key and "{{resolve:" not in said:
                continue
            case _:
                return True
    return False


def data_class(resource: Resource) -> DataClass:
    """The class of a resource's data: the highest that its tag may say; internal where it says none."""
    said = [DataClass(value) for value in tag_values(resource, "DataClass") if _is_text_of(value, _CLASSES)]
    return max(said, key=lambda one: one.rank, default=DataClass.INTERNAL)


def is_sensitive(resource: Resource) -> bool:
    """Whether a resource's data is confidential or above."""
    return data_class(resource).covers(DataClass.CONFIDENTIAL)


def environments(resource: Resource) -> frozenset[str]:
    """The environments that a resource's tag may name; those of the template where the type takes no tags."""
    return _known_environments(resource) or template_environments(resource.template)


@once
def template_environments(template: Template) -> frozenset[str]:
    """The environments that the tags of a template's resources name, or of its stack; else what it was made for."""
    named = frozenset().union(*(_known_environments(resource) for resource in template.resources.values()))
    named = named or frozenset(str(value) for value in stack_tags(template).get("Environment", ()) if is_known(value))
    return named or (frozenset({template.environment.name}) if template.environment else frozenset())


def stack_environment(template: Template) -> str:
    """The environment of a stack: the one that its tags name, else the one that its app was governed for.

    Where nobody governed it, the one that the tags of its whole app name; else its name's first word.
    """
    found = template_environments(template)
    if len(found) != 1 and template.environment:
        return template.environment.name
    if len(found) != 1:
        found = frozenset().union(*(template_environments(other) for other in template.app))
    return next(iter(found)) if len(found) == 1 else template.stack_name.partition("-")[0]


def may_be_production(resource: Resource) -> bool:
    """Whether an environment that a resource may belong to is one that customers see."""
    return any(_traits(resource.template, name).production for name in environments(resource))


def is_disposable(resource: Resource) -> bool:
    """Whether a resource surely belongs to an environment whose data may be thrown away, or is tagged as temporary."""
    if tag_values(resource, "Lifecycle") == ["temporary"]:
        return True
    found = environments(resource)
    return bool(found) and all(_traits(resource.template, name).disposable for name in found)


def is_copy(resource: Resource) -> bool:
    """Whether a database holds no data of its own: an instance of a cluster, or a read replica."""
    return any(ABSENT not in resource.values(name) for name in _ELSEWHERE.get(resource.type, ()))


_ELSEWHERE = {
    "AWS::RDS::DBInstance": ("DBClusterIdentifier", "SourceDBInstanceIdentifier", "SourceDBClusterIdentifier"),
    "AWS::RDS::DBCluster": ("ReplicationSourceIdentifier",),
    "AWS::DocDB::DBInstance": ("DBClusterIdentifier",),
    "AWS::Neptune::DBInstance": ("DBClusterIdentifier",),
}


def _known_environments(resource: Resource) -> frozenset[str]:
    return frozenset(str(value) for value in tag_values(resource, "Environment") if is_known(value))


def _traits(template: Template, name: str) -> EnvironmentTraits:
    own = template.environment
    return own if own and own.name == name else EnvironmentTraits.by_name(name)


def _is_text_of(value: Any, allowed: frozenset[str]) -> bool:
    return isinstance(value, str) and value in allowed
