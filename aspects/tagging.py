"""The tagging Aspect: the required tags on what CDK's own tags do not reach."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, cast

import aws_cdk as cdk
import jsii

from aspects.judge.catalogue import TagFact, TagShape, facts
from aspects.judge.template.intrinsics import is_function, is_loop
from aspects.l1 import attribute_of, type_of
from constructs_lib.kernel.platform_names import STATEMENT, is_the_platform
from constructs_lib.kernel.project import version
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.source_lines import stack_of, whole_stack_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from constructs import IConstruct

    from constructs_lib.kernel.environment import Environment

_TAG_MANAGERS = {"ITaggable", "ITaggableV2"}
VERSION = "Version"
VERSIONED = ("AWS::ECS::TaskDefinition", "AWS::Lambda::Function")
"""What carries the tag Version: each release makes these anew anyway."""


def version_tag(app: cdk.App, environment: Environment) -> dict[str, str]:
    """The tag of what carries the version; nothing where nobody says which it is."""
    given = environment.tags.version
    if given is None and is_the_platform(app.node.try_get_context(STATEMENT), environment.tags.project):
        given = version()
    return {VERSION: given} if given else {}


def tag_everything(scope: IConstruct, tags: Mapping[str, str], versions: Mapping[str, str]) -> None:
    """Let CDK tag what it has tag managers for: everything with the same, what is released with its version."""
    for key, value in tags.items():
        cdk.Tags.of(scope).add(key, value)
    for key, value in versions.items():
        cdk.Tags.of(scope).add(key, value, include_resource_types=list(VERSIONED))


def say_version(stacks: Iterable[cdk.Stack], versions: Mapping[str, str]) -> None:
    """Let each stack say its version as an output; one that has a `Version` of its own keeps it."""
    for stack in stacks:
        for key, value in versions.items():
            if stack.node.try_find_child(key) is None:
                cdk.CfnOutput(stack, key, value=value, description="Version of what is deployed")


@jsii.implements(cdk.IAspect)
class Tagging:
    """Tags resources without a tag manager.

    These are what CDK's custom-resource providers and raw `CfnResource`s make, and the few types that CDK knows no tags
    of: launch templates and fleets (tag specifications), global tables (each replica). Everything else gets its tags
    from `Tags.of(app)`, which CDK applies itself, at next to no cost.
    """

    def __init__(self, tags: Mapping[str, str], versions: Mapping[str, str]) -> None:
        self._tags = tags
        self._versions = versions

    def visit(self, node: IConstruct) -> None:
        """Add the tags that the resource lacks; a tag that it states stays."""
        raw = type(node) is cdk.CfnResource
        if not raw and not type_of(type(node)):
            return  # not by isinstance: its first look at a class asks each of CDK's thousands of resource classes
        node = cast("cdk.CfnResource", node)
        fact = facts(node.cfn_resource_type).tags if raw else _without_manager(type(node))
        if fact is None:
            return
        stack = stack_of(node)
        versions = self._versions if node.cfn_resource_type in VERSIONED else {}
        wanted = {**self._tags, **versions, **_stack_tags(node)}
        try:
            given = _raw(node, fact) if raw else stack.resolve(getattr(node, attribute_of(type(node), fact.path[0])))
        except RuntimeError:
            return  # an included template's function among its parts, which jsii cannot hand over: it is left alone
        for path, value in _filled(fact, given, wanted):
            node.add_property_override(path, value)


@functools.cache
def _without_manager(class_: type) -> TagFact | None:
    """How an L1 class is tagged, if it takes tags and CDK does not know it."""
    managed = any(face.__name__ in _TAG_MANAGERS for face in getattr(class_, "__jsii_ifaces__", ()))
    return None if managed else facts(type_of(class_)).tags


def _raw(node: cdk.CfnResource, fact: TagFact) -> Any:
    return stack_of(node).resolve(node._cfn_properties.get(fact.path[0]))  # noqa: SLF001 - protected, for extensions


def _stack_tags(node: IConstruct) -> dict[str, str]:
    """What the stack says of all that is in it; a nested one has no say, and no name before it is deployed."""
    stack = GovernedStack.around(node)
    if stack is None:
        return {"Service": whole_stack_of(node).stack_name}
    return {"Service": stack.service, **({"DataClass": str(stack.data_class_tag)} if stack.data_class_tag else {})}


def _filled(fact: TagFact, given: Any, wanted: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """The properties to override, with their values.

    What a function gives is left alone, and so is a map in which a loop makes tags: it may make one of the same key.
    """
    head, *inner = fact.path
    if is_function(given) or _loops(given):
        return
    if fact.shape is TagShape.SPECIFICATIONS:
        yield from _specification(fact, given, wanted)
    elif inner[:1] == ["*"]:
        for index, item in enumerate(given if isinstance(given, list) else ()):
            if not is_function(item) and not is_function(_member(item, inner[1])):
                yield f"{head}.{index}.{inner[1]}", _tags(fact, _member(item, inner[1]), wanted)
    elif inner:
        inside = _member(given, inner[0])
        if not is_function(inside) and not _loops(inside):
            yield ".".join(fact.path), _tags(fact, inside, wanted)
    elif not isinstance(given, dict) or fact.shape is TagShape.MAP:
        yield head, _tags(fact, given, wanted)


def _specification(fact: TagFact, given: Any, wanted: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    (head,) = fact.path
    items = given if isinstance(given, list) else []
    kind = dict(fact.extra)["ResourceType"]
    if any(not isinstance(_member(item, "ResourceType"), str) for item in items):
        return  # a function, of which jsii leaves nothing: it may be of that very kind, of which there can be one
    at = next((index for index, item in enumerate(items) if _member(item, "ResourceType") == kind), None)
    if at is not None:
        if not is_function(_member(items[at], "Tags")):
            yield f"{head}.{at}.Tags", _tags(fact, _member(items[at], "Tags"), wanted)
    else:
        specification = {**dict(fact.extra), "Tags": _tags(fact, None, wanted)}
        yield (f"{head}.{len(items)}", specification) if items else (head, [specification])


def _tags(fact: TagFact, given: Any, wanted: Mapping[str, str]) -> Any:
    """Given tags and those that are wanted and not among them, in the type's own shape."""
    if fact.shape is TagShape.MAP:
        return {**wanted, **(given if isinstance(given, dict) else {})}
    items = given if isinstance(given, list) else []
    stated = {str(_member(item, fact.key)): _member(item, fact.value) for item in items if _member(item, fact.key)}
    others = [item for item in items if not _member(item, fact.key)]  # intrinsic functions
    beside = dict(fact.extra) if fact.shape is TagShape.LIST else {}
    named = sorted({**wanted, **stated}.items())
    return [*({fact.key: key, fact.value: value, **beside} for key, value in named), *others]


def _loops(given: Any) -> bool:
    return isinstance(given, dict) and any(map(is_loop, given))


def _member(item: Any, name: str) -> Any:
    """A member as CloudFormation spells it, or as CDK's own structs do."""
    return item.get(name, item.get(name[0].lower() + name[1:])) if isinstance(item, dict) else None
