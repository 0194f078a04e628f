"""Bootstrap: where Terraform keeps its state, and the roles by which GitHub plans and deploys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, model_validator

from constructs_lib import (
    GLOBAL_REGION,
    MOST_DAYS,
    AccountId,
    Distinct,
    EnvironmentName,
    PlatformStack,
    Region,
    StackSettings,
    accept,
    allow,
    contract,
    invalid,
    kebab,
    pascal,
    wildcard_finding,
)
from constructs_lib.platform import (
    DEPLOYING,
    QUALIFIER,
    READING,
    SERVICES,
    GovernedDiagnosisRole,
    GovernedGitHubProvider,
    GovernedGitHubRole,
    GovernedServiceBoundary,
    GovernedTerraformState,
    RepositorySettings,
    cdk_role_arn,
    cdk_role_arns,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from aws_cdk import aws_iam as iam
    from constructs import Construct

    from constructs_lib import Environment
    from constructs_lib.platform import StateAccess


class Settings(StackSettings):
    """Settings of the bootstrap stack."""

    repositories: Annotated[tuple[RepositorySettings, ...], Field(min_length=1)] = (
        RepositorySettings(name="governed-cdk", platform=True, environment="platform"),
        RepositorySettings(name="Infrastructure", platform=True, environment="platform"),
        RepositorySettings(name="fileflow"),
    )
    """Repositories that plan and deploy, each by roles of its own. The first is the platform's own."""
    accounts: dict[EnvironmentName, AccountId] = Field(default_factory=dict)
    """Account of each environment that the deploy roles reach, where it reaches more than its own. The others must
    trust this account: `cdk bootstrap --trust`."""
    deploy_regions: Distinct[Region] = (GLOBAL_REGION,)
    """Regions with companion stacks, beside the home and the DR region."""
    github_oidc_provider: bool = True
    """Make GitHub's OIDC provider. An account has one: switch it off where it is there already and not imported."""
    state_noncurrent_days: Annotated[int, Field(ge=30, le=MOST_DAYS)] = 90
    """How long an overwritten Terraform state can be brought back, in days."""

    @model_validator(mode="after")
    def _each_repository_once(self) -> Settings:
        names = [repository.name for repository in self.repositories]
        if len({name.lower() for name in names}) < len(names):
            raise invalid("repositories", ", ".join(names), "each repository once")
        if not self.repositories[0].platform:
            raise invalid("repositories", names[0], "first the repository that deploys the platform: platform: true")
        return self

    def check_against(self, environment: Environment) -> None:
        """Refuse another account for the environment than its own, which the deploy role would not reach then."""
        given = dict(self.accounts).get(environment.name, environment.account)
        if given != environment.account:
            raise invalid(f"accounts.{environment.name}", given, f"the environment's account ({environment.account})")


class Stack(PlatformStack[Settings]):
    """The Terraform state, GitHub's OIDC provider, and roles for plans, deployments and drift for each repository."""

    slug = "bootstrap"
    reads = (
        contract.KMS_TERRAFORM_STATE_KEY_ARN,
        contract.LOGGING_ACCESS_LOG_BUCKET_NAME,
        contract.MONITORING_WARNING_TOPIC_ARN,
        contract.MONITORING_INFO_TOPIC_ARN,
    )

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        state = GovernedTerraformState(self, "State", noncurrent_days=self.settings.state_noncurrent_days)
        regions = {environment.region, environment.dr_region, *self.settings.deploy_regions}
        accounts: dict[str, str] = {environment.name: environment.account}
        accounts.update((str(name), account) for name, account in self.settings.accounts.items())
        if self.settings.github_oidc_provider:
            GovernedGitHubProvider(self, "GitHub")
        GovernedServiceBoundary(self, "ServiceBoundary")
        roles = [
            self._roles(repository, state.of(repository.name), sorted(set(accounts.values())), sorted(regions))
            for repository in self.settings.repositories
        ]
        if environment.diagnosis.model:
            self._diagnosis(environment)
        plan, deploy = roles[0]
        self.publish(contract.BOOTSTRAP_STATE_BUCKET_NAME, state.bucket_name)
        self.publish(contract.BOOTSTRAP_LOCK_TABLE_NAME, state.table_name)
        self.publish(contract.BOOTSTRAP_PLAN_ROLE_ARN, plan.role_arn)
        self.publish(contract.BOOTSTRAP_DEPLOY_ROLE_ARN, deploy.role_arn)
        self.publish(contract.BOOTSTRAP_ASSUME_ROLE_MAP, _assume_role_map(accounts, environment.region))

    def _diagnosis(self, environment: Environment) -> None:
        """The role by which the deploying workflows find out why they failed."""
        owner = environment.github_owner
        workflows = [one.workflow(owner, "deploy") for one in self.settings.repositories]
        made = GovernedDiagnosisRole(self, "DiagnosisRole", workflows=workflows, diagnosis=environment.diagnosis)
        self._after_provider(made.role)

    def _after_provider(self, role: iam.IRole) -> None:
        if provider := self.node.try_find_child("GitHub"):
            role.node.add_dependency(provider)  # the trust names it by its ARN, so CDK cannot see it

    def _roles(
        self, repository: RepositorySettings, state: StateAccess, accounts: Sequence[str], regions: Sequence[str]
    ) -> tuple[iam.IRole, iam.IRole]:
        """The repository's role for plans, and its role for deployments; beside them one for the watch over drift."""
        qualifier = QUALIFIER if repository.platform else SERVICES
        own = [self.environment_settings.account]
        reading = _assuming(READING, own, regions, qualifier)
        # A session that takes away what a failed creation left says so by a tag: bootstrap/template.yaml.
        deploying = _assuming(DEPLOYING, accounts, regions, qualifier, also="sts:TagSession")
        plan, deploy, drift = (
            "Pull requests: reads the Terraform state, and the account by the CDK lookup role",
            "Deployments: writes the Terraform state, and deploys by the CDK bootstrap roles",
            "Drift: reads the account by the CDK lookup role, at night",
        )
        planning, writing = [*state.reading(), reading], [*state.reading(), *state.writing(), deploying]
        roles = (
            self._role("plan", repository, description=plan, statements=planning),
            self._role("deploy", repository, description=deploy, statements=writing),
        )
        for role in roles:
            accept(
                role,
                wildcard_finding(self, state.objects_arn),
                reason="a repository's states lie below its own prefix, called as it likes",
                owner="platform-team",
                until="2027-06-30",
            )
        self._role("drift", repository, description=drift, statements=[reading])
        return roles

    def _role(
        self,
        kind: str,
        repository: RepositorySettings,
        *,
        description: str,
        statements: Sequence[iam.PolicyStatement],
    ) -> iam.IRole:
        # The first repository's kept the names that both roles had when they were everybody's.
        part = "" if repository is self.settings.repositories[0] else kebab(repository.name)
        role = GovernedGitHubRole(
            self,
            f"{pascal(kind)}Role{pascal(part)}",
            kind=f"{kind}-{part}" if part else kind,
            description=description,
            workflows=[repository.workflow(self.environment_settings.github_owner, kind)],
            statements=statements,
        ).role
        self._after_provider(role)
        return role


def _assuming(
    kinds: Sequence[str], accounts: Iterable[str], regions: Iterable[str], qualifier: str, *, also: str = ""
) -> iam.PolicyStatement:
    arns = cdk_role_arns(kinds, accounts=accounts, regions=regions, qualifier=qualifier)
    return allow("sts:AssumeRole", *filter(None, (also,)), on=arns)


def _assume_role_map(accounts: Mapping[str, str], region: str) -> str:
    """Account to environment to the role that deploys there, as JSON."""
    roles: dict[str, dict[str, str]] = {}
    for name, account in sorted(accounts.items()):
        roles.setdefault(account, {})[name] = cdk_role_arn("deploy", account=account, region=region)
    return json.dumps(roles, sort_keys=True)
