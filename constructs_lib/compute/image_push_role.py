"""GovernedImagePushRole: what builds a service's images in GitHub Actions, and may push them and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.platform.bootstrap.github import GovernedGitHubRole, Workflow
from constructs_lib.security.role import allow
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsRole

if TYPE_CHECKING:
    from aws_cdk import aws_ecr as ecr
    from constructs import Construct

# "IAM permissions for pushing an image to an Amazon ECR private repository", Amazon ECR User Guide.
_PUSH = (
    "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload",
    "ecr:PutImage", "ecr:UploadLayerPart",
)  # fmt: skip
_SIGN_IN = "ecr:GetAuthorizationToken"


class GovernedImagePushRole(IsRole):
    """A role `<env>-<service>-<kind>` that runs of one GitHub branch assume, and that pushes to one repository.

    The account has GitHub's OIDC provider by the platform's bootstrap, and the repository's owner is the environment's
    `github_owner`.

    Args:
        image: the repository that it pushes to.
        github_repository: whose runs assume it, without the owner.
        branch: the branch, exactly; its runs must be in no GitHub environment, which their tokens would tell instead.
        github_ids: numbers of the owner and the repository. Repositories made or renamed since July 15, 2026 carry them
            in their tokens (GitHub Docs, "OpenID Connect", immutable subject claims).
        kind: last part of the name.

    Raises:
        ConfigurationError: a name that is not exact, or an id that is none.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        image: ecr.IRepository,
        github_repository: str,
        branch: str = "main",
        github_ids: tuple[int, int] | None = None,
        kind: str = "push",
    ) -> None:
        super().__init__(scope, id)
        owner_id, repository_id = github_ids or (None, None)
        workflow = Workflow(
            owner=GovernedStack.of_construct(self).environment_settings.github_owner,
            repository=github_repository,
            branch=branch,
            owner_id=owner_id,
            repository_id=repository_id,
        )
        self.role = GovernedGitHubRole(
            self,
            "GitHub",
            kind=kind,
            description=f"Pushes the images that {github_repository} builds",
            workflows=[workflow],
            statements=[allow(*_PUSH, on=image.repository_arn), allow(_SIGN_IN, on="*")],
        ).role
        by_design(
            self.role,
            "AwsSolutions::AwsSolutions-IAM5[Resource::*]",
            reason="GetAuthorizationToken knows no resource (Service Authorization Reference, Amazon ECR)",
        )
