"""Origins are reached through CloudFront only.

Of a distribution whose origin is a load balancer of the app, by its DNS name or by the name of a record that leads to
it: the security groups of that load balancer do not admit everybody. Whoever asks it past the distribution meets
neither its web ACL nor its limits. An origin that CloudFront sends headers of its own to is left alone: the load
balancer may ask for them, and no template says whether it does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.patch import GONE, steps
from aspects.judge.readings.across import meant
from aspects.judge.readings.ingress import SHAPES, openings
from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.rule import Breach
from aspects.judge.template.networks import is_the_world
from aspects.judge.template.once import once_an_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.patch import Patch
    from aspects.judge.readings.peers import Peer
    from aspects.judge.template import Resource, Template

_BALANCER, _RECORD = "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::Route53::RecordSet"
_GROUP, _INGRESS = "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress"

TYPES = ("AWS::CloudFront::Distribution",)
SINCE = "0.2.0"
WHY = "What everybody reaches past CloudFront is protected by nothing of what stands before it."
FIX = "GovernedLoadBalancer(self, ..., behind_cloudfront=True)"

BAD = """
Distribution:
  Type: AWS::CloudFront::Distribution
  Properties:
    DistributionConfig:
      Origins: [{Id: api, DomainName: !GetAtt Balancer.DNSName, CustomOriginConfig: {OriginProtocolPolicy: https-only}}]
Balancer:
  Type: AWS::ElasticLoadBalancingV2::LoadBalancer
  Properties: {Type: application, Scheme: internet-facing, SecurityGroups: [!GetAtt Group.GroupId]}
Group:
  Type: AWS::EC2::SecurityGroup
  Properties:
    GroupDescription: Of the load balancer
    SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}]
"""
GOOD = BAD.replace("CidrIp: 0.0.0.0/0", "SourcePrefixListId: pl-22a6434b")


def check(resource: Resource) -> Iterator[Breach]:
    """Judge each origin that is a load balancer."""
    for place in resource.places("DistributionConfig", "Origins", "*"):
        origin: Any = place.value if isinstance(place.value, dict) else {}
        if origin.get("OriginCustomHeaders"):
            continue
        for name in resource.template.places(origin, "DomainName", at=place.path):
            for balancer in dict.fromkeys(_balancers(resource.template, name.value)):
                if opened := {one: peers for one in _groups(balancer) if (peers := list(_open(one)))}:
                    admits = f"{balancer.logical_id} by {', '.join(sorted(one.logical_id for one in opened))}"
                    patches = tuple(
                        patch for peers in opened.values() for one, peer in peers for patch in _closed(one, peer)
                    )
                    yield Breach(f"Everybody reaches its origin past it: {admits}.", name.path, patches=patches)


def _balancers(template: Template, name: Any) -> Iterator[Resource]:
    """The load balancers that an origin's name leads to."""
    yield from (one for one in meant(template, name) if one.type == _BALANCER)
    if isinstance(name, str):
        for record in _records(template).get(name.rstrip(".").lower(), ()):
            for target in record.values("AliasTarget", "DNSName"):
                yield from (one for one in meant(record.template, target) if one.type == _BALANCER)


@once_an_app
def _records(app: tuple[Template, ...]) -> dict[str, list[Resource]]:
    """The records of an app by their names."""
    found: dict[str, list[Resource]] = {}
    for record in (one for template in app for one in template.of_type(_RECORD)):
        for name in record.values("Name"):
            if isinstance(name, str):
                found.setdefault(name.rstrip(".").lower(), []).append(record)
    return found


def _groups(balancer: Resource) -> Iterator[Resource]:
    for value in balancer.values("SecurityGroups", "*"):
        yield from (one for one in meant(balancer.template, value) if one.type == _GROUP)


def _open(group: Resource) -> Iterator[tuple[Resource, Peer]]:
    """Who is everybody in the rules of a group, in it or beside it."""
    beside = [one for one in group.template.of_type(_INGRESS) if group in _of(one)]
    for one in (group, *beside):
        for opening in openings(one) if one.type in SHAPES else ():
            yield from ((one, peer) for peer in opening.peers if is_the_world(peer.networks))


def _closed(rules: Resource, peer: Peer) -> tuple[Patch, ...]:
    """CloudFront's prefix list in the place of everybody."""
    *rule, _ = steps(peer.path)
    everybody = Amendment(peer.path, GONE, peer.value)
    return mended(rules, everybody, Amendment((*rule, "SourcePrefixListId"), "<id of CloudFront's prefix list>"))


def _of(ingress: Resource) -> list[Resource]:
    return [one for value in ingress.values("GroupId") for one in meant(ingress.template, value)]
