"""What is said of one customer-managed key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.kernel.conditions import bare

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms

    from constructs_lib.kernel.data_class import DataClass
    from constructs_lib.kernel.output import Output
    from constructs_lib.kernel.service_uses import ServiceUse


@dataclass(frozen=True, kw_only=True)
class KeySpec:
    """One key: the output that it is published as, its class, its users, and what it is described as.

    `usual_for` are the services, types or properties of types (`AWS::ECS::Service.KmsKey`) that get it where they name
    no key; `fits` those that may have it too. `launching_roles` are service-linked roles, by their paths, that use the
    key for what they launch; AWS makes them when they are first needed.
    """

    output: Output[kms.IKey]
    data_class: DataClass
    description: str
    usual_for: tuple[str, ...] = ()
    fits: tuple[str, ...] = ()
    via_services: tuple[str, ...] = ()
    service_uses: tuple[ServiceUse, ...] = ()
    launching_roles: tuple[str, ...] = ()

    @property
    def admitted(self) -> frozenset[str]:
        """What its policy admits: services of `kms:ViaService`, and who calls itself by context, else by principal."""
        return frozenset((*self.via_services, *(use.context or use.principal or "" for use in self.service_uses)))

    @property
    def callers(self) -> frozenset[tuple[str, str]]:
        """Each service principal that its policy admits, without the region in it, with its encryption context."""
        return frozenset((bare(use.principal), use.context or "") for use in self.service_uses if use.principal)


def words(text: str) -> tuple[str, ...]:
    """Names, with blanks between them."""
    return tuple(text.split())


def types(text: str) -> tuple[str, ...]:
    """Names of CloudFormation services, types and properties of types, `AWS::` left out of each."""
    return tuple(f"AWS::{name}" for name in words(text))
