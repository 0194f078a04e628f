"""The Aspect that leaves an included template's conditional tags as they are: CDK can add nothing to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import jsii
from aws_cdk import cloudformation_include as include

from aspects.judge.template.intrinsics import is_function
from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.stack.source_lines import stack_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs import IConstruct

_OVER_ALL = 10_000
"""A priority above everybody's tags, so that none of them comes back."""

# What CDK makes of a function where a map of tags should be: the fields of its object that stands for the function.
_FIELDS_OF_A_FUNCTION = {"creationStack", "typeHint", "value"}


@jsii.implements(cdk.IAspect)
class IncludedTags:
    """Takes back the tags that CDK would add to those that an included template chooses by a function.

    `Tags: !If [...]` can take no other tag beside it, and CDK ends the synth over it. Beside an item of the list that
    is chosen, a tag of the same key would be there twice. The rule `required-tags-are-present-and-valid` reads both
    branches, and says what they lack.
    """

    def visit(self, node: IConstruct) -> None:
        """Leave the tags of each included resource alone, where a function says what they are.

        Raises ConfigurationError for a map of tags that is one function: CDK loses what it says.
        """
        if type(node) is include.CfnInclude:
            for resource in node.node.children:
                if manager := cdk.TagManager.of(resource):
                    for key in _to_take_back(resource, manager):
                        manager.remove_tag(key, _OVER_ALL)


def _to_take_back(node: IConstruct, manager: cdk.TagManager) -> list[str]:
    added = manager.tag_values()
    if set(added) >= _FIELDS_OF_A_FUNCTION and added["value"] == "[object Object]":
        raise ConfigurationError(
            f"{node.node.path}: Tags: given one function for all of them, which CDK cannot include where tags are a"
            " map; allowed: a map with a function for each value"
        )
    try:
        rendered = stack_of(node).resolve(manager.rendered_tags)
    except RuntimeError:  # "Cannot combine literal tags with a Tags property that is a single unresolved intrinsic"
        return [*added, "Name"]  # also the one that would be added later
    if is_function(rendered):
        return ["Name"]
    items = rendered if isinstance(rendered, list) else []
    chosen = {key for item in items if is_function(item) for key in _keys(item)}
    return [key for key in added if key in chosen]


def _keys(value: Any) -> Iterator[str]:
    """The keys of the tags that a function may give."""
    if isinstance(value, dict):
        if isinstance(value.get("Key"), str):
            yield value["Key"]
        for inner in value.values():
            yield from _keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner)
