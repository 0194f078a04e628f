"""The permissions boundary of the roles that an app makes, where it is the platform's: beside the policies of a deploy.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (a managed policy has 6,144
characters without white space, and a role one boundary).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.access.estate import Estate
from aspects.judge.traits import stack_environment
from constructs_lib.kernel.boundaries import boundary_document, platform_boundary
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.deploy_policy import special
from governed_cdk.deploy_policy.documents import CHARACTERS, size

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aspects.judge.template import Template
    from governed_cdk.deploy_policy.documents import Document


def boundaries(stacks: Sequence[Template], environment: str) -> dict[str, Document]:
    """The boundary by name; none where no role of the stacks has the platform's.

    Which roles runs may become is what the environment's whole app says, whichever stacks are asked about.

    Raises ConfigurationError where it is larger than a policy may be.
    """
    app = [one for one in stacks[0].app or stacks if stack_environment(one) == environment]
    names = sorted(platform_boundaries(stacks))
    others = Estate(part for stack in app for _, part in stack.with_nested()).becoming if names else []
    found = {name: boundary_document(environment, others) for name in names}
    for name, document in found.items():
        if size(document) > CHARACTERS:
            raise ConfigurationError(
                f"deploy-policy: given {name} of {size(document)} characters, with {len(others)} roles that runs "
                f"become; allowed: {CHARACTERS}; name fewer in stacks.atlantis"
            )
    return found


def platform_boundaries(stacks: Iterable[Template]) -> set[str]:
    """The names of the platform's boundaries that the roles of some stacks have."""
    every = (one for stack in stacks for _, part in stack.with_nested() for one in part.of_type(special.ROLE))
    given = (one.properties.get("PermissionsBoundary") for one in every)
    return {name for arn in given if isinstance(arn, str) and (name := platform_boundary(arn))}
