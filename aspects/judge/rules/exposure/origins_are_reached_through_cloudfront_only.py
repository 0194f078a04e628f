"""Origins are reached through CloudFront only.

Of a distribution whose origin is a load balancer of the app, by its DNS name or by the name of a record that leads to
it: the security groups of that load balancer do not admit everybody. Whoever asks it past the distribution meets
neither its web ACL nor its limits. CloudFront's prefix list alone does not close it: everybody may have a distribution
with that origin (CloudFront Developer Guide, "Restrict access to Application Load Balancers"). An internal one is
closed: only a VPC origin leads to it, which is the account's own. An origin that CloudFront sends headers of its own to
is left alone: the load balancer may ask for them, and no template says whether it does.
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
from constructs_lib.kernel.facts.cloudfront_origins import origin_facing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.patch import Patch
    from aspects.judge.readings.peers import Peer
    from aspects.judge.template import Resource, Template

_BALANCER, _RECORD = "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::Route53::RecordSet"
_GROUP, _INGRESS = "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress"

_PREFIX_LISTS = (("SecurityGroupIngress", "*", "SourcePrefixListId"), ("SourcePrefixListId",))
_CLOUDFRONT = frozenset(origin_facing().values())

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
GOOD = """
Distribution:
  Type: AWS::CloudFront::Distribution
  Properties:
    DistributionConfig:
      Origins: [{Id: api, DomainName: !GetAtt Balancer.DNSName, VpcOriginConfig: {VpcOriginId: !GetAtt Inside.Id}}]
Inside:
  Type: AWS::CloudFront::VpcOrigin
  Properties: {VpcOriginEndpointConfig: {Name: prod-api, Arn: !Ref Balancer, OriginProtocolPolicy: https-only}}
Balancer:
  Type: AWS::ElasticLoadBalancingV2::LoadBalancer
  Properties: {Type: application, Scheme: internal, SecurityGroups: [!GetAtt Group.GroupId]}
Group:
  Type: AWS::EC2::SecurityGroup
  Properties:
    GroupDescription: Of the load balancer
    SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, SourcePrefixListId: pl-22a6434b}]
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Judge each origin that is a load balancer."""
    for place in resource.places("DistributionConfig", "Origins", "*"):
        origin: Any = place.value if isinstance(place.value, dict) else {}
        if origin.get("OriginCustomHeaders"):
            continue
        for name in resource.template.places(origin, "DomainName", at=place.path):
            for balancer in dict.fromkeys(_balancers(resource.template, name.value)):
                if not any(scheme == "internal" for scheme in balancer.values("Scheme")):
                    yield from _reached(balancer, name.path)


def _reached(balancer: Resource, at: str) -> Iterator[Breach]:
    """Who reaches a load balancer with public addresses: everybody, or every distribution that there is."""
    groups = list(_groups(balancer))
    if opened := {one: peers for one in groups if (peers := list(_open(one)))}:
        admits = f"{balancer.logical_id} by {', '.join(sorted(one.logical_id for one in opened))}"
        patches = tuple(patch for peers in opened.values() for one, peer in peers for patch in _closed(one, peer))
        yield Breach(f"Everybody reaches its origin past it: {admits}.", at, patches=patches)
    elif lets := sorted(one.logical_id for one in groups if _admits_cloudfront(one)):
        admits = f"{balancer.logical_id} by {', '.join(lets)}"
        yield Breach(f"Distributions of other accounts reach its origin as well: {admits}.", at)


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
    for one in _rules(group):
        for opening in openings(one) if one.type in SHAPES else ():
            yield from ((one, peer) for peer in opening.peers if is_the_world(peer.networks))


def _admits_cloudfront(group: Resource) -> bool:
    """Whether a rule of a group names CloudFront's prefix list."""
    named = (value for one in _rules(group) for path in _PREFIX_LISTS for value in one.values(*path))
    return not _CLOUDFRONT.isdisjoint(value for value in named if isinstance(value, str))


def _rules(group: Resource) -> tuple[Resource, ...]:
    """A group with rules of its own, and the rules that stand beside it."""
    return (group, *(one for one in group.template.of_type(_INGRESS) if group in _of(one)))


def _closed(rules: Resource, peer: Peer) -> tuple[Patch, ...]:
    """CloudFront's prefix list in the place of everybody."""
    *rule, _ = steps(peer.path)
    everybody = Amendment(peer.path, GONE, peer.value)
    return mended(rules, everybody, Amendment((*rule, "SourcePrefixListId"), "<id of CloudFront's prefix list>"))


def _of(ingress: Resource) -> list[Resource]:
    return [one for value in ingress.values("GroupId") for one in meant(ingress.template, value)]
