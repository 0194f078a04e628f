"""Atlantis: plans and applies the pull requests of named repositories, Terraform's and CDK's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, model_validator

from constructs_lib import (
    Container,
    DataClass,
    FargateCpu,
    GovernedContainerService,
    GovernedFileSystem,
    GovernedLoadBalancer,
    GovernedRepository,
    GovernedWebAcl,
    Kebab,
    PlatformStack,
    PolicyArn,
    Rolling,
    check_task_size,
    contract,
    invalid,
    setting_kinds,
)
from constructs_lib.platform import (
    AdmittedNetworks,
    AtlantisSecrets,
    GovernedRuns,
    ServedRepositories,
    account_of,
    atlantis_config,
    read_yaml,
)

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib import Environment

_SERVER_CONFIG = Path(__file__).parent.parent / "docker" / "atlantis" / "repos.yaml"
_PUBLIC_REASON = "GitHub sends its hooks over the internet; the security group admits its published ranges only"

_WRITABLE = ("/home/atlantis", "/tmp")  # noqa: S108 - the task's own, empty at its start

Image = Annotated[
    str, *setting_kinds.text("an image tag such as v0.47.1-2, or a digest", r"v\d+\.\d+\.\d+-\d+|sha256:[0-9a-f]{64}")
]


class Settings(AdmittedNetworks, ServedRepositories):
    """Settings of the atlantis stack."""

    image: Image = "v0.47.1-2"
    """Image in the stack's repository: the tag `<Atlantis version>-<build>` of docker/atlantis, or a digest."""
    running: bool = False
    """Run the task: once the first image is pushed and the GitHub App's secret is filled in."""
    cpu: FargateCpu = 2048
    """CPU units of the task; 1,024 are one virtual CPU."""
    memory_mib: Annotated[int, Field(ge=512, le=249_856)] = 4096
    """Memory of the task in MiB, as Fargate pairs it with the CPU."""
    subdomain: Kebab = "atlantis"
    """First part of the host name, before the domain."""
    permissions_boundary: PolicyArn | None = None
    """Policy that bounds the server's role."""

    @model_validator(mode="after")
    def _agree(self) -> Settings:
        self.check_repositories()
        self.networks()
        check_task_size("", cpu=self.cpu, memory_mib=self.memory_mib)
        return self

    def check_against(self, environment: Environment) -> None:
        """Refuse a boundary of another account, and roles of accounts that are not the platform's."""
        # As it stands in the file: the bootstrap stack itself says what is wrong with it.
        deployed = (environment.stacks.get("bootstrap") or {}).get("accounts") or {}
        accounts = {environment.account, *map(str, deployed.values())}
        self.check_roles(accounts)
        if self.permissions_boundary and account_of(self.permissions_boundary) not in (environment.account, "aws"):
            allowed = f"a policy of the environment's account ({environment.account}), or of AWS"
            raise invalid("permissions_boundary", self.permissions_boundary, allowed)


class Stack(PlatformStack[Settings]):
    """Atlantis behind a load balancer that GitHub's hooks reach and the internet does not."""

    slug = "atlantis"
    data_class = DataClass.CONFIDENTIAL
    reads = (
        *contract.WEB_SERVICE,
        contract.NETWORK_PUBLIC_SUBNET_IDS,
        contract.ROUTE53_HOSTED_ZONE_ID,
        contract.BOOTSTRAP_STATE_BUCKET_NAME,
        contract.BOOTSTRAP_LOCK_TABLE_NAME,
        contract.KMS_EFS_KEY_ARN,
        contract.KMS_MESSAGING_KEY_ARN,
        contract.KMS_SECRETS_KEY_ARN,
        contract.KMS_TERRAFORM_STATE_KEY_ARN,
    )

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        self._host = f"{self.settings.subdomain}.{environment.domain}"
        repository = GovernedRepository(self, "Repository", max_images=10)
        runs = self._runs(repository)
        service = self._service(repository, runs)
        runs.allow_server(service.role)
        self._serve(service)
        self.publish(contract.ATLANTIS_REPOSITORY_URL, repository.repository.repository_uri)
        self.publish(contract.ATLANTIS_URL, f"https://{self._host}")
        self.publish(contract.ATLANTIS_CLUSTER_NAME, service.cluster.cluster_name)
        self.publish(contract.ATLANTIS_SERVICE_NAME, service.service.service_name)
        self.publish(contract.ATLANTIS_TASK_ROLE_ARN, service.role.role_arn)

    def _runs(self, repository: GovernedRepository) -> GovernedRuns:
        settings = self.settings
        container = Container(
            repository=repository.repository,
            image=settings.image,
            entry_point=("/usr/local/bin/pull-request", "task"),
            cpu=settings.cpu,
            memory_mib=settings.memory_mib,
            environment={"AWS_REGION": self.region},
            writable=_WRITABLE,
        )
        vpc = self.read(contract.NETWORK_VPC_ID)
        cluster = self.names.physical("", max_length=255)  # the service makes it
        return GovernedRuns(self, "Runs", vpc=vpc, container=container, cluster=cluster, rights=settings.rights(self))

    def _service(self, repository: GovernedRepository, runs: GovernedRuns) -> GovernedContainerService:
        settings, vpc = self.settings, self.read(contract.NETWORK_VPC_ID)
        uid, gid = atlantis_config.USER["uid"], atlantis_config.USER["gid"]
        data = GovernedFileSystem(self, "Data", vpc=vpc, kind="data", path="/atlantis-data", uid=uid, gid=gid)
        return GovernedContainerService(
            self,
            "Service",
            vpc=vpc,
            tasks=int(settings.running),
            minimum_healthy_percent=0,  # two tasks never share the data directory: the old one stops first
            maximum_percent=100,
            deployment=Rolling(alarms_roll_back=False),  # the gap between the two tasks looks like an outage
            permissions_boundary=settings.permissions_boundary,
            container=Container(
                repository=repository.repository,
                image=settings.image,
                port=atlantis_config.PORT,
                cpu=settings.cpu,
                memory_mib=settings.memory_mib,
                environment={**self._variables(), **runs.variables()},
                secrets=AtlantisSecrets(self, "Secrets").variables,
                mounts={atlantis_config.DATA_DIRECTORY: data},
                writable=_WRITABLE,
                shutdown_seconds=120,  # let a running apply end
            ),
        )

    def _variables(self) -> dict[str, str]:
        settings, owner = self.settings, self.environment_settings.github_owner
        config = atlantis_config.server_config(
            read_yaml(_SERVER_CONFIG), owner=owner, repositories=settings.workflows()
        )
        team, providers, modules = settings.apply_team, settings.terraform_providers, settings.terraform_modules
        return {
            **atlantis_config.variables(host=self._host, region=self.region, config=config, apply_team=team),
            **atlantis_config.run_variables(leave_out=self.stack_name, providers=providers, modules=modules),
        }

    def _serve(self, service: GovernedContainerService) -> None:
        balancer = GovernedLoadBalancer(
            self,
            "LoadBalancer",
            vpc=self.read(contract.NETWORK_VPC_ID),
            certificate=self.read(contract.ACM_CERTIFICATE_ARN),
            service=service,
            public_reason=_PUBLIC_REASON,
            networks=self.settings.networks(),
        )
        balancer.alias(zone=self.read(contract.ROUTE53_HOSTED_ZONE_ID), host=self._host)
        GovernedWebAcl(
            self,
            "WebAcl",
            public_paths=("/events", "/healthz"),
            networks=self.settings.allowed_networks,
            sql_injection=False,
            counted_rules=atlantis_config.BODY_RULES,
        ).protect(balancer)
