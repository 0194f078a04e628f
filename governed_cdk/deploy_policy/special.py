"""What a deploy is not given as its handlers ask for it: use of keys, passing of roles, roles without their boundary.

Keys are never used by CloudFormation itself. But a service that makes something encrypted for it uses the key with its
caller's permissions, and so must CloudFormation be allowed to, through that service alone: without it a secret with a
key of ours is refused ("Access to KMS is not allowed", https://github.com/aws/aws-cdk/issues/7677). Sources: AWS KMS
Developer Guide, "Using policy conditions", https://docs.aws.amazon.com/kms/latest/developerguide/policy-conditions.html;
IAM User Guide, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from aspects.judge.catalogue.permissions import handler_actions
from constructs_lib.kernel.boundaries import NEEDS_BOUNDARY

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from collections.abc import Set as AbstractSet

Conditions = tuple[tuple[str, str, tuple[str, ...]], ...]
"""Operator, key and values of each condition."""

ROLE: Final = "AWS::IAM::Role"
PASS: Final = "iam:PassRole"  # noqa: S105 - an action
LINKED: Final = "iam:CreateServiceLinkedRole"
READS_ASSETS: Final = frozenset({"s3:GetObject", "s3:GetObjectVersion"})

# What Secrets Manager asks of the key for whoever makes a secret; its handler does not list it:
# https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
THROUGH: Final = frozenset({"kms:Decrypt", "kms:GenerateDataKey"})

_KEY_USE = frozenset({
    "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyPair",
    "kms:GenerateDataKeyPairWithoutPlaintext", "kms:GenerateDataKeyWithoutPlaintext", "kms:GenerateMac",
    "kms:ReEncrypt*", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:RetireGrant", "kms:Sign", "kms:Verify",
    "kms:VerifyMac",
})  # fmt: skip
_GRANTS = frozenset({"kms:CreateGrant", "kms:RevokeGrant"})
ATTACHING: Final = frozenset({"iam:AttachGroupPolicy", "iam:AttachRolePolicy", "iam:AttachUserPolicy"})
_BOUNDARY = frozenset({"iam:PutRolePermissionsBoundary", "iam:PutUserPermissionsBoundary"})
UNBOUND: Final = "iam:DeleteRolePermissionsBoundary"
# Nobody takes a boundary away by a deploy.
_NEVER = frozenset({UNBOUND, "iam:DeleteUserPermissionsBoundary"})
_OF_PRINCIPALS = {"User": "AWS::IAM::User", "Group": "AWS::IAM::Group"}


def is_key_use(action: str) -> bool:
    """Whether an action uses a key rather than administering it."""
    return action in _KEY_USE or action in _GRANTS


def is_left_out(action: str, types: AbstractSet[str], *, bounded: bool) -> bool:
    """Whether an action is for what an app of these types does not have: users, groups, boundaries."""
    if action in _NEVER or (action in _BOUNDARY and not bounded):
        return True
    return action.startswith("iam:") and any(
        word in action and type_ not in types and not types & {"AWS::IAM::UserPolicy", "AWS::IAM::GroupPolicy"}
        for word, type_ in _OF_PRINCIPALS.items()
    )


def principals(properties: Mapping[str, Any]) -> set[str]:
    """The types of the principals that a policy is attached to, made elsewhere or here."""
    return {type_ for word, type_ in _OF_PRINCIPALS.items() if properties.get(f"{word}s")}


def service_of(type_: str) -> str:
    """The service that acts for a type, by the prefix that most of its actions have: `secretsmanager`."""
    counted = Counter(action.partition(":")[0] for action in handler_actions(type_) or ())
    for other in ("kms", "iam", "ec2"):
        if len(counted) > 1:
            counted.pop(other, None)
    return counted.most_common(1)[0][0] if counted else ""


def key_conditions(action: str, services: Collection[str]) -> Conditions:
    """Through which services a key may be used, in any region of the account."""
    through = ("StringLike", "kms:ViaService", tuple(sorted(f"{one}.*.amazonaws.com" for one in services)))
    if action in _GRANTS:
        return (("Bool", "kms:GrantIsForAWSResource", ("true",)), through)
    return (through,)


def role_conditions(action: str, boundary: str, attached: Collection[str]) -> Conditions:
    """What a role must have to be made or changed: the app's boundary, and no managed policy but those it names."""
    found: list[tuple[str, str, tuple[str, ...]]] = []
    if boundary and action in NEEDS_BOUNDARY:
        found.append(("StringEquals", "iam:PermissionsBoundary", (boundary,)))
    if action in ATTACHING and attached:
        found.append(("ArnLike", "iam:PolicyARN", tuple(sorted(attached))))
    return tuple(found)


def passing(services: Collection[str]) -> Conditions:
    """To whom a role may be passed; to whom it trusts, where the app says it."""
    return (("StringEquals", "iam:PassedToService", tuple(sorted(services))),) if services else ()


def as_json(conditions: Conditions) -> Mapping[str, Mapping[str, str | list[str]]]:
    """Conditions as a policy has them."""
    found: dict[str, dict[str, str | list[str]]] = {}
    for operator, key, values in conditions:
        found.setdefault(operator, {})[key] = values[0] if len(values) == 1 else list(values)
    return found
