"""Whose the stacks of an app are: none of a service is called as one of the platform's, and each says its project."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import aws_cdk as cdk

from constructs_lib.kernel.environment_names import environment_names
from constructs_lib.kernel.governance import GovernanceMode
from constructs_lib.kernel.platform_names import STATEMENT, is_the_platform, refuse_stacks

if TYPE_CHECKING:
    from constructs_lib.kernel.environment import Environment


def claim_stacks(app: cdk.App, environment: Environment) -> list[cdk.Stack]:
    """Refuse stacks that are the platform's by their names, and tag the others for the app's project.

    A governed stack has said both for itself. The tag is of the stack in CloudFormation, and not only of what is in it
    (CDK's feature flag `explicitStackTags` keeps `Tags.of` from there); a value that a stack states stays. The stacks
    are returned, without those that are nested in others.

    Raises ConfigurationError, a line for each such stack.
    """
    project = environment.tags.project
    stacks = [cast("cdk.Stack", node) for node in app.node.find_all() if _is_whole_stack(node)]
    if not is_the_platform(app.node.try_get_context(STATEMENT), project):
        refuse_stacks((stack.stack_name for stack in stacks), {environment.name, *environment_names()})
    if environment.governance.mode is GovernanceMode.ENFORCE:
        for stack in stacks:
            stack.tags.set_tag("Project", project)
    return stacks


def _is_whole_stack(node: object) -> bool:
    """By the class and not by isinstance: its first look at a class asks each of CDK's thousands of classes."""
    bases = type(node).__mro__
    return cdk.Stack in bases and cdk.NestedStack not in bases
