"""Settings of the GitHub repositories that plan and deploy."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.strict_model import StrictModel
from constructs_lib.kernel.values import GitBranch, GitHubEnvironment, GitHubName
from constructs_lib.platform.bootstrap.github import Workflow

_LARGEST_ID = 2**53 - 1  # what JSON, as which GitHub tells them, has exact numbers for


class RepositorySettings(StrictModel):
    """A repository whose pull requests plan, and of which one branch or one GitHub environment deploys.

    The platform's deploy by the first bootstrap, whose CloudFormation role may do everything: only jobs of a GitHub
    environment, which has reviewers, reach it. All others deploy by the bootstrap `services`, which is bounded.
    """

    name: GitHubName
    """Name, below the environment's github_owner."""
    platform: bool = False
    """Whether it deploys what the platform is made of; then it needs `environment`."""
    branch: GitBranch | None = None
    """Branch that deploys; `main` where neither this nor `environment` is given."""
    environment: GitHubEnvironment | None = None
    """GitHub environment that deploys, instead of a branch. Let it admit protected branches only."""
    owner_id: Annotated[int, Field(ge=1, le=_LARGEST_ID)] | None = None
    """Numeric id of the owner: for repositories made or renamed since July 15, 2026, whose tokens carry it."""
    repository_id: Annotated[int, Field(ge=1, le=_LARGEST_ID)] | None = None
    """Numeric id of the repository, together with owner_id."""

    @model_validator(mode="after")
    def _agree(self) -> RepositorySettings:
        if self.branch and self.environment:
            raise invalid("branch", self.branch, "a branch or an environment, not both")
        if self.platform and not self.environment:
            raise invalid("environment", self.environment, f"for {self.name}, of the platform: one with reviewers")
        if (self.owner_id is None) != (self.repository_id is None):
            raise invalid("owner_id", self.owner_id, "owner_id and repository_id, or neither")
        return self

    def workflow(self, owner: str, kind: str) -> Workflow:
        """The runs that `plan`, that `deploy`, or that look for `drift`: schedules run on a branch, by themselves."""
        deploys, watches = kind == "deploy", kind == "drift"
        branch = self.branch or "main"
        return Workflow(
            owner=owner,
            repository=self.name,
            branch=branch if watches or (deploys and not self.environment) else None,
            environment=self.environment if deploys else None,
            owner_id=self.owner_id,
            repository_id=self.repository_id,
        )
