"""The tags that a resource gets from its stack.

CloudFormation gives the tags of a stack to what it makes in it; a resource's own tag of the same key wins. Sources:
CloudFormation Template Reference, "CloudFormation resource tagging" (it varies by type; volumes of block devices get
none); `AWS::CloudFormation::Stack`, Tags: "propagates these tags to the resources created in the stack"; the schemas'
`tagging.taggable`. Their flag `cloudFormationSystemTags` is of something else, the tags `aws:cloudformation:*` alone:
`AWS::DynamoDB::Table` has it false, and gets what people tag its stack with (cloudformation-coverage-roadmap#1360).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue import TagShape, facts
from aspects.judge.template.once import once
from aspects.judge.template.places import items

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aspects.judge.template import Resource, Template

NOT_REACHED = {
    "AWS::EC2::SpotFleet": "its schema says taggable: false, though it has tags of its own",
    "AWS::Glue::CustomEntityType": "its schema says taggable: false, though it has tags of its own",
    "AWS::Location::Map": "cloudformation-coverage-roadmap#1940: its stack's tags do not come through",
}
"""Types with a plain property of tags that the tags of their stack do not reach, and where that is said."""

_STACKS = ("AWS::CloudFormation::Stack", "AWS::Serverless::Application")


def inherited(resource: Resource) -> Mapping[str, list[Any]]:
    """Every value of each tag that a resource surely has from its stack, unless it has one of its own of that key.

    Tags in specifications and of replicas are a resource's own affair: the schemas of these types are not taggable.
    """
    fact = facts(resource.type).tags
    plain = fact is not None and len(fact.path) == 1 and fact.shape is not TagShape.SPECIFICATIONS
    return stack_tags(resource.template) if plain and resource.type not in NOT_REACHED else {}


@once
def stack_tags(template: Template) -> Mapping[str, list[Any]]:
    """Every value of each tag that a stack surely has: its own, or those of the stacks that it is nested in."""
    if not template.callers:
        return {key: [value] for key, value in template.tags.items()}
    parents = dict.fromkeys(parent for parent, _ in template.callers)
    sets = [one for parent in parents for one in _handed_down(parent, template)]
    certain = set.intersection(*(set(one) for one in sets)) if sets else set()
    # By their text: a value may be a mapping, which cannot be hashed.
    return {key: list({str(value): value for one in sets for value in one[key]}.values()) for key in sorted(certain)}


def _handed_down(parent: Template, child: Template) -> Iterator[dict[str, list[Any]]]:
    """The tags of a nested stack, by each resource that makes it and each branch of that one's own tags."""
    for resource in parent.of_type(*_STACKS):
        if parent.nested.get(resource.logical_id) is not child:
            continue
        for tags in resource.values("Tags"):
            yield _with_own(parent, stack_tags(parent), tags)


def _with_own(template: Template, above: Mapping[str, list[Any]], tags: Any) -> dict[str, list[Any]]:
    """The tags from above and those that a nested stack's resource states; one that may be absent is not certain."""
    if isinstance(tags, dict):
        return {**above, **{str(key): template.alternatives(value) for key, value in tags.items()}}
    found = dict(above)
    for item in items(template, tags) if isinstance(tags, list) else ():
        alternatives = template.alternatives(item.value)
        stated = [one for one in alternatives if isinstance(one, dict)]
        for key in {key for one in stated for key in template.alternatives(one.get("Key")) if isinstance(key, str)}:
            values = [value for one in stated for value in template.alternatives(one.get("Value"))]
            if item.certain and len(stated) == len(alternatives):
                found[key] = values
            elif key in found:
                found[key] = [*found[key], *values]
    return found
