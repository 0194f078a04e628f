"""GovernedZone: a public hosted zone, with its query log and its signing keys where Route 53 wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_route53 as route53
from constructs import Construct

from constructs_lib.kernel.conditions import Policy, conditions_of
from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.naming import part_of
from constructs_lib.kernel.regions import GLOBAL_REGION
from constructs_lib.observability.log_group import GovernedLogGroup
from constructs_lib.security.key_policy import administration
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsKey, IsPublicHostedZone

if TYPE_CHECKING:
    from collections.abc import Sequence


class GovernedZone(IsPublicHostedZone):
    """A public zone, retained where data is protected.

    Args:
        domain: its name, without a final dot.
        query_log_group_arn: where its queries are logged, from `GovernedQueryLog.arn_of`; None logs nothing.
        caa_issuers: certificate authorities that may issue for the domain and its wildcards (RFC 8659); none leaves
            every authority free.
        dnssec_key_arn: key that signs the zone, made by `GovernedDnssecKey`; None leaves it unsigned.

    Raises:
        ConfigurationError: a DNSSEC key of another region than us-east-1 or of another account.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        domain: str,
        query_log_group_arn: str | None = None,
        caa_issuers: Sequence[str] = (),
        dnssec_key_arn: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        self.zone = route53.PublicHostedZone(
            self,
            "Resource",
            zone_name=domain,
            comment=f"{stack.environment_settings.name}: public names of {domain}",
            query_logs_log_group_arn=query_log_group_arn,
        )
        self.zone.apply_removal_policy(stack.retain)
        if caa_issuers:
            self._admit_issuers(caa_issuers)
        if dnssec_key_arn:
            self._sign(dnssec_key_arn, f"arn:aws:kms:{GLOBAL_REGION}:{stack.account}:key/")

    def _admit_issuers(self, issuers: Sequence[str]) -> None:
        route53.CaaRecord(
            self,
            "Caa",
            zone=self.zone,
            ttl=cdk.Duration.hours(1),
            values=[
                route53.CaaRecordValue(flag=0, tag=tag, value=issuer)
                for tag in (route53.CaaTag.ISSUE, route53.CaaTag.ISSUEWILD)
                for issuer in issuers
            ],
        )

    def _sign(self, key_arn: str, expected: str) -> None:
        if not key_arn.startswith(expected):
            raise invalid(f"{self.node.path}: dnssec_key_arn", key_arn, f"{expected}...")
        signing = route53.KeySigningKey(
            self,
            "KeySigningKey",
            hosted_zone=self.zone,
            kms_key=kms.Key.from_key_arn(self, "DnssecKey", key_arn),
            key_signing_key_name=GovernedStack.of_construct(self).names.identifier("ksk"),
            status=route53.KeySigningKeyStatus.ACTIVE,
        )
        dnssec = route53.CfnDNSSEC(self, "Dnssec", hosted_zone_id=self.zone.hosted_zone_id)
        dnssec.node.add_dependency(signing)  # Route 53 signs only a zone that has an active key


class GovernedQueryLog(Construct):
    """In us-east-1: the log group `/aws/route53/<domain>` of a zone's queries, and Route 53's right to write there.

    Deploy it before the zone: Route 53 refuses a log group that it cannot write to.

    Args:
        domain: name of the zone.
        kind: tells the logs of two zones of a stack apart, in the name of the policy; none for the only one.

    Raises:
        ConfigurationError: another region.
    """

    def __init__(self, scope: Construct, id: str, *, domain: str, kind: str = "") -> None:  # noqa: A002 - CDK's own word
        super().__init__(scope, id)
        stack = _in_route53_region(self)
        self.log_group = GovernedLogGroup(self, "LogGroup", name=_log_group_name(domain)).log_group
        logs.ResourcePolicy(
            self,
            "Policy",
            resource_policy_name=stack.names.physical(part_of(kind, "query-log")),
            policy_statements=[
                iam.PolicyStatement(
                    sid="Route53QueryLogs",
                    principals=[iam.ServicePrincipal("route53.amazonaws.com")],
                    actions=["logs:CreateLogStream", "logs:PutLogEvents"],
                    resources=[f"{self.arn_of(domain, account=stack.account)}:*"],
                    conditions=_of_this_account("route53.amazonaws.com", Policy.LOG_GROUP, stack.account),
                )
            ],
        )

    @staticmethod
    def arn_of(domain: str, *, account: str) -> str:
        """ARN of the log group of a domain's queries, which follows from its name."""
        return f"arn:aws:logs:{GLOBAL_REGION}:{account}:log-group:{_log_group_name(domain)}"


class GovernedDnssecKey(IsKey):
    """In us-east-1: the key `alias/<env>-<service>-dnssec` that signs a zone's keys.

    Route 53 needs an asymmetric ECC_NIST_P256 key (Route 53 Developer Guide, "Working with customer managed keys for
    DNSSEC"); KMS does not rotate asymmetric keys by itself.

    Args:
        kind: tells the keys of two zones of a stack apart; none for the only one.

    Raises:
        ConfigurationError: another region.
    """

    def __init__(self, scope: Construct, id: str, *, kind: str = "") -> None:  # noqa: A002 - CDK's own word
        super().__init__(scope, id)
        stack = _in_route53_region(self)
        principal = iam.ServicePrincipal("dnssec-route53.amazonaws.com")
        of_this_account = _of_this_account("dnssec-route53.amazonaws.com", Policy.KEY, stack.account)
        self.key: kms.IKey = kms.Key(
            self,
            "Resource",
            alias=stack.names.alias(f"{stack.service}-{part_of(kind, 'dnssec')}"),
            description="Key-signing key of the public zone (DNSSEC)",
            key_spec=kms.KeySpec.ECC_NIST_P256,
            key_usage=kms.KeyUsage.SIGN_VERIFY,
            pending_window=cdk.Duration.days(30),
            removal_policy=stack.retain,
            policy=iam.PolicyDocument(
                statements=[
                    *administration(stack.account),
                    iam.PolicyStatement(
                        sid="Sign",
                        principals=[principal],
                        actions=["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"],
                        resources=["*"],
                        conditions=of_this_account,
                    ),
                    iam.PolicyStatement(
                        sid="Grant",
                        principals=[principal],
                        actions=["kms:CreateGrant"],
                        resources=["*"],
                        conditions={**of_this_account, "Bool": {"kms:GrantIsForAWSResource": "true"}},
                    ),
                ]
            ),
        )
        cdk.Tags.of(self).add("DataClass", DataClass.HIGHLY_CONFIDENTIAL)


def _log_group_name(domain: str) -> str:
    return f"/aws/route53/{domain}"


def _of_this_account(service: str, policy: Policy, account: str) -> dict[str, dict[str, str]]:
    return conditions_of(service, policy, account=account, source_arn="arn:aws:route53:::hostedzone/*")


def _in_route53_region(construct: Construct) -> GovernedStack:
    stack = GovernedStack.of_construct(construct)
    if stack.region != GLOBAL_REGION:
        raise invalid(f"{construct.node.path}: region", stack.region, GLOBAL_REGION)
    return stack
