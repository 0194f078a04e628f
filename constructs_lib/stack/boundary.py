"""The permissions boundary of every role in a stack: said here, once, for the platform's own app."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk

from constructs_lib.kernel.boundaries import boundary_name
from constructs_lib.kernel.platform_names import STATEMENT, is_the_platform

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib.kernel.environment import Environment


def boundary_of_roles(scope: Construct, environment: Environment) -> cdk.PermissionsBoundary | None:
    """The boundary that CDK puts on each role of a stack in a scope, those that it makes itself among them.

    None in the app of a service repository, which names its own in its `cdk.json`, `@aws-cdk/core:permissionsBoundary`.
    Raises ConfigurationError where the app says untruly that it is the platform's.
    """
    if not is_the_platform(scope.node.try_get_context(STATEMENT), environment.tags.project):
        return None
    return cdk.PermissionsBoundary.from_name(boundary_name(environment.name))
