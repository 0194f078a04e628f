"""Settings of Atlantis: which repositories it serves, and what plans and applies of each may reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from constructs_lib.kernel import setting_kinds
from constructs_lib.kernel.cdk_roles import QUALIFIER, SERVICES
from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.github_values import GitHubName
from constructs_lib.kernel.setting_kinds import Distinct
from constructs_lib.kernel.strict_model import StackSettings
from constructs_lib.kernel.values import Kebab, RoleArn
from constructs_lib.platform.atlantis.role import cdk_rights, terraform_rights

if TYPE_CHECKING:
    from collections.abc import Collection

    from constructs_lib.platform.atlantis.runs import Rights
    from constructs_lib.stack.governed_stack import GovernedStack

_PROVIDER = r"[a-z0-9.-]+(/[a-z0-9_-]+){2}"
TerraformProvider = Annotated[
    str, *setting_kinds.text("a provider's whole address, such as registry.terraform.io/hashicorp/aws", _PROVIDER)
]
TerraformModule = Annotated[
    str, *setting_kinds.text("a module's source as written, without comma or blank", r"[^\s,]{1,300}")
]


class ServedRepositories(StackSettings):
    """The repositories, by workflow, and the roles of Terraform's."""

    terraform_repositories: Distinct[GitHubName] = ("infrastructure", "crawler", "authhub", "fileflow")
    """Repositories that Atlantis serves with Terraform, by name."""
    cdk_repositories: Distinct[GitHubName] = ("governed-cdk",)
    """Repositories of the platform that Atlantis serves with the CDK workflow, by name."""
    service_repositories: Distinct[GitHubName] = ()
    """Repositories of services that it serves with the CDK workflow; they deploy by the bootstrap `services`."""
    apply_team: Kebab = "platform-team"
    """GitHub team, below the owner of the repositories, that may comment `atlantis apply`; everyone plans."""
    terraform_role_arns: Distinct[RoleArn] = ()
    """Roles that Terraform assumes to make resources, one an environment; only applies reach them."""
    terraform_plan_role_arns: Distinct[RoleArn] = ()
    """Roles that Terraform assumes to plan. They must read only: code of a pull request can work as them."""
    terraform_providers: Distinct[TerraformProvider] = ("registry.terraform.io/hashicorp/aws",)
    """Providers that plans and applies may install: programs, so each is trusted with the rights of an apply."""
    terraform_modules: Distinct[TerraformModule] = ()
    """Sources of modules, as written, beside modules of the repository itself."""

    def check_repositories(self) -> None:
        """Refuse a repository that stands in two lists, however it is spelled, and a server without any repository."""
        first: dict[str, str] = {}
        for key in ("terraform_repositories", "cdk_repositories", "service_repositories"):
            names: tuple[str, ...] = getattr(self, key)
            for name in names:
                if name.lower() in first:
                    raise invalid(key, name, f"repositories that {first[name.lower()]} lacks")
            first |= {name.lower(): key for name in names}
        if not first:
            others = "none here nor in cdk_repositories or service_repositories"
            raise invalid("terraform_repositories", others, "at least one repository")

    def check_roles(self, accounts: Collection[str]) -> None:
        """Refuse roles of other accounts, and one that would both plan and apply."""
        allowed = f"roles of {', '.join(sorted(accounts))}: the environment's and stacks.bootstrap.accounts"
        for key in ("terraform_role_arns", "terraform_plan_role_arns"):
            for arn in getattr(self, key):
                if account_of(arn) not in accounts:
                    raise invalid(key, arn, allowed)
        if both := set(self.terraform_role_arns) & set(self.terraform_plan_role_arns):
            raise invalid("terraform_plan_role_arns", ", ".join(sorted(both)), "roles that terraform_role_arns lacks")

    def workflows(self) -> dict[str, tuple[str, ...]]:
        """Repositories by workflow of docker/atlantis/repos.yaml."""
        return {"terraform": self.terraform_repositories, "cdk": (*self.cdk_repositories, *self.service_repositories)}

    def rights(self, stack: GovernedStack) -> dict[str, Rights]:
        """What plans and applies of each repository may do."""
        plan_roles, apply_roles = self.terraform_plan_role_arns, self.terraform_role_arns
        return {
            **{
                name: terraform_rights(stack, name, plan_roles=plan_roles, apply_roles=apply_roles)
                for name in self.terraform_repositories
            },
            **{name: cdk_rights(stack, qualifier=QUALIFIER) for name in self.cdk_repositories},
            **{name: cdk_rights(stack, qualifier=SERVICES) for name in self.service_repositories},
        }


def account_of(arn: str) -> str:
    """The account in an ARN."""
    return arn.split(":")[4]
