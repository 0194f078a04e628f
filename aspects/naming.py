"""The naming Aspect: a physical name where a resource has none, and kebab-case in Name tags."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, cast

import aws_cdk as cdk
import jsii

from aspects.deployed import nothing_deployed
from aspects.judge.catalogue import NameFact, facts
from aspects.judge.catalogue.spelling import SPELLINGS, spelled
from aspects.l1 import attribute_of, type_of
from constructs_lib.kernel.naming import kebab, shorten
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.source_lines import stack_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import IConstruct

_NAME_PRIORITY = 400  # above CDK's own Name tags (100 to 300)
_UNRESOLVED = "${Token["  # how CDK writes a text that it knows later; asking CDK is a call for every name
_UNTOLD = {"resource", "default"}
_FIFO = {"AWS::SNS::Topic": "fifo_topic", "AWS::SQS::Queue": "fifo_queue"}

# Types of which CDK writes the construct path into the Name tag, with slashes.
_NAME_TAGGED = frozenset(
    {
        "AWS::EC2::EIP", "AWS::EC2::FlowLog", "AWS::EC2::InternetGateway", "AWS::EC2::NatGateway",
        "AWS::EC2::NetworkAcl", "AWS::EC2::RouteTable", "AWS::EC2::SecurityGroup", "AWS::EC2::Subnet",
        "AWS::EC2::TransitGateway", "AWS::EC2::VPC", "AWS::EC2::VPCEndpoint",
    }
)  # fmt: skip

# Not filled in: paths and prefixes, which people choose, since others look things up by them.
_CHOSEN = frozenset(SPELLINGS) - {"AWS::ECR::Repository", "AWS::SNS::Topic", "AWS::SQS::Queue"}
# Nor where a name stands in the way: a group that an update policy replaces, an instance with a directory's alias.
_NEVER = frozenset({"AWS::AutoScaling::AutoScalingGroup", "AWS::Connect::Instance"})


@functools.cache
def _to_fill(class_: type) -> NameFact | None:
    """The name that an L1 class takes, if it may be filled in."""
    type_ = type_of(class_)
    fact = facts(type_).name
    if fact is None or len(fact.path) > 1 or fact.replaced or type_ in _CHOSEN or type_ in _NEVER:
        return None
    return fact if attribute_of(class_, fact.path[0]) else None


@jsii.implements(cdk.IAspect)
class Naming:
    """Names what CDK would name by a random suffix: `<env>-<service>-<path in the stack>`, as the type spells it.

    What is in a nested stack has the path in the whole stack, so that two of them name nothing alike.

    Left alone are paths (log groups, secrets, parameters), and types of which every change makes a new resource: it
    could not have the name of the one that it replaces.

    Args:
        deployed: whether a stack's resource of some logical id is deployed without a name. One would replace it.
    """

    def __init__(self, deployed: Callable[[cdk.Stack, str], bool] = nothing_deployed) -> None:
        self._deployed = deployed

    def visit(self, node: IConstruct) -> None:
        """Fill in the name if the type takes one and has none."""
        class_ = type(node)
        if _to_fill(class_) is None and type_of(class_) not in _NAME_TAGGED:
            return
        node = cast("cdk.CfnResource", node)
        self._fill(node, _to_fill(class_))
        if type_of(class_) in _NAME_TAGGED:
            self._name_tag(node)

    def _fill(self, node: cdk.CfnResource, fact: NameFact | None) -> None:
        if fact is None:
            return
        attribute = attribute_of(type(node), fact.path[0])
        given = getattr(node, attribute)
        if isinstance(given, str) and _UNRESOLVED not in given:
            return
        stack = GovernedStack.around(node)
        # An L2 construct leaves a token where its user gave no name; it resolves to nothing.
        unnamed = stack and (given is None or stack.resolve(given) is None)
        if stack and unnamed and not self._deployed(stack_of(node), str(stack.resolve(node.logical_id))):
            type_ = type_of(type(node))
            setattr(node, attribute, spelled(type_, fact, _name_of(node, stack), _suffix(type_, node, stack)))

    def _name_tag(self, node: cdk.CfnResource) -> None:
        """Replace the path that CDK writes as Name tag; a name without slashes was stated by somebody."""
        stack = GovernedStack.around(node)
        if stack is None:
            return
        manager = cdk.TagManager.of(node)
        if manager and "/" in manager.tag_values().get("Name", "/"):
            manager.set_tag("Name", shorten(_name_of(node, stack), 255), _NAME_PRIORITY)


def _suffix(type_: str, node: cdk.CfnResource, stack: GovernedStack) -> str:
    if type_ == "AWS::S3::Bucket":
        return f"-{stack.account}"  # unique over all of S3
    return ".fifo" if type_ in _FIFO and getattr(node, _FIFO[type_]) is True else ""


def _name_of(node: IConstruct, stack: GovernedStack) -> str:
    path = node.node.path.removeprefix(f"{stack.place_in_app}/")
    parts = [kebab(part) for part in path.split("/")]
    told = [part for part in parts if part and part not in _UNTOLD] or [kebab(stack.service)]
    region = f"-{stack.region_suffix}" if stack.region_suffix else ""
    return f"{stack.environment_settings.name}-{stack.service}-{'-'.join(told)}{region}"
