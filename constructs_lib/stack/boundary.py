"""The permissions boundary of every role in a stack: said here, once, for the platform's own app."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk

from constructs_lib.kernel.boundaries import boundary_name
from constructs_lib.kernel.platform_names import is_the_platform

if TYPE_CHECKING:
    from constructs_lib.kernel.environment import Environment


def boundary_of_roles(environment: Environment, stated: object) -> cdk.PermissionsBoundary | None:
    """The boundary that CDK puts on each role of a stack, those that it makes itself among them.

    None in the app of a service repository, which names its own in its `cdk.json`
    (`@aws-cdk/core:permissionsBoundary`).

    Args:
        environment: whose roles.
        stated: what the app says of being the platform's (`constructs_lib.kernel.platform_names.STATEMENT`).
    """
    if not is_the_platform(stated, environment.tags.project):
        return None
    return cdk.PermissionsBoundary.from_name(boundary_name(environment.name))
