"""The encryption Aspect: the right customer-managed key where a resource has none."""

from __future__ import annotations

import contextlib
import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import aws_cdk as cdk
import jsii

from aspects.deployed import nothing_deployed
from aspects.judge.catalogue import KeyFact, facts
from aspects.judge.catalogue.services import filling
from aspects.judge.readings.key_uses import KeyUse, key_uses
from aspects.judge.template import ABSENT, EVERY, Template
from aspects.judge.worlds import in_each_world
from aspects.l1 import attribute_of, type_of
from aspects.log_buckets import is_log_target
from aspects.property_writes import set_absent, write
from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.source_lines import stack_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from constructs import IConstruct

    from aspects.property_writes import PropertyPath


@jsii.implements(cdk.IAspect)
class Encryption:
    """Fills in a key that is absent, and never touches one that is stated, right or wrong, nor a switch beside it.

    A nested stack has the keys of the whole stack: CDK hands them to it by a parameter.

    A stack that does not read the key of the purpose keeps its resource as it is, and so does one whose key would not
    admit the service, or is of another Region: the rule `encryption-uses-a-customer-managed-key` then says what to do.

    Args:
        deployed: whether a stack's resource of some logical id is deployed. It then gets no key where a key would
            replace it.
    """

    def __init__(self, deployed: Callable[[cdk.Stack, str], bool] = nothing_deployed) -> None:
        self._deployed = deployed

    def visit(self, node: IConstruct) -> None:
        """Give the resource each key that it needs and has not."""
        class_ = type(node)
        if not type_of(class_) and class_ is not cdk.CfnResource:
            return  # not by isinstance: its first look at a class asks each of CDK's thousands of resource classes
        node = cast("cdk.CfnResource", node)
        type_ = type_of(class_) or node.cfn_resource_type
        known = [fact for fact in facts(type_).keys if fact.anchor < len(fact.path)]
        if not known or _has_its_only_key(node, known):
            return
        try:
            given = node._cfn_properties  # noqa: SLF001 - protected in jsii, for extensions
        except RuntimeError:
            return  # a token in the place of an object, which jsii cannot hand over: something is stated there
        stack = GovernedStack.around(node)
        settled = all(_is_settled(given, fact) for fact in known)
        if stack and not settled and not is_log_target(node, given, stack):
            self._fill(node, stack, type_, _renamed(stack.resolve(given), _names(known)))

    def _fill(self, node: cdk.CfnResource, stack: GovernedStack, type_: str, properties: dict[str, Any]) -> None:
        template = Template(Path(), {"Resources": {"Node": {"Type": type_, "Properties": properties}}})
        found = in_each_world(template.resources["Node"], key_uses)
        absent = [use for uses in found for use in uses if _to_fill(use)]
        if any(use.fact.replaces for use in absent) and self._deployed(
            stack_of(node), str(stack.resolve(node.logical_id))
        ):
            absent = [use for use in absent if not use.fact.replaces]
        writes: list[tuple[PropertyPath, Any]] = []
        for use in absent:
            path, purpose = _place(use), filling(type_, use.fact.path, _data_class(node, stack))
            if purpose and not _is_elsewhere(path, properties, stack.region_name):
                with contextlib.suppress(ConfigurationError):  # the stack does not read it
                    for place, value in [(path, stack.key_arn(purpose)), *_beside(use.fact, path)]:
                        set_absent(place, value, properties, writes)
        for path, value in writes:
            write(node, path, value)


def _to_fill(use: KeyUse) -> bool:
    return use.value is ABSENT and not use.unsure and all(said.endswith(" is absent") for said in use.off)


def _has_its_only_key(node: cdk.CfnResource, known: list[KeyFact]) -> bool:
    """Whether one look at one property settles it. Only text: jsii loses a token that it hands over as an object."""
    attribute = attribute_of(type(node), known[0].path[0]) if len(known) == 1 and len(known[0].path) == 1 else ""
    return bool(attribute) and getattr(node, attribute) is not None


def _is_settled(given: Mapping[str, Any], fact: KeyFact) -> bool:
    """Whether the names of the properties tell that there is nothing to fill in."""
    inside = {name.lower(): value for name, value in given.items()}
    first = fact.path[0].lower()
    if fact.anchor:
        return first not in inside
    if first in inside:
        return len(fact.path) == 1 or _mentions(inside[first], fact.path[-1].lower())
    return bool(fact.when) and not any(one.path[0].lower() in inside for one in fact.when)


def _mentions(value: Any, name: str) -> bool:
    if isinstance(value, dict):
        return any(key.lower() == name or _mentions(item, name) for key, item in value.items())
    return isinstance(value, list) and any(_mentions(item, name) for item in value)


def _data_class(node: cdk.CfnResource, stack: GovernedStack) -> DataClass | None:
    """The class that the node's tags state, else the stack's, else the environment's."""
    manager = cdk.TagManager.of(node)
    stated = manager.tag_values().get("DataClass") if manager else None
    if stated in set(DataClass):
        return DataClass(stated)
    return stack.data_class_tag or stack.environment_settings.tags.data_class


def _names(known: list[KeyFact]) -> dict[str, set[str]]:
    """The names of properties that the facts speak of, by their lower case."""
    names: dict[str, set[str]] = {}
    for fact in known:
        for path in (fact.path, *(condition.path for condition in (*fact.when, *fact.unless, *fact.switch))):
            for part in path:
                names.setdefault(part.lower(), set()).add(part)
    return names


def _renamed(value: Any, names: dict[str, set[str]]) -> Any:
    """L1 classes keep their properties in camelCase: `kmsMasterKeyId` for `KMSMasterKeyID`, or `KmsMasterKeyId`."""
    if isinstance(value, dict):
        return {
            name: _renamed(item, names) for key, item in value.items() for name in names.get(key.lower(), {key})
        }  # fmt: skip
    return [_renamed(item, names) for item in value] if isinstance(value, list) else value


def _place(use: KeyUse) -> PropertyPath:
    """The parts of the place, `Replicas[0].SSESpecification`; a list that is absent gets a first item."""
    given = re.findall(r"[^.\[\]]+", use.at)
    place: PropertyPath = []
    for part, following in itertools.pairwise((*use.fact.path, "")):
        if part == EVERY and given[0] == following:
            place.append(0)
        else:
            place.append(int(given[0]) if part == EVERY and given[0].isdecimal() else given[0])
            given.pop(0)
    return place


def _is_elsewhere(place: PropertyPath, properties: Mapping[str, Any], region: str) -> bool:
    """Whether something around a place is said to be in another Region, where our key does not serve."""
    around: Any = properties
    with contextlib.suppress(KeyError, IndexError, TypeError):
        for part in place:
            around = around[part]
            said = around.get("region", around.get("Region")) if isinstance(around, dict) else None
            if isinstance(said, str) and said != region:
                return True
    return False


def _beside(fact: KeyFact, path: PropertyPath) -> Iterator[tuple[PropertyPath, Any]]:
    """Where each switch stands that makes the key count, and its usual value; and what else goes with the key."""
    for condition in fact.switch:
        usual_value = condition.values[0]
        if None not in condition.values or isinstance(usual_value, str):
            yield [*([] if condition.root else path[:-1]), *condition.path], usual_value
    if path[0] == "BucketEncryption":
        yield [*path[:3], "BucketKeyEnabled"], True  # S3 User Guide, "Reducing the cost of SSE-KMS"
