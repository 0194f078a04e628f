"""Kubernetes endpoints are not public.

An EKS cluster whose API endpoint is public, as it is by default, must name the networks that may reach it
(`PublicAccessCidrs`), and they must not be the world.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.readings.peers import THE_WORLD, peers_at
from aspects.judge.readings.switches import OFF, said
from aspects.judge.rule import Breach
from aspects.judge.template import ABSENT
from aspects.judge.template.networks import is_the_world
from aspects.judge.template.places import is_empty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource
    from aspects.judge.template.networks import Network

TYPES = ("AWS::EKS::Cluster",)
SINCE = "0.1.0"
WHY = "Whoever reaches the API of a cluster needs one stolen token, or one vulnerability, to own all that runs there."
FIX = "endpoint_access=eks.EndpointAccess.PRIVATE"

BAD = """
Cluster:
  Type: AWS::EKS::Cluster
  Properties:
    RoleArn: arn:aws:iam::111122223333:role/prod-cluster
    ResourcesVpcConfig: {SubnetIds: [subnet-0a1b2c3d4e5f60718]}
"""
GOOD = """
Cluster:
  Type: AWS::EKS::Cluster
  Properties:
    RoleArn: arn:aws:iam::111122223333:role/prod-cluster
    ResourcesVpcConfig:
      SubnetIds: [subnet-0a1b2c3d4e5f60718]
      EndpointPrivateAccess: true
      EndpointPublicAccess: false
"""

_PRIVATE = (
    Amendment("ResourcesVpcConfig.EndpointPrivateAccess", value=True),
    Amendment("ResourcesVpcConfig.EndpointPublicAccess", value=False),
)
_CIDRS = ("ResourcesVpcConfig", "PublicAccessCidrs")


def check(resource: Resource) -> Iterator[Breach]:
    """Judge the networks that reach the endpoint, unless it is surely private."""
    switches = resource.values("ResourcesVpcConfig", "EndpointPublicAccess")
    if all(said(value) == OFF for value in switches):
        return
    unknown = all(said(value) in (OFF, None) for value in switches)
    networks: list[Network] = []
    for place in resource.places(*_CIDRS, "*"):
        for peer in peers_at(place, 4) if place.value is not ABSENT else ():
            networks += peer.networks
            if peer.unknown:
                yield Breach(f"The internet may reach it from {peer.text}.", place.path, unknown=True)
    if any(is_empty(resource.template, value) for value in resource.values(*_CIDRS)):
        networks += THE_WORLD  # the service's default
    if is_the_world(networks):
        private = () if unknown else mended(resource, *_PRIVATE)
        yield Breach("The internet reaches its API endpoint.", ".".join(_CIDRS), unknown=unknown, patches=private)
