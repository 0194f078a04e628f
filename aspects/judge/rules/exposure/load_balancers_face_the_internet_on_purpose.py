"""Load balancers face the internet on purpose.

An application, network or classic load balancer that faces the internet, as it does by default, says why: in the tag
`PublicAccess`, whose value is the reason, or in its metadata under `PublicReason`, where `GovernedLoadBalancer` puts
its `public_reason`. A gateway load balancer has no address of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.readings.switches import DEFAULT, OFF, said
from aspects.judge.rule import Breach
from aspects.judge.template import ABSENT, describe
from aspects.judge.traits import tag_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Place, Resource

_V2, _CLASSIC = "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancing::LoadBalancer"
_TAG, _METADATA = "PublicAccess", "PublicReason"
_NO_REASON = {"", DEFAULT, OFF, "no", "none", "n/a", "-"}

TYPES = (_V2, _CLASSIC)
SINCE = "0.1.0"
WHY = "A load balancer on the internet is a front door: somebody must have decided where it stands."
FIX = 'GovernedLoadBalancer(self, ..., public_reason="..."), or leave public_reason out for an internal one'

BAD = """
Balancer:
  Type: AWS::ElasticLoadBalancingV2::LoadBalancer
  Properties: {Type: application, Scheme: internet-facing}
"""
GOOD = """
Balancer:
  Type: AWS::ElasticLoadBalancingV2::LoadBalancer
  Properties:
    Type: application
    Scheme: internet-facing
    Tags: [{Key: PublicAccess, Value: The shop is for everybody}]
Inside:
  Type: AWS::ElasticLoadBalancingV2::LoadBalancer
  Properties: {Type: application, Scheme: internal}
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Judge the scheme, unless a reason is stated."""
    if _is_justified(resource):
        return
    if resource.type == _V2 and [said(value) for value in resource.values("Type")] == ["gateway"]:
        return
    for place in resource.places("Scheme"):
        scheme = said(place.value)
        if scheme is None:
            yield Breach(f"Scheme is {describe(place.value)}, and no reason is stated.", place.path, unknown=True)
        elif place.value is ABSENT:
            found = "It faces the internet, the default of Scheme, and does not say why."
            yield from _inside(resource, place, found)
        elif scheme != "internal":
            found = f"It faces the internet (Scheme: {scheme}) and does not say why."
            yield from _inside(resource, place, found)


def _inside(resource: Resource, place: Place, found: str) -> Iterator[Breach]:
    fix = "" if resource.type == _V2 else "Scheme: internal, or the tag PublicAccess with the reason"
    yield Breach(found, place.path, fix, patches=mended(resource, Amendment(place.path, "internal", place.value)))


def _is_justified(resource: Resource) -> bool:
    stated: list[Any] = [*tag_values(resource, _TAG), resource.metadata.get(_METADATA, ABSENT)]
    return any(said(value) not in _NO_REASON for value in stated)
