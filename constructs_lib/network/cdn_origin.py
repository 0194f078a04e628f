"""Where a distribution has its answers from: a bucket that admits it, or the host name of a load balancer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3

from constructs_lib.kernel.conditions import Policy
from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.hosts import check_host
from constructs_lib.network.load_balancer import GovernedLoadBalancer
from constructs_lib.network.vpc_origin import id_for
from constructs_lib.security.role import service_principal
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib.network.cdn import GovernedCdn
    from constructs_lib.storage.bucket import GovernedBucket

_NO_VPC_ORIGIN = "none, but before a GovernedLoadBalancer(behind_cloudfront=True) of this app"


def behavior(
    cdn: GovernedCdn,
    there: Construct,
    origin: GovernedBucket | GovernedLoadBalancer | str,
    *,
    vpc_origin_id: str | None,
) -> cloudfront.BehaviorOptions:
    """What the distribution does with every request. Raises ConfigurationError for what is no origin of this stack."""
    if isinstance(origin, (str, GovernedLoadBalancer)):
        return _of_host(cdn, there, *_server(cdn, there, origin, vpc_origin_id))
    if vpc_origin_id is not None:
        raise invalid(f"{cdn.node.path}: vpc_origin_id", vpc_origin_id, _NO_VPC_ORIGIN)
    if not hasattr(origin, "bucket"):
        allowed = "a GovernedBucket, a GovernedLoadBalancer or a host name"
        raise invalid(f"{cdn.node.path}: origin", type(origin).__name__, allowed)
    if GovernedStack.of_construct(origin) is not cdn.stack:
        raise ConfigurationError(f"{cdn.node.path}: origin: {origin.node.path} is of another stack")
    return _of_bucket(cdn, there, origin)


def _server(
    cdn: GovernedCdn, there: Construct, origin: GovernedLoadBalancer | str, vpc_origin_id: str | None
) -> tuple[str, cloudfront.IVpcOrigin | None]:
    """Under which name an origin is asked, and by which VPC origin if it is a load balancer of the app."""
    balancer = origin if isinstance(origin, GovernedLoadBalancer) else _leading(cdn, origin)
    if balancer is None:
        if vpc_origin_id is not None:
            raise invalid(f"{cdn.node.path}: vpc_origin_id", vpc_origin_id, _NO_VPC_ORIGIN)
        return str(origin), None
    _require_closed(cdn, balancer)
    if not balancer.hosts:
        allowed = "one with a name in the platform's domain (alias) before the distribution"
        raise invalid(f"{cdn.node.path}: origin", balancer.node.path, allowed)
    id_ = id_for(cdn, balancer, vpc_origin_id)
    host = origin if isinstance(origin, str) else balancer.hosts[0]
    return host, cloudfront.VpcOrigin.from_vpc_origin_id(there, "Origin", id_)


def _leading(cdn: GovernedCdn, host: str) -> GovernedLoadBalancer | None:
    """The load balancer of the app to which a name leads."""
    nodes = cdn.node.root.node.find_all()
    return next((one for one in nodes if isinstance(one, GovernedLoadBalancer) and host in one.hosts), None)


def _require_closed(cdn: GovernedCdn, balancer: GovernedLoadBalancer) -> None:
    """Raise ConfigurationError where a load balancer answers whoever asks it past the distribution and its web ACL."""
    if not balancer.behind_cloudfront:
        raise invalid(
            f"{cdn.node.path}: origin",
            f"{balancer.node.path}, which others than CloudFront reach",
            "GovernedLoadBalancer(behind_cloudfront=True)",
        )


def _of_bucket(cdn: GovernedCdn, there: Construct, bucket: GovernedBucket) -> cloudfront.BehaviorOptions:
    """The bucket is named rather than referred to: it is of another region, and admits CloudFront there."""
    account = cdn.stack.account
    bucket.bucket.add_to_resource_policy(
        iam.PolicyStatement(
            sid="Distributions",
            principals=[
                service_principal(
                    "cloudfront.amazonaws.com",
                    account=account,
                    source_arn=f"arn:aws:cloudfront::{account}:distribution/*",
                    policy=Policy.BUCKET,
                )
            ],
            actions=["s3:GetObject"],
            resources=[bucket.bucket.arn_for_objects("*")],
        )
    )
    control = cloudfront.S3OriginAccessControl(there, "OriginAccess", origin_access_control_name=cdn.name)
    here = s3.Bucket.from_bucket_attributes(there, "Bucket", bucket_name=bucket.name, region=cdn.stack.region_name)
    return cloudfront.BehaviorOptions(
        origin=origins.S3BucketOrigin.with_bucket_defaults(
            here, origin_access_control_id=control.origin_access_control_id
        ),
        viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cache_policy=cloudfront.CachePolicy.CACHING_OPTIMIZED,
        response_headers_policy=cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS,
    )


def _of_host(
    cdn: GovernedCdn, there: Construct, host: str, inside: cloudfront.IVpcOrigin | None
) -> cloudfront.BehaviorOptions:
    domain = cdn.stack.environment_settings.domain
    check_host(f"{cdn.node.path}: origin", host)
    if not host.endswith(f".{domain}") or host == cdn.host:
        raise invalid(f"{cdn.node.path}: origin", host, f"another host name below {domain}, or a GovernedBucket")
    kept = cloudfront.CachePolicy(
        there,
        "Cache",
        cache_policy_name=cdn.name,
        comment="As Cache-Control of the origin says",
        default_ttl=cdk.Duration.seconds(0),
        min_ttl=cdk.Duration.seconds(0),
        max_ttl=cdk.Duration.days(365),
        query_string_behavior=cloudfront.CacheQueryStringBehavior.all(),
        cookie_behavior=cloudfront.CacheCookieBehavior.all(),
        # Who asks is part of what is kept: nobody is answered with what is another's.
        header_behavior=cloudfront.CacheHeaderBehavior.allow_list("Authorization"),
        enable_accept_encoding_gzip=True,
        enable_accept_encoding_brotli=True,
    )
    asked = (
        origins.VpcOrigin.with_vpc_origin(inside, domain_name=host)
        if inside
        else origins.HttpOrigin(
            host,
            protocol_policy=cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
            origin_ssl_protocols=[cloudfront.OriginSslPolicy.TLS_V1_2],
        )
    )
    return cloudfront.BehaviorOptions(
        origin=asked,
        viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
        cache_policy=kept,
        origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        response_headers_policy=cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS,
    )
