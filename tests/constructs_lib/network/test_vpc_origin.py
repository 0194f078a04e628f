"""A distribution in us-east-1 reaches a load balancer at home by the VPC origin that is the account's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from constructs_lib import (
    ConfigurationError,
    GovernedCdn,
    GovernedLoadBalancer,
    PlatformCertificate,
    PlatformVpc,
    PlatformZone,
    ServiceStack,
    StackSettings,
)
from tests.support import environment, synthesize_with

if TYPE_CHECKING:
    from pathlib import Path

    import aws_cdk as cdk
    from constructs import Construct

    from constructs_lib import Environment
    from tests.support import Templates

ID = "vo_BQwjxxQxjCaBcQLz"
HOST = "api.set-of.com"


class Shop(ServiceStack[StackSettings]):
    """A distribution before a load balancer of the same stack."""

    slug = "shop"

    def __init__(self, scope: Construct, environment: Environment, *, vpc_origin_id: str | None, by_name: bool) -> None:
        super().__init__(scope, environment)
        vpc, certificate = PlatformVpc.read(self), PlatformCertificate.read(self)
        balancer = GovernedLoadBalancer(self, "LoadBalancer", vpc=vpc, certificate=certificate, behind_cloudfront=True)
        balancer.alias(zone=PlatformZone.read(self), host=HOST)
        origin = HOST if by_name else balancer
        GovernedCdn(self, "Cdn", subdomain="shop", origin=origin, vpc_origin_id=vpc_origin_id)


def shop(folder: Path, vpc_origin_id: str | None = ID, *, by_name: bool = False) -> Templates:
    settings = environment("prod", stacks={})

    def build(app: cdk.App) -> None:
        Shop(app, settings, vpc_origin_id=vpc_origin_id, by_name=by_name)

    return synthesize_with(settings, folder, build)


@pytest.mark.parametrize("by_name", [True, False])
def test_it_is_asked_inside_its_network_under_its_first_name(*, by_name: bool, tmp_path: Path) -> None:
    made = shop(tmp_path, by_name=by_name)
    (found,) = made.resources("shop-us-east-1", "AWS::CloudFront::Distribution").values()
    (origin,) = found["DistributionConfig"]["Origins"]
    assert (origin["DomainName"], origin["VpcOriginConfig"]) == (HOST, {"VpcOriginId": ID})
    assert "CustomOriginConfig" not in origin
    (balancer,) = made.resources("shop", "AWS::ElasticLoadBalancingV2::LoadBalancer").values()
    assert balancer["Scheme"] == "internal"


def test_the_load_balancer_is_made_first_and_goes_last(tmp_path: Path) -> None:
    shop(tmp_path)
    (manifest,) = tmp_path.rglob("manifest.json")
    artifacts = json.loads(manifest.read_text())["artifacts"]
    assert "prod-shop" in artifacts["prod-shop-us-east-1"]["dependencies"]
    assert "prod-shop-us-east-1" not in artifacts["prod-shop"]["dependencies"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (None, r"vpc_origin_id: missing; .*LoadBalancer has it when it is deployed, as the output VpcOriginId of its"),
        ("origin-1", r"vpc_origin_id: given 'origin-1'; allowed: an id that CloudFront gives, such as vo_"),
    ],
)
def test_its_id_has_to_be_said(given: str | None, message: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=message):
        shop(tmp_path, given)
