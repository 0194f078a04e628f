"""Egress is not open to everything.

No egress rule of a security group, inline or a resource of its own, lets every port reach the world. A group without
any egress rule is open too, by EC2's default; that is not a finding, since nobody wrote it down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.patch import steps
from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.readings.peers import peers_at
from aspects.judge.readings.ports import EVERY_PORT, opened
from aspects.judge.readings.rewrite_target import BranchGuard
from aspects.judge.rule import Breach
from aspects.judge.template import ABSENT
from aspects.judge.template.networks import is_the_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.patch import Patch
    from aspects.judge.template import Place, Resource

_NEARLY_ALL = len(EVERY_PORT) - 1  # port 0 is none

TYPES = ("AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupEgress")
SEVERITY = "warning"
SINCE = "0.1.0"
WHY = "What gets in takes data out by any port it likes."
FIX = "GovernedSecurityGroup(self, ..., egress=[...]), or leave egress out for HTTPS alone"

BAD = """
Service:
  Type: AWS::EC2::SecurityGroup
  Properties:
    GroupDescription: Containers of the order service
    SecurityGroupEgress: [{IpProtocol: "-1", CidrIp: 0.0.0.0/0}]
"""
GOOD = """
Service:
  Type: AWS::EC2::SecurityGroup
  Properties:
    GroupDescription: Containers of the order service
    SecurityGroupEgress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}]
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Judge each egress rule by itself."""
    inline = ("SecurityGroupEgress", "*") if resource.type == "AWS::EC2::SecurityGroup" else ()
    for rule in resource.places(*inline):
        if isinstance(rule.value, dict):
            yield from _judged(resource, rule)


def _judged(resource: Resource, rule: Place) -> Iterator[Breach]:
    ports = opened(resource.template, rule.value, "IpProtocol")
    if not any(isinstance(found, range) and len(found) >= _NEARLY_ALL for found in ports):
        return
    for name, version in (("CidrIp", 4), ("CidrIpv6", 6)):
        for place in resource.template.places(rule.value, name, at=rule.path):
            for peer in peers_at(place, version) if place.value is not ABSENT else ():
                if is_the_world(peer.networks):
                    yield Breach(f"Every port reaches {peer.text}.", peer.path, patches=_https(resource, rule, place))


def _https(resource: Resource, rule: Place, peer: Place) -> tuple[Patch, ...]:
    """HTTPS alone to the same peer; a rule of another branch, with another peer, is left as it is."""
    name = peer.path.rpartition(".")[2]
    guard = BranchGuard(1, lambda node: peer.value in resource.template.alternatives(node.get(name)))
    wanted = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}
    return mended(
        resource, *(Amendment((*steps(rule.path), name), value, guard=guard) for name, value in wanted.items())
    )
