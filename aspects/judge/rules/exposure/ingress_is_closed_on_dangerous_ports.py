"""Ingress is closed on dangerous ports.

The world must not reach SSH (22), RDP (3389), MySQL (3306), PostgreSQL (5432), Redis (6379), MongoDB (27017),
Elasticsearch (9200), Kibana (5601), or everything, over TCP or UDP. Addresses are counted, not compared as text: the
world is any peer, list of prefixes, or set of rules of one security group whose networks together hold more public
addresses than one IPv4 /8 or one IPv6 /16. Inline rules and those in resources of their own are read together.
A network, prefix list or port that is known only at deploy time is reported as unknown.

A node group of EKS with an SSH key and no `SourceSecurityGroups` opens port 22 of its nodes, 3389 of Windows, to
0.0.0.0/0 (EKS API Reference, RemoteAccessConfig).
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from aspects.judge.parts import Part, in_parts
from aspects.judge.patch import in_words, steps
from aspects.judge.readings.ingress import SHAPES, ingress_places, opened_together, openings_of
from aspects.judge.readings.mending import Amendment, first_item, fixed, mended
from aspects.judge.rule import Breach
from aspects.judge.template import ABSENT, Place
from aspects.judge.template.networks import is_public, is_the_world
from aspects.judge.template.places import is_empty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.readings.ingress import Opening
    from aspects.judge.readings.peers import Peer
    from aspects.judge.template import Resource

_PEERS = {
    **dict.fromkeys(("CidrIp", "CIDRIP", "IpRange", "Cidrs"), "<your network>"),
    **dict.fromkeys(("CidrIpv6", "Ipv6Cidrs"), "<your ipv6 network>"),
    "SourcePrefixListId": "<prefix list id>",
    "CidrListAliases": "<list alias>",
}
_NODES = "AWS::EKS::Nodegroup"

TYPES = (*SHAPES, _NODES)
SINCE = "0.1.0"
WHY = "What the whole internet can reach is attacked within minutes."
FIX = "admit a security group: Rule(port=3306, group=service.security_group, reason=...)"

BAD = """
Database:
  Type: AWS::EC2::SecurityGroup
  Properties:
    GroupDescription: MySQL of the order service
    SecurityGroupIngress:
      - {IpProtocol: tcp, FromPort: 3000, ToPort: 4000, CidrIp: 0.0.0.0/1}
Rest:
  Type: AWS::EC2::SecurityGroupIngress
  Properties: {GroupId: !Ref Database, IpProtocol: "-1", CidrIpv6: "::/0"}
"""
GOOD = """
Database:
  Type: AWS::EC2::SecurityGroup
  Properties:
    GroupDescription: MySQL of the order service
    SecurityGroupIngress:
      - {IpProtocol: tcp, FromPort: 3306, ToPort: 3306, CidrIp: 10.0.32.0/19}
Balancer:
  Type: AWS::EC2::SecurityGroup
  Properties:
    GroupDescription: Load balancer of the order service
    SecurityGroupIngress:
      - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}
"""


@in_parts
def check(resource: Resource) -> Iterator[Part]:
    """Judge each ingress rule of a resource, by itself and with the others of its security group."""
    if resource.type == _NODES:
        yield Part(_nodes)
        return
    for place in ingress_places(resource):
        yield Part(_of_rule, place.value, place.path)


def _of_rule(resource: Resource, given: Any, at: str) -> Iterator[Breach]:
    fits = resource.type.startswith("AWS::EC2::")
    for opening in openings_of(resource, Place(at, given)):
        if opening.ports or opening.unclear:
            for peer in opening.peers:
                narrowed = functools.partial(_narrowed, resource, peer)
                yield from fixed(resource, _judged(resource, opening, peer), narrowed, fits=fits)


def _narrowed(resource: Resource, peer: Peer, breach: Breach) -> Iterator[Amendment]:
    """A network of ours, or a list of such, in place of the world; the rule itself where it names none."""
    named = next((step for step in reversed(tuple(steps(breach.at))) if isinstance(step, str)), "")
    if named in _PEERS:
        yield Amendment(breach.at, _PEERS[named], peer.value)
    elif resource.type == "AWS::Lightsail::Instance":
        yield Amendment((*steps(breach.at), "Cidrs"), [_PEERS["CidrIp"]], ABSENT)


def _judged(resource: Resource, opening: Opening, peer: Peer) -> Iterator[Breach]:
    if peer.unknown or is_the_world(peer.networks):
        reached = opening.words if opening.ports else opening.unclear
        yield Breach(f"{peer.text} reaches {reached}.", peer.path, unknown=peer.unknown or not opening.ports)
    elif any(map(is_public, peer.networks)) and (ports := opened_together(resource) & opening.ports):
        listed = ", ".join(map(str, sorted(ports)))
        yield Breach(f"{peer.text} and the group's other rules together let the world reach port {listed}.", peer.path)


def _nodes(group: Resource) -> Iterator[Breach]:
    """The remote access of a node group, open to everybody where it names no security group."""
    for access in group.places("RemoteAccess"):
        if not isinstance(access.value, dict):
            continue
        keys = [one.value for one in group.template.places(access.value, "Ec2SshKey")]
        if all(key in (ABSENT, "") for key in keys):
            continue
        for place in group.template.places(access.value, "SourceSecurityGroups", at=access.path):
            if is_empty(group.template, place.value):
                windows = any(str(one).upper().startswith("WINDOWS") for one in group.values("AmiType"))
                port = 3389 if windows else 22
                found = f"0.0.0.0/0 reaches port {port} of its nodes: SourceSecurityGroups is absent."
                groups = mended(group, first_item(place, "<security group id>"))
                yield Breach(found, place.path, in_words(groups), patches=groups)
