"""The tagging Aspect: the required tags on what CDK's own tags do not reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import jsii

from aspects.catalogue import TagShape, tagging, tags_of
from constructs_lib.governed_stack import GovernedStack
from constructs_lib.tags import MANAGED_BY

if TYPE_CHECKING:
    from constructs import IConstruct

    from constructs_lib import Environment


def environment_tags(environment: Environment) -> dict[str, str]:
    """The tags that are the same on everything in an environment."""
    tags = environment.tags
    return {
        "Environment": environment.name,
        "Team": tags.team,
        "Owner": tags.owner,
        "CostCenter": tags.cost_center,
        "Project": tags.project,
        "DataClass": str(tags.data_class),
        "ManagedBy": MANAGED_BY,
    }


@jsii.implements(cdk.IAspect)
class Tagging:
    """Tags resources without a tag manager: what CDK's custom-resource providers and raw `CfnResource`s make.

    Everything else gets its tags from `Tags.of(app)`, which CDK applies itself, at next to no cost.
    """

    def __init__(self, environment: Environment) -> None:
        self._tags = environment_tags(environment)

    def visit(self, node: IConstruct) -> None:
        """Add the tags that a raw resource lacks; a tag that it states stays."""
        if type(node) is not cdk.CfnResource:
            return
        fact = tagging().get(node.cfn_resource_type)
        if fact is None:
            return
        given = tags_of(node._cfn_properties.get(fact.property))  # noqa: SLF001 - protected in jsii, for extensions
        tags = {**self._tags, **_stack_tags(cdk.Stack.of(node)), **given}
        value: Any = tags if fact.shape is TagShape.MAP else [{"Key": k, "Value": v} for k, v in sorted(tags.items())]
        node.add_property_override(fact.property, value)


def _stack_tags(stack: cdk.Stack) -> dict[str, str]:
    if not isinstance(stack, GovernedStack):
        return {"Service": stack.stack_name}
    return {"Service": stack.service, **({"DataClass": str(stack.data_class_tag)} if stack.data_class_tag else {})}
