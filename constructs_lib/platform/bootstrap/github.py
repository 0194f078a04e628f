"""GitHub Actions as a caller: the OIDC provider, and roles that exactly named workflows assume."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws_cdk import aws_iam as iam
from constructs import Construct

from constructs_lib.kernel.errors import invalid
from constructs_lib.security.role import GovernedRole
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsRole

if TYPE_CHECKING:
    from collections.abc import Sequence

_ISSUER = "token.actions.githubusercontent.com"
_AUDIENCE = "sts.amazonaws.com"


@dataclass(frozen=True, kw_only=True)
class Workflow:
    """Workflow runs of one repository that may assume a role: of pull requests, of one branch, or of one environment.

    Attributes:
        owner, repository: as GitHub spells them.
        branch: runs of pushes to this branch.
        environment: runs of jobs in this GitHub environment, whatever the branch; the environment's own rules say
            which branches may use it.
        owner_id, repository_id: numeric ids, both or neither. Repositories made or renamed since July 15, 2026 carry
            them in their tokens (GitHub Docs, "OpenID Connect", immutable subject claims).

    Raises:
        ConfigurationError: a star or colon in a name, branch and environment together, one id without the other,
            or an id that is none.
    """

    owner: str
    repository: str
    branch: str | None = None
    environment: str | None = None
    owner_id: int | None = None
    repository_id: int | None = None

    def __post_init__(self) -> None:
        for name in ("owner", "repository", "branch", "environment"):
            value = getattr(self, name)
            if value is not None and (not value or any(sign in value for sign in "*?: ")):
                raise invalid(f"GitHub {name}", value, "an exact name, without *, ? and :")
        if self.branch and self.environment:
            raise invalid("GitHub workflow", self, "a branch or an environment: a token tells only one of them")
        if (self.owner_id is None) != (self.repository_id is None):
            raise invalid("GitHub workflow", self, "owner_id and repository_id, or neither")
        for number in ("owner_id", "repository_id"):
            value = getattr(self, number)
            if value is not None and value < 1:
                raise invalid(f"GitHub {number}", value, "the number that GitHub gave, 1 or more")

    @property
    def subject(self) -> str:
        """The `sub` claim of its tokens, exactly."""
        owner = self.owner if self.owner_id is None else f"{self.owner}@{self.owner_id}"
        name = self.repository if self.repository_id is None else f"{self.repository}@{self.repository_id}"
        if self.environment:
            return f"repo:{owner}/{name}:environment:{self.environment}"
        return (
            f"repo:{owner}/{name}:ref:refs/heads/{self.branch}" if self.branch else f"repo:{owner}/{name}:pull_request"
        )


class GovernedGitHubProvider(Construct):
    """GitHub's OIDC provider in IAM, of which an account has at most one. AWS checks its certificate by itself."""

    def __init__(self, scope: Construct, id: str) -> None:  # noqa: A002 - CDK's own word
        super().__init__(scope, id)
        provider = iam.OidcProviderNative(self, "Resource", url=f"https://{_ISSUER}", client_ids=[_AUDIENCE])
        provider.apply_removal_policy(GovernedStack.of_construct(self).retain)


class GovernedGitHubRole(IsRole):
    """A role `<env>-<service>-<kind>` that the named workflows assume, for an hour, and nobody else.

    Args:
        kind: last part of the name.
        description: what it is for.
        workflows: who may assume it; each subject is compared as a whole.
        statements: what it may do; each from `allow`.

    Raises:
        ConfigurationError: no workflow.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        description: str,
        workflows: Sequence[Workflow],
        statements: Sequence[iam.PolicyStatement],
    ) -> None:
        super().__init__(scope, id)
        if not workflows:
            raise invalid(f"{self.node.path}: workflows", [], "at least one")
        stack = GovernedStack.of_construct(self)
        principal = iam.WebIdentityPrincipal(
            f"arn:aws:iam::{stack.account}:oidc-provider/{_ISSUER}",
            {
                "StringEquals": {
                    f"{_ISSUER}:aud": _AUDIENCE,
                    f"{_ISSUER}:sub": sorted({workflow.subject for workflow in workflows}),
                }
            },
        )
        self.role = GovernedRole(
            self, "Role", kind=kind, assumed_by=principal, description=description, statements=statements
        ).role
