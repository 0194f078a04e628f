"""The naming Aspect: a physical name where a resource has none, and kebab-case in Name tags."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii

from aspects.catalogue.names import NAME_PROPERTIES, NAME_TAGGED
from constructs_lib.governed_stack import GovernedStack
from constructs_lib.naming import kebab, shorten

if TYPE_CHECKING:
    from constructs import IConstruct

_NAME_PRIORITY = 400  # above CDK's own Name tags (100 to 300)
_UNTOLD = {"resource", "default"}


@functools.cache
def resource_type(class_: type) -> str:
    """The CloudFormation type of a generated L1 class, asked from jsii once."""
    return str(getattr(class_, "CFN_RESOURCE_TYPE_NAME", ""))


@functools.cache
def _attribute(class_: type, property_: str) -> str:
    """The Python attribute of an L1 class for a CloudFormation property: `DBInstanceIdentifier`, any case."""
    wanted = property_.lower()
    return next((name for name in dir(class_) if name.replace("_", "") == wanted and not name.startswith("_")), "")


@jsii.implements(cdk.IAspect)
class Naming:
    """Names what CDK would name by a random suffix: `<env>-<service>-<path in the stack>`."""

    def visit(self, node: IConstruct) -> None:
        """Fill in the name if the type takes one and has none."""
        if not isinstance(node, cdk.CfnResource) or type(node) is cdk.CfnResource:
            return
        type_ = resource_type(type(node))
        known = NAME_PROPERTIES.get(type_)
        name = known if known and known.fill else None
        tagged = type_ in NAME_TAGGED
        if not tagged and name is None:
            return
        stack = cdk.Stack.of(node)
        if not isinstance(stack, GovernedStack):
            return
        if name is not None:
            attribute = _attribute(type(node), name.property)
            if _absent(getattr(node, attribute), stack):
                suffix = f"-{stack.account}" if type_ == "AWS::S3::Bucket" else ""
                full = _name_of(node, stack)
                setattr(node, attribute, shorten(full, name.max_length - len(suffix)) + suffix)
        if tagged:
            self._name_tag(node, stack)

    def _name_tag(self, node: cdk.CfnResource, stack: GovernedStack) -> None:
        """Replace the path that CDK writes as Name tag; a name without slashes was stated by somebody."""
        manager = cdk.TagManager.of(node)
        if manager and "/" in manager.tag_values().get("Name", "/"):
            manager.set_tag("Name", shorten(_name_of(node, stack), 255), _NAME_PRIORITY)


def _absent(value: object, stack: GovernedStack) -> bool:
    """An L2 construct leaves a token where its user gave no name; it resolves to nothing."""
    return value is None or (cdk.Token.is_unresolved(value) and stack.resolve(value) is None)


def _name_of(node: IConstruct, stack: GovernedStack) -> str:
    path = node.node.path.split("/")[1:]
    parts = [kebab(part) for part in path]
    told = [part for part in parts if part and part not in _UNTOLD] or [kebab(stack.service)]
    region = "" if stack.region == stack.environment_settings.region else f"-{stack.region}"
    return f"{stack.environment_settings.name}-{stack.service}-{'-'.join(told)}{region}"
