"""What the two functions of the secret scan may do: one reads, the other acts, on what it is told of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.observability.telemetry.alarm_spec import Severity
from constructs_lib.security.role import allow
from constructs_lib.security.secret_policy import use_secrets_key
from constructs_lib.stack.acceptance import by_design, wildcard_finding
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_iam as iam
    from constructs import Construct

SEVERITIES = (Severity.CRITICAL, Severity.WARNING)


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What the scan is about: the buckets by name, their copies by region, the quarantine, the secret of the key."""

    stack: GovernedStack
    buckets: Sequence[str]
    copies: Sequence[str]
    quarantine: str
    secret_arn: str

    @property
    def objects(self) -> list[str]:
        """The objects of the buckets and of their copies."""
        return [f"{_bucket(name)}/*" for name in (*self.buckets, *self.copies)]


def scanner_rights(scope: Scope) -> list[iam.PolicyStatement]:
    """Read: versions of the buckets, plain parameters, variables of functions, the journal, the key of fingerprints.

    Sources: Service Authorization Reference of Amazon S3, AWS Systems Manager and AWS Lambda; for variables that are
    encrypted with a key, the Lambda Developer Guide, "Securing Lambda environment variables".
    """
    stack = scope.stack
    return [
        allow(
            "s3:ListBucketVersions", "s3:GetBucketTagging", on=[_bucket(name) for name in scope.buckets], sid="Buckets"
        ),
        allow(
            "s3:GetObject", "s3:GetObjectVersion", on=[f"{_bucket(name)}/*" for name in scope.buckets], sid="Objects"
        ),
        allow("s3:ListBucket", on=_bucket(scope.quarantine), sid="Journal"),
        allow("s3:GetObject", on=f"{_bucket(scope.quarantine)}/cases/*", sid="Cases"),
        allow("ssm:GetParameter", "ssm:ListTagsForResource", on=_named(stack, "ssm", "parameter/*"), sid="Parameters"),
        allow(
            "lambda:GetFunctionConfiguration",
            "lambda:ListTags",
            on=_named(stack, "lambda", "function:*"),
            sid="Functions",
        ),
        allow("ssm:DescribeParameters", "lambda:ListFunctions", on="*", sid="Lists"),
        allow("secretsmanager:GetSecretValue", on=scope.secret_arn, sid="FingerprintKey"),
        use_secrets_key(stack, [scope.secret_arn]),
        _variables(stack),
        _through_s3(stack, stack.region, [_bucket(name) for name in (*scope.buckets, scope.quarantine)], "kms:Decrypt"),
    ]


def responder_rights(scope: Scope) -> list[iam.PolicyStatement]:
    """Act: tag, copy and delete versions, make access keys inactive, open tickets, tell; and read what it acts on."""
    stack = scope.stack
    read, home = ("s3:GetObject", "s3:GetObjectVersion"), [_bucket(name) for name in (*scope.buckets, scope.quarantine)]
    regions = {stack.region: home, stack.environment_settings.dr_region: [_bucket(name) for name in scope.copies]}
    return [
        allow(
            *read, "s3:GetObjectTagging", "s3:GetObjectVersionTagging", "s3:PutObjectTagging",
            "s3:PutObjectVersionTagging", "s3:DeleteObject", "s3:DeleteObjectVersion", on=scope.objects, sid="Versions",
        ),
        allow(
            "s3:GetReplicationConfiguration", "s3:GetBucketPolicy", "s3:GetBucketTagging",
            on=[_bucket(name) for name in (*scope.buckets, *scope.copies)], sid="Buckets",
        ),
        allow(*read, "s3:PutObject", "s3:PutObjectTagging", on=f"{_bucket(scope.quarantine)}/*", sid="Quarantine"),
        # Who may not list a bucket is told 403, not 404, of what is gone (S3 API reference, GetObject).
        allow("s3:ListBucket", on=[*home, *(_bucket(name) for name in scope.copies)], sid="WhatIsGone"),
        allow("ssm:GetParameter", "ssm:ListTagsForResource", on=_named(stack, "ssm", "parameter/*"), sid="Parameters"),
        allow(
            "lambda:GetFunctionConfiguration", "lambda:ListTags", on=_named(stack, "lambda", "function:*"),
            sid="Functions",
        ),
        allow("iam:UpdateAccessKey", on=f"arn:aws:iam::{stack.account}:user/*", sid="Keys"),
        allow("iam:GetAccessKeyLastUsed", on="*", sid="WhoseKey"),  # whose it is, is the question
        allow("ssm:CreateOpsItem", on="*", sid="Tickets"),
        allow("sns:Publish", on=[stack.topic_arn(severity) for severity in SEVERITIES], sid="Tell"),
        allow(
            "kms:Decrypt", "kms:GenerateDataKey", on=stack.key_arn(KeyPurpose.MESSAGING),
            when={"StringEquals": {"kms:ViaService": f"sns.{stack.region}.amazonaws.com"}}, sid="TellEncrypted",
        ),
        _variables(stack),
        *(
            _through_s3(stack, region, buckets, "kms:Decrypt", *(("kms:GenerateDataKey",) if buckets is home else ()))
            for region, buckets in regions.items()
            if buckets
        ),
    ]  # fmt: skip


def _bucket(name: str) -> str:
    return f"arn:aws:s3:::{name}"


def _named(stack: GovernedStack, service: str, what: str) -> str:
    return f"arn:aws:{service}:{stack.region}:{stack.account}:{what}"


def _variables(stack: GovernedStack) -> iam.PolicyStatement:
    return allow(
        "kms:Decrypt",
        on=stack.key_arn(KeyPurpose.SECRETS),
        when={"StringEquals": {"kms:ViaService": f"lambda.{stack.region}.amazonaws.com"}},
        sid="Variables",
    )


def _through_s3(stack: GovernedStack, region: str, buckets: Sequence[str], *actions: str) -> iam.PolicyStatement:
    """The keys of these buckets, whichever they are: what S3 says it is for has to be one of the buckets."""
    contexts = [context for bucket in buckets for context in (bucket, f"{bucket}/*")]
    return allow(
        *actions,
        on=f"arn:aws:kms:{region}:{stack.account}:key/*",
        when={
            "StringEquals": {"kms:ViaService": f"s3.{region}.amazonaws.com"},
            "StringLike": {"kms:EncryptionContext:aws:s3:arn": contexts},
        },
    )


def accept_stars(scan: Construct, role: iam.Role) -> None:
    """Accept that what is new has no name yet."""
    stack = GovernedStack.of_construct(scan)
    policy = cast("iam.Policy", role.node.find_child("DefaultPolicy"))
    found: set[str] = set()
    for statement in stack.resolve(policy.document.to_json())["Statement"]:
        resources = statement["Resource"]
        for one in resources if isinstance(resources, list) else [resources]:
            if isinstance(one, str) and "*" in one:
                found.add(one)
    by_design(
        policy,
        *(wildcard_finding(scan, one) for one in sorted(found)),
        reason="Whatever is new is looked at: objects of the chosen buckets, parameters, functions, and keys by what S3"
        " says they are for; listing knows no resource (Service Authorization Reference)",
    )
