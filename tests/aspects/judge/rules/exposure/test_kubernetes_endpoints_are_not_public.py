from __future__ import annotations

import json

import pytest

from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "kubernetes-endpoints-are-not-public"
PLACE = "ResourcesVpcConfig.PublicAccessCidrs"


def cluster(**config: object) -> str:
    return "It: " + json.dumps({"Type": "AWS::EKS::Cluster", "Properties": {"ResourcesVpcConfig": config}})


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"EndpointPublicAccess": True},
        {"EndpointPublicAccess": "true", "PublicAccessCidrs": []},
        {"EndpointPublicAccess": True, "PublicAccessCidrs": ["0.0.0.0/0"]},
        {"PublicAccessCidrs": ["0.0.0.0/1", "128.0.0.0/1"]},
        {"PublicAccessCidrs": ["20.0.0.0/8", "21.0.0.0/8"]},
        {"EndpointPublicAccess": {"Fn::If": ["Odd", False, True]}},
    ],
)
def test_an_endpoint_that_the_world_reaches_is_a_finding(config: dict[str, object]) -> None:
    assert findings_of(RULE, cluster(**config)) == [("It", PLACE)]


@pytest.mark.parametrize(
    "config",
    [
        {"EndpointPublicAccess": False},
        {"EndpointPublicAccess": "false", "PublicAccessCidrs": ["0.0.0.0/0"]},
        {"EndpointPublicAccess": True, "PublicAccessCidrs": ["203.0.113.0/24"]},
    ],
)
def test_a_private_endpoint_or_named_networks_are_fine(config: dict[str, object]) -> None:
    assert findings_of(RULE, cluster(**config)) == []
    assert unknown_of(RULE, cluster(**config)) == []


def test_what_nobody_can_know_is_unknown() -> None:
    sections = "Parameters: {Given: {Type: String}}"
    assert unknown_of(RULE, cluster(EndpointPublicAccess={"Ref": "Given"}), sections) == [("It", PLACE)]
    networks = cluster(EndpointPublicAccess=True, PublicAccessCidrs=[{"Ref": "Given"}])
    assert unknown_of(RULE, networks, sections) == [("It", f"{PLACE}[0]")]
