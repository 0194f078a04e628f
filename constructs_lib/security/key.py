"""GovernedKey: a customer-managed key whose policy admits its own services and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import aws_cdk as cdk
from aws_cdk import aws_kms as kms

from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.kernel.keys import KEYS, KeyPurpose
from constructs_lib.security.key_policy import key_policy
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsKey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs import Construct

    from constructs_lib.kernel.key_spec import KeySpec


class GovernedKey(IsKey):
    """A symmetric key with yearly rotation and an alias, retained where data is protected.

    The stack that the contract names for a purpose gives its key the alias `alias/<env>-<purpose>`; a key of any other
    stack or region, a companion's as a rule, gets `alias/<env>-<service>-<purpose>`, so that no two meet.

    Args:
        purpose: decides class, services and alias; see `constructs_lib.kernel.keys.KEYS`.
        admin_roles: names of the roles that may disable or delete the key, beside CloudFormation's own.
        audit_roles: names of the roles that may read its policy and grants.
        pending_window_days: days between a request to delete it and its end; 7 to 30, and 30 for keys of
            confidential data and above (KMS API reference, ScheduleKeyDeletion).
        multi_region: make it the primary of a multi-region key. Cannot be changed later.

    Raises:
        ConfigurationError: a pending window outside what the class allows.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        purpose: KeyPurpose,
        admin_roles: Sequence[str] = (),
        audit_roles: Sequence[str] = (),
        pending_window_days: int = 30,
        multi_region: bool = False,
    ) -> None:
        super().__init__(scope, id)
        spec = KEYS[purpose]
        check_pending_window(purpose, pending_window_days)
        stack = GovernedStack.of_construct(self)
        resource = kms.Key(
            self,
            "Resource",
            alias=key_alias(stack, purpose),
            description=spec.description,
            enable_key_rotation=True,
            pending_window=cdk.Duration.days(pending_window_days),
            removal_policy=stack.retain,
            multi_region=multi_region,
            policy=key_policy(
                spec, region=stack.region, account=stack.account, admin_roles=admin_roles, audit_roles=audit_roles
            ),
        )
        cdk.Tags.of(self).add("DataClass", spec.data_class)
        _explain_any_principal(cast("cdk.CfnResource", resource.node.default_child), spec)
        self.key: kms.IKey = resource


def _explain_any_principal(key: cdk.CfnResource, spec: KeySpec) -> None:
    """Tell checkov, which does not look at conditions, why any principal is named where a condition names the one.

    KMS refuses a principal that is not there yet, as a service-linked role may be
    (https://www.repost.aws/knowledge-center/kms-policy-error-invalid-principals).
    """
    if spec.launching_roles:
        comment = "aws:PrincipalArn and kms:CallerAccount name the one role, which AWS makes with its first use"
        key.add_metadata("checkov", {"skip": [{"id": "CKV_AWS_33", "comment": comment}]})


def key_alias(stack: GovernedStack, purpose: KeyPurpose) -> str:
    """The alias of this stack's key for a purpose."""
    home = stack.region == stack.environment_settings.region
    owned = home and stack.service == purpose.output.producer
    return stack.names.alias(purpose if owned else f"{stack.service}-{purpose}")


def check_pending_window(purpose: KeyPurpose, days: int) -> None:
    """Refuse a deletion window that is too short for the key's class."""
    shortest = 30 if purpose.spec.data_class.covers(DataClass.CONFIDENTIAL) else 7
    bounded(f"{purpose} key", shortest, 30, pending_window_days=days)


class GovernedReplicaKey(IsKey):
    """The half of a multi-region key in another region: same material, same policy for that region, same alias.

    A replica cannot be made before its primary, and the ARN of a multi-region key does not follow from any name: it
    is given as a value once the primary exists (AWS::KMS::ReplicaKey, PrimaryKeyArn). Rotation is the primary's.

    Args:
        purpose: as of the primary.
        primary_key_arn: the primary; its key id starts with `mrk-`.
        admin_roles, audit_roles, pending_window_days: as of the primary; a replica has a policy of its own.

    Raises:
        ConfigurationError: a pending window outside what the class allows, or a primary that is no multi-region key
            of the home region in this account.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        purpose: KeyPurpose,
        primary_key_arn: str,
        admin_roles: Sequence[str] = (),
        audit_roles: Sequence[str] = (),
        pending_window_days: int = 30,
    ) -> None:
        super().__init__(scope, id)
        spec = KEYS[purpose]
        check_pending_window(purpose, pending_window_days)
        stack = GovernedStack.of_construct(self)
        primary = f"arn:aws:kms:{stack.environment_settings.region}:{stack.account}:key/mrk-"
        if not primary_key_arn.startswith(primary):
            raise invalid(f"primary_key_arn of the {purpose} key", primary_key_arn, f"{primary}...")
        resource = kms.CfnReplicaKey(
            self,
            "Resource",
            primary_key_arn=primary_key_arn,
            description=spec.description,
            pending_window_in_days=pending_window_days,
            key_policy=key_policy(
                spec, region=stack.region, account=stack.account, admin_roles=admin_roles, audit_roles=audit_roles
            ),
        )
        resource.apply_removal_policy(stack.retain)
        kms.CfnAlias(self, "Alias", alias_name=stack.names.alias(purpose), target_key_id=resource.attr_key_id)
        cdk.Tags.of(self).add("DataClass", spec.data_class)
        _explain_any_principal(resource, spec)
        self.key: kms.IKey = kms.Key.from_key_arn(self, "Key", resource.attr_arn)
