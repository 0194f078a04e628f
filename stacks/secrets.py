"""Secrets: what services log in with, what rotates it, who may read it, and the plain settings beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from constructs_lib import (
    DataClass,
    GovernedParameter,
    GovernedSecret,
    GovernedSecretAdmin,
    GovernedSecretReader,
    Kebab,
    PlatformStack,
    SecretSettings,
    StackSettings,
    accept,
    check_parameters,
    contract,
    invalid,
    pascal,
)
from constructs_lib.platform import (
    GovernedRotationFunction,
    GovernedSecretAge,
    GovernedSecretScan,
    SecretScanSettings,
)

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib import Environment


class Settings(StackSettings):
    """Settings of the secrets stack."""

    secrets: tuple[SecretSettings, ...] = (
        SecretSettings(
            name="api-key-example",
            description="Example of a key that a vendor issues; put it in by put-secret-value",
            no_rotation_reason="The vendor issues the key: nothing on this side can make a new one",
        ),
    )
    """Secrets that belong to no stack of their own. A database's master secret is made beside the database."""
    readers: tuple[Kebab, ...] = ("crawler",)
    """Services that get a policy to read their own and the common secrets."""
    rotation_strategy: Literal["auto", "single-user", "alternating-users"] = "auto"
    """How logins change; auto: alternating users where the secret names a masterarn, else single user."""
    rotation_concurrency: Annotated[int, Field(ge=1, le=100)] | None = None
    """Rotation steps at once; null shares the account's concurrency. In a new account (quota: 10) only null works."""
    watch_age: bool = True
    """Whether an alarm tells of secrets that no function rotates and that are older than their class allows."""
    parameters: dict[str, dict[str, str]] = Field(
        default_factory=lambda: {
            "features": {"maintenance-mode": "off"},
            "global": {"log-level": "info", "time-zone": "Asia/Seoul"},
            "system": {"upload-limit-mib": "100"},
        }
    )
    """Plain settings `/<project>/<env>/<branch>/<name>` in Parameter Store; never a secret."""
    secret_scan: SecretScanSettings = SecretScanSettings()
    """The search for secrets where they do not belong; where it finds one, what it does."""

    @model_validator(mode="after")
    def _distinct_and_plain(self) -> Settings:
        paths = [f"{secret.service}/{secret.name}" for secret in self.secrets]
        for path in paths:
            if paths.count(path) > 1:
                raise invalid("secrets", path, "each path once")
        if len(set(self.readers)) < len(self.readers):
            raise invalid("readers", ", ".join(self.readers), "each service once")
        check_parameters(self.parameters)
        _refuse_one_id("secrets", paths)
        _refuse_one_id(
            "parameters", [f"{branch}/{name}" for branch, names in self.parameters.items() for name in names]
        )
        return self


def _refuse_one_id(what: str, paths: list[str]) -> None:
    """Refuse `a-b/c` beside `a/b-c`: constructs are called by their words, and those are the same."""
    known: dict[str, str] = {}
    for path in paths:
        other = known.setdefault(pascal(path), path)
        if other != path:
            raise invalid(what, path, f"names of other words than {other} has, whose construct is called the same")


class Stack(PlatformStack[Settings]):
    """Secrets, their rotation, their readers and the Parameter Store hierarchy."""

    slug = "secrets"
    reads = (
        contract.KMS_SECRETS_KEY_ARN,
        contract.KMS_LOGS_KEY_ARN,
        contract.KMS_MESSAGING_KEY_ARN,
        contract.LOGGING_ACCESS_LOG_BUCKET_NAME,
        contract.NETWORK_VPC_ID,
        contract.NETWORK_VPC_CIDR,
        *contract.ALARM_TOPICS,
    )

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        self._rotation = GovernedRotationFunction(
            self,
            "Rotation",
            vpc=self.read(contract.NETWORK_VPC_ID),
            strategy=self.settings.rotation_strategy,
            reserved_concurrency=self.settings.rotation_concurrency,
        )
        for secret in self.settings.secrets:
            self._secret(secret)
        if self.settings.watch_age:
            GovernedSecretAge(self, "SecretAge")
        for service in self.settings.readers:
            GovernedSecretReader(self, pascal(f"{service}-reader"), service=service)
        admin = GovernedSecretAdmin(self, "Admin", rotation_function=self._rotation.function)
        for branch, values in self.settings.parameters.items():
            for name, value in values.items():
                GovernedParameter(self, pascal(f"{branch}-{name}-parameter"), branch=branch, name=name, value=value)
        if self.settings.secret_scan.enabled:
            GovernedSecretScan(self, "SecretScan", settings=self.settings.secret_scan)
        self.publish(contract.SECRETS_ROTATION_FUNCTION_ARN, self._rotation.function)
        self.publish(contract.SECRETS_ROTATION_SECURITY_GROUP_ID, self._rotation.security_group)
        self.publish(contract.SECRETS_ADMIN_POLICY_ARN, admin.policy)

    def _secret(self, settings: SecretSettings) -> None:
        secret = GovernedSecret(
            self,
            pascal(f"{settings.service}-{settings.name}-secret"),
            name=settings.name,
            service=settings.service,
            description=settings.description,
            template=settings.template or None,
            generate_key=settings.generate_key,
            data_class=DataClass(settings.data_class),
        )
        if settings.rotation_days:
            secret.rotate(function_arn=self._rotation.function.function_arn, days=settings.rotation_days)
        else:
            accept(
                secret.secret,
                "AwsSolutions::AwsSolutions-SMG4",
                reason=settings.no_rotation_reason,
                owner=self.environment_settings.tags.team,
                until="2027-06-30",
            )
