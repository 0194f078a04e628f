"""A distribution before a load balancer: nobody reaches that past it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_route53 as route53

from constructs_lib import (
    ConfigurationError,
    GovernedBucket,
    GovernedCdn,
    GovernedLoadBalancer,
    PlatformCertificate,
    PlatformVpc,
    PlatformZone,
    ServiceStack,
    StackSettings,
)
from tests.constructs_lib.web_service import make_load_balancer
from tests.support import environment, synthesize_with

if TYPE_CHECKING:
    from pathlib import Path

    import aws_cdk as cdk
    from constructs import Construct

    from constructs_lib import Environment
    from tests.constructs_lib.conftest import Bench

ID, VPC_ORIGIN = "vo_BQwjxxQxjCaBcQLz", "AWS::CloudFront::VpcOrigin"


def balancer(bench: Bench, host: str = "api.set-of.com", **more: Any) -> GovernedLoadBalancer:
    found = make_load_balancer(bench, **more)
    zone = route53.HostedZone.from_hosted_zone_attributes(
        bench.stack, "Zone", hosted_zone_id="Z1", zone_name="set-of.com"
    )
    found.alias(zone=zone, host=host)
    return found


def test_in_one_region_the_load_balancer_says_itself_how_it_is_reached(virginia: Bench) -> None:
    GovernedCdn(virginia.stack, "Cdn", subdomain="app", origin=balancer(virginia, behind_cloudfront=True))
    (origin,) = virginia.only("AWS::CloudFront::Distribution")["DistributionConfig"]["Origins"]
    (id_,) = (name for name, one in virginia.template()["Resources"].items() if one["Type"] == VPC_ORIGIN)
    assert origin["VpcOriginConfig"]["VpcOriginId"] == {"Fn::GetAtt": [id_, "Id"]}


def test_what_is_no_load_balancer_of_the_app_has_no_such_id(virginia: Bench) -> None:
    for origin in (GovernedBucket(virginia.stack, "Files", kind="files"), "api.set-of.com"):
        with pytest.raises(ConfigurationError, match=r"vpc_origin_id: given .* allowed: none, but before a Governed"):
            GovernedCdn(virginia.stack, f"Cdn{type(origin)}", subdomain="app", origin=origin, vpc_origin_id=ID)


PAST_IT = r"which others than CloudFront reach'; allowed: GovernedLoadBalancer\(behind_cloudfront=True\)"
OPEN: dict[str, Any] = {"public_reason": "Customers use it from anywhere", "networks": {"0.0.0.0/0": "customers"}}


class Open(ServiceStack[StackSettings]):
    """A distribution before the name of a load balancer of the same stack."""

    slug = "open"

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        vpc, certificate = PlatformVpc.read(self, public_subnets=True), PlatformCertificate.read(self)
        open_ = GovernedLoadBalancer(self, "LoadBalancer", vpc=vpc, certificate=certificate, **OPEN)
        open_.alias(zone=PlatformZone.read(self), host="api.set-of.com")
        GovernedCdn(self, "Cdn", subdomain="app", origin="api.set-of.com")


def test_one_that_is_reached_past_it_is_refused(bench: Bench, virginia: Bench, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=PAST_IT):
        GovernedCdn(virginia.stack, "Cdn", subdomain="app", origin=balancer(bench, **OPEN))
    settings = environment("prod", stacks={})

    def build(app: cdk.App) -> None:
        Open(app, settings)

    with pytest.raises(ConfigurationError, match=PAST_IT):
        synthesize_with(settings, tmp_path, build)


def test_one_without_a_name_is_refused(bench: Bench, virginia: Bench) -> None:
    nameless = make_load_balancer(bench, behind_cloudfront=True)
    with pytest.raises(ConfigurationError, match=r"allowed: one with a name in the platform's domain \(alias\)"):
        GovernedCdn(virginia.stack, "Cdn", subdomain="app", origin=nameless)
