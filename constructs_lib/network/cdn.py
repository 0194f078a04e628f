"""GovernedCdn: CloudFront before a bucket or a load balancer, at a name of the platform's domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from constructs_lib.kernel import contract
from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.naming import KEBAB, KEBAB_ALLOWED, pascal
from constructs_lib.kernel.platform_facts import require_published
from constructs_lib.kernel.regions import GLOBAL_REGION
from constructs_lib.network.cdn_logs import log_requests
from constructs_lib.network.cdn_origin import behavior
from constructs_lib.network.edge import edge_companion
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.telemetry.alarms import DISTRIBUTION
from constructs_lib.security.web_acl import GovernedWebAcl
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from constructs_lib.network.load_balancer import GovernedLoadBalancer
    from constructs_lib.storage.bucket import GovernedBucket

# CloudFront Developer Guide, "Alternate domain names", and the API reference, AliasTarget: CloudFront's own zone.
_ZONE = "Z2FDTNDATAQYW2"
_SETTING = "the platform's environment file: stacks.acm.us_east_1_certificate: true"


class GovernedCdn(Construct):
    """A distribution at `https://<subdomain>.<domain>`, over TLS 1.2 or later, behind a web ACL of its own.

    It stands in us-east-1, with its web ACL, logs and alarms, in the companion `<env>-<service>-us-east-1`: CloudFront
    takes web ACLs and certificates of that region only. Its certificate is the platform's there, which
    `stacks.acm.us_east_1_certificate` makes. Requests are logged, without cookies and queries.

    A bucket is read by an origin access control: it admits the distributions of this account, and its key does. Its
    answers are kept as CloudFront usually does, for a day. What a load balancer answers is kept as its `Cache-Control`
    says, and not at all without. Security headers are CloudFront's managed ones.

    Args:
        subdomain: first part of its host name.
        origin: a bucket of this stack; a load balancer `behind_cloudfront`, by its VPC origin, under its first alias;
            or the full host name, in the platform's domain, of one elsewhere, which faces the internet. It is asked
            over HTTPS.
        vpc_origin_id: of that load balancer, `vo_...`, from the output `VpcOriginId` of its stack, which its first
            deployment has. In us-east-1 it is known.
        kind: last part of the names of what it is made of.
        single_page: what the bucket does not have is answered with `/index.html` and 200, for the page to route.
        price_class: from where it answers: `PRICE_CLASS_200` leaves out South America and Oceania.
        rate_limit: requests of one address in five minutes.

    Raises:
        ConfigurationError: a name that is none, a bucket of another stack, a single page of a load balancer, a load
            balancer of this app that is reached past the distribution or whose VPC origin is not named, or a platform
            without the certificate.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        subdomain: str,
        origin: GovernedBucket | GovernedLoadBalancer | str,
        vpc_origin_id: str | None = None,
        kind: str = "cdn",
        single_page: bool = False,
        price_class: cloudfront.PriceClass = cloudfront.PriceClass.PRICE_CLASS_200,
        rate_limit: int = 2000,
    ) -> None:
        super().__init__(scope, id)
        if not KEBAB.fullmatch(subdomain):
            raise invalid(f"{self.node.path}: subdomain", subdomain, KEBAB_ALLOWED)
        if single_page and not hasattr(origin, "bucket"):
            raise invalid(f"{self.node.path}: single_page", single_page, "false before a load balancer")
        self.stack = GovernedStack.of_construct(self)
        self.edge = edge_companion(self.stack)
        self.host = f"{subdomain}.{self.stack.environment_settings.domain}"
        self.name = self.edge.names.physical(kind, max_length=60)
        # Not below this construct, which is in a stack of the home region.
        self._there = self if self.edge is self.stack else Construct(self.edge, pascal(kind))
        self.web_acl = GovernedWebAcl(
            self._there, "WebAcl", kind=kind, before_cloudfront=True, rate_limit=rate_limit, sql_injection=False
        )
        default = behavior(self, self._there, origin, vpc_origin_id=vpc_origin_id)
        self.distribution = self._distribution(default, price_class, single_page=single_page)
        log_requests(self._there, self.distribution, name=self.name)
        self._alias()
        dimensions = {"DistributionId": self.distribution.distribution_id}
        GovernedAlarms(self._there, "Alarms", specs=DISTRIBUTION, subject=kind, dimensions=dimensions)

    def _distribution(
        self, default: cloudfront.BehaviorOptions, price_class: cloudfront.PriceClass, *, single_page: bool
    ) -> cloudfront.Distribution:
        made = cloudfront.Distribution(
            self._there,
            "Resource",
            comment=self.name,
            default_behavior=default,
            default_root_object="index.html" if single_page else None,
            domain_names=[self.host],
            certificate=self._certificate(),
            minimum_protocol_version=cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            price_class=price_class,
            web_acl_id=self.web_acl.arn,
            error_responses=[
                cloudfront.ErrorResponse(
                    http_status=status,
                    response_http_status=200,
                    response_page_path="/index.html",
                    ttl=cdk.Duration.seconds(0),
                )
                # S3 says 403 of what is not there to whoever may not list the bucket.
                for status in ((403, 404) if single_page else ())
            ]
            or None,
        )
        by_design(
            made,
            "AwsSolutions::AwsSolutions-CFR1",
            reason="Whoever may use the service may do so from any country; addresses are the web ACL's matter",
        )
        by_design(
            made,
            "AwsSolutions::AwsSolutions-CFR3",
            reason="Requests are logged by standard logging v2, which is a delivery of CloudWatch Logs beside it",
        )
        return made

    def _certificate(self) -> acm.ICertificate:
        require_published(contract.ACM_US_EAST_1_CERTIFICATE_ARN, f"{self.node.path}: certificate", _SETTING)
        self.edge.deploy_after(f"acm-{GLOBAL_REGION}", "takes its certificate")
        path = contract.ACM_US_EAST_1_CERTIFICATE_ARN.path(self.edge.environment_settings.name)
        arn = ssm.StringParameter.value_for_string_parameter(self.edge, path)
        return acm.Certificate.from_certificate_arn(self._there, "Certificate", arn)

    def _alias(self) -> None:
        """In the zone by its name: its id is known to stacks of the home region alone."""
        for type_ in ("A", "AAAA"):
            route53.CfnRecordSet(
                self._there,
                f"Alias{type_}",
                name=f"{self.host}.",
                type=type_,
                hosted_zone_name=f"{self.edge.environment_settings.domain}.",
                alias_target=route53.CfnRecordSet.AliasTargetProperty(
                    dns_name=self.distribution.distribution_domain_name, hosted_zone_id=_ZONE
                ),
            )
