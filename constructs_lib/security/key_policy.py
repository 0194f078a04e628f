"""Who may do what with a key: the account administers it, named services use it, nobody else does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_iam as iam

from constructs_lib.kernel.cdk_roles import EXECUTING
from constructs_lib.kernel.conditions import Policy, conditions_of, via_services
from constructs_lib.kernel.errors import invalid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib.kernel.key_spec import KeySpec
    from constructs_lib.kernel.service_uses import ServiceUse

# No kms:CreateGrant here: whoever may grant can decrypt, past every service condition below.
_ADMINISTER = (
    "kms:CreateAlias", "kms:Describe*", "kms:Enable*", "kms:List*", "kms:Put*", "kms:Update*", "kms:Get*",
    "kms:TagResource", "kms:UntagResource", "kms:CancelKeyDeletion", "kms:ReplicateKey",
)  # fmt: skip
_DESTROY = ("kms:ScheduleKeyDeletion", "kms:Disable*", "kms:Delete*", "kms:Revoke*")
_AUDIT = ("kms:Describe*", "kms:Get*", "kms:List*")
_USE = ("kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey")


def key_policy(
    spec: KeySpec, *, region: str, account: str, admin_roles: Sequence[str], audit_roles: Sequence[str]
) -> iam.PolicyDocument:
    """Who may do what with a key of this spec.

    Roles are matched by `aws:PrincipalArn` rather than named as principals: KMS refuses a policy whose principal does
    not exist, and silently replaces one that was deleted by its dead id.
    """
    statements = [
        *administration(account, admin_roles),
        *([_for_roles("Audit", account, _AUDIT, audit_roles)] if audit_roles else []),
        *(_via_services(spec, region, account) if spec.via_services else []),
        *(_as_service(use, region, account) for use in spec.service_uses),
        *(statement for role in spec.launching_roles for statement in _for_launches(account, role)),
    ]
    return iam.PolicyDocument(statements=statements)


def administration(account: str, admin_roles: Sequence[str] = ()) -> list[iam.PolicyStatement]:
    """The account administers a key by its IAM policies, so that nobody is locked out; it does not use it.

    To disable or delete it takes CloudFormation's role of `cdk bootstrap`, or a role named here.
    """
    return [
        _for_account("Administration", account, _ADMINISTER),
        _for_roles("Deletion", account, _DESTROY, (EXECUTING, *admin_roles)),
    ]


def _for_account(
    sid: str, account: str, actions: Sequence[str], conditions: Mapping[str, Mapping[str, object]] | None = None
) -> iam.PolicyStatement:
    return iam.PolicyStatement(
        sid=sid,
        principals=[iam.AccountPrincipal(account)],
        actions=list(actions),
        resources=["*"],
        conditions=dict(conditions) if conditions else None,
    )


def _for_roles(sid: str, account: str, actions: Sequence[str], roles: Sequence[str]) -> iam.PolicyStatement:
    arns = [f"arn:{cdk.Aws.PARTITION}:iam::{account}:role/{role}" for role in roles]
    return _for_account(sid, account, actions, {"ArnLike": {"aws:PrincipalArn": arns}})


def _via_services(spec: KeySpec, region: str, account: str) -> list[iam.PolicyStatement]:
    if unknown := set(spec.via_services) - via_services():
        raise invalid("via_services", ", ".join(sorted(unknown)), ", ".join(sorted(via_services())))
    only = {
        "kms:CallerAccount": account,
        "kms:ViaService": [f"{service}.{region}.amazonaws.com" for service in spec.via_services],
    }
    return [
        _for_account("UseThroughServices", account, _USE, {"StringEquals": only}),
        _for_account(
            "GrantsForServices",
            account,
            ("kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"),
            {"StringEquals": only, "Bool": {"kms:GrantIsForAWSResource": "true"}},
        ),
    ]


def _as_service(use: ServiceUse, region: str, account: str) -> iam.PolicyStatement:
    """The service itself, or a role that was given to it, for a resource of this account."""

    def filled(text: str) -> str:
        return text.format(region=region, account=account)

    conditions: dict[str, dict[str, object]] = {}
    if use.context and use.arn:
        conditions[use.operator] = {f"kms:EncryptionContext:{use.context}": filled(use.arn)}
    if use.principal:
        arn = filled(use.source_arn) if use.source_arn else None
        sent = conditions_of(use.principal, Policy.KEY, account=account, source_arn=arn, context=use.context or "")
        for operator, keys in sent.items():
            conditions.setdefault(operator, {}).update(keys)
    else:
        conditions.setdefault("StringEquals", {})["kms:CallerAccount"] = account
    if use.grant_operations:
        conditions["ForAllValues:StringEquals"] = {"kms:GrantOperations": list(use.grant_operations)}
    return iam.PolicyStatement(
        principals=[iam.ServicePrincipal(filled(use.principal)) if use.principal else iam.AccountPrincipal(account)],
        actions=list(use.actions),
        resources=["*"],
        conditions=conditions,
    )


def _for_launches(account: str, role: str) -> list[iam.PolicyStatement]:
    """A service-linked role, which AWS alone assumes and which may not be there yet.

    Not the account as principal: that leaves it to the role's own policies, which AWS writes and which give it no key.
    """
    arn = f"arn:{cdk.Aws.PARTITION}:iam::{account}:role/{role}"
    only = {"ArnLike": {"aws:PrincipalArn": arn}, "StringEquals": {"kms:CallerAccount": account}}
    return [
        iam.PolicyStatement(
            sid="Launches", principals=[iam.AnyPrincipal()], actions=list(_USE), resources=["*"], conditions=only
        ),
        iam.PolicyStatement(
            sid="GrantsForLaunches",
            principals=[iam.AnyPrincipal()],
            actions=["kms:CreateGrant"],
            resources=["*"],
            conditions={**only, "Bool": {"kms:GrantIsForAWSResource": "true"}},
        ),
    ]
