"""KMS: one customer-managed key a purpose, which every other stack encrypts with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field, model_validator

from constructs_lib import (
    KEYS,
    PLATFORM_PURPOSES,
    DataClass,
    Distinct,
    GovernedKey,
    GovernedReplicaKey,
    KeyArn,
    KeyPurpose,
    PlatformStack,
    RoleName,
    StackSettings,
    invalid,
    pascal,
    setting_kinds,
)

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms
    from constructs import Construct

    from constructs_lib import Environment


class Settings(StackSettings):
    """Settings of the kms stack."""

    admin_roles: Distinct[RoleName] = ()
    """Roles that may disable or delete a key, beside CloudFormation's own."""
    audit_roles: Distinct[RoleName] = ()
    """Roles that may read policies and grants of the keys."""
    pending_window_days: Annotated[int, setting_kinds.within("AWS::KMS::Key.PendingWindowInDays")] = 30
    """Days between a request to delete a key below confidential and its end; the others always have 30."""
    multi_region: bool = False
    """Make the keys of confidential data and above multi-region keys. Decide before the first deployment: changing it
    later replaces the keys."""
    replicas: dict[KeyPurpose, KeyArn] = Field(default_factory=dict)
    """ARN of each multi-region key that the DR region gets a replica of, as `/<env>/kms/<purpose>-key-arn` says after
    the first deployment. No template can know it before: KMS makes up the id, and nothing crosses regions."""

    @model_validator(mode="after")
    def _only_multi_region_keys(self) -> Settings:
        confidential = [p for p in PLATFORM_PURPOSES if KEYS[p].data_class.covers(DataClass.CONFIDENTIAL)]
        for purpose in self.replicas:
            if not self.multi_region:
                raise invalid("replicas", purpose, "none while multi_region is off")
            if purpose not in confidential:
                raise invalid("replicas", purpose, ", ".join(confidential))
        if len(set(self.replicas.values())) < len(self.replicas):
            raise invalid("replicas", ", ".join(self.replicas.values()), "each key once")
        return self

    def check_against(self, environment: Environment) -> None:
        """Refuse to replicate anything but multi-Region keys of the environment itself."""
        prefix = f"arn:aws:kms:{environment.region}:{environment.account}:key/mrk-"
        for purpose, arn in self.replicas.items():
            if not arn.startswith(prefix):
                raise invalid(f"replicas.{purpose}", arn, f"a multi-Region key of the environment: {prefix}...")


class Stack(PlatformStack[Settings]):
    """One key a purpose, each published; replicas in the DR region by setting."""

    slug = "kms"

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        for purpose in PLATFORM_PURPOSES:
            self.publish(purpose.output, self._key(purpose))
        if self.settings.replicas:
            self._replicate(environment.dr_region)

    def _key(self, purpose: KeyPurpose) -> kms.IKey:
        return GovernedKey(
            self,
            f"{pascal(purpose)}Key",
            purpose=purpose,
            admin_roles=self.settings.admin_roles,
            audit_roles=self.settings.audit_roles,
            pending_window_days=30 if self._confidential(purpose) else self.settings.pending_window_days,
            multi_region=self.settings.multi_region and self._confidential(purpose),
        ).key

    def _replicate(self, region: str) -> None:
        """The DR region's halves of the data keys, made after their primaries."""
        companion = self.companion("dr", region=region)
        companion.add_stack_dependency(self, "replicates its keys")
        for purpose, arn in self.settings.replicas.items():
            GovernedReplicaKey(
                companion,
                f"{pascal(purpose)}Key",
                purpose=purpose,
                primary_key_arn=arn,
                admin_roles=self.settings.admin_roles,
                audit_roles=self.settings.audit_roles,
            )

    @staticmethod
    def _confidential(purpose: KeyPurpose) -> bool:
        return KEYS[purpose].data_class.covers(DataClass.CONFIDENTIAL)
