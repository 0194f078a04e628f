"""Ingress rules of every type that has some, read into who reaches which port."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from aspects.judge.readings.peers import THE_WORLD, Peer, peers_at, prefix_list_at
from aspects.judge.readings.ports import DANGEROUS_PORTS, EVERY_PORT, opened
from aspects.judge.template import ABSENT, OPAQUE, Import, Lookup, Place, Reference, Unknown, describe, same_value
from aspects.judge.template.networks import is_the_world
from aspects.judge.template.once import once, once_an_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource, Template
    from aspects.judge.template.networks import Network


_MOST_MEMBERS = 32


@dataclass(frozen=True)
class _Shape:
    """How a type words its rules. `port`: every rule opens the one port that the thing listens on."""

    rules: tuple[str, ...] = ()
    protocol: str = "IpProtocol"
    networks: tuple[str, ...] = ("CidrIp", "CidrIpv6")
    prefix_list: str = "SourcePrefixListId"
    port: str = ""
    open_when_absent: bool = False


SHAPES: Final = {
    "AWS::EC2::SecurityGroup": _Shape(("SecurityGroupIngress", "*")),
    "AWS::EC2::SecurityGroupIngress": _Shape(),
    "AWS::GameLift::ContainerFleet": _Shape(("InstanceInboundPermissions", "*"), "Protocol", ("IpRange",)),
    "AWS::GameLift::Fleet": _Shape(("EC2InboundPermissions", "*"), "Protocol", ("IpRange",)),
    "AWS::Lightsail::Instance": _Shape(
        ("Networking", "Ports", "*"), "Protocol", ("Cidrs", "Ipv6Cidrs", "CidrListAliases"), open_when_absent=True
    ),
    "AWS::RDS::DBSecurityGroup": _Shape(("DBSecurityGroupIngress", "*"), networks=("CIDRIP",), port="its databases"),
    "AWS::RDS::DBSecurityGroupIngress": _Shape(networks=("CIDRIP",), port="its databases"),
    "AWS::Redshift::ClusterSecurityGroupIngress": _Shape(networks=("CIDRIP",), port="its clusters"),
}
"""The types with ingress rules, and how each words them."""


@dataclass(frozen=True)
class Opening:
    """One rule: the dangerous ports that it opens, in words too, and each peer that it may admit.

    `unclear` says why its ports cannot be known, where they cannot.
    """

    ports: frozenset[int]
    words: str
    unclear: str
    peers: tuple[Peer, ...]


@dataclass
class _Groups:
    """The resources with rules for one group in some templates, and the ports that they open to the world together."""

    members: dict[Any, list[Resource]] = field(default_factory=dict)
    together: dict[Any, frozenset[int]] = field(default_factory=dict)


@once
def openings(resource: Resource) -> tuple[Opening, ...]:
    """The rules of a resource."""
    return tuple(opening for place in ingress_places(resource) for opening in openings_of(resource, place))


def openings_of(resource: Resource, place: Place) -> Iterator[Opening]:
    """The rules that one of `ingress_places` may turn out to be."""
    return _openings(resource.template, SHAPES[resource.type], iter([place]))


def opened_together(resource: Resource) -> frozenset[int]:
    """The ports that the group of a resource opens to the world by several rules."""
    known = _groups_of(resource.template)
    found: frozenset[int] = frozenset()
    for group in _groups(resource) if known.together else ():
        ports, members = known.together.get(group, frozenset()), known.members.get(group, [])
        # By all branches at once; whether by those of one world is worth asking where the group is no list of its own.
        found |= _opened_by(members, ports) if ports and len(members) <= _MOST_MEMBERS else ports
    return found


@once_an_app
def _groups_of(templates: tuple[Template, ...]) -> _Groups:
    """The groups of a template and of those that were read together with it."""
    found = _Groups()
    for resource in (one for template in templates for one in template.of_type(*SHAPES)):
        for group in _groups(resource):
            found.members.setdefault(group, []).append(resource)
    for group, members in found.members.items():
        if ports := _opened_by(members, DANGEROUS_PORTS):
            found.together[group] = ports
    return found


def _opened_by(members: list[Resource], ports: frozenset[int]) -> frozenset[int]:
    """Which of some ports the rules of some resources open to the world, several of them together."""
    found = [opening for member in members for opening in openings(member)]
    return frozenset(port for port in ports if _together(found, port)) if len(found) > 1 else frozenset()


def ingress_places(resource: Resource) -> Iterator[Place]:
    """The rules of a resource as they stand."""
    shape = SHAPES[resource.type]
    for place in resource.places(*shape.rules[:-1]):
        # CloudFormation takes a single rule where a list of them is due.
        alone = not shape.rules or (isinstance(place.value, dict) and shape.protocol in place.value)
        yield from (place,) if alone else resource.template.places(place.value, "*", at=place.path)


def _together(openings: list[Opening], port: int) -> bool:
    # Of one rule's peers only one comes true: the widest speaks for it.
    widest = (
        max((peer.networks for peer in opening.peers), key=_addresses, default=())
        for opening in openings
        if port in opening.ports
    )
    return is_the_world(itertools.chain.from_iterable(widest))


def _addresses(networks: tuple[Network, ...]) -> int:
    return sum(network.num_addresses for network in networks)


def _groups(resource: Resource) -> list[Any]:
    """The security groups that the rules of a resource may belong to, as something to compare."""
    if resource.type != "AWS::EC2::SecurityGroupIngress":
        return [resource]
    found = dict.fromkeys(
        value.resource if isinstance(value, Reference) else same_value(value)
        for value in (*resource.values("GroupId"), *resource.values("GroupName"))
        if isinstance(value, (str, *OPAQUE)) and same_value(value) is not None
    )
    return list(found) or [resource]


def _openings(template: Template, shape: _Shape, places: Iterator[Place]) -> Iterator[Opening]:
    for place in places:
        if isinstance(place.value, dict):
            ports, words, unclear = _ports(template, shape, place.value)
            yield Opening(ports, words, unclear, tuple(_peers(template, shape, place)))
        elif place.value is not ABSENT:
            why = describe(place.value) if isinstance(place.value, Unknown | Lookup | Import) else "no rule"
            yield Opening(DANGEROUS_PORTS, "dangerous ports", why, (Peer(why, place.path, unknown=True),))


def _ports(template: Template, shape: _Shape, rule: dict[str, Any]) -> tuple[frozenset[int], str, str]:
    """The dangerous ports that a rule may open; in words; why they cannot be known, where they cannot."""
    if shape.port:
        return DANGEROUS_PORTS, shape.port, ""
    ports: set[int] = set()
    words = unclear = ""
    for found in opened(template, rule, shape.protocol):
        if isinstance(found, str):
            unclear = found
        else:
            ports.update(port for port in DANGEROUS_PORTS if port in found)
            words = "every port" if found == EVERY_PORT else words
    listed = ", ".join(map(str, sorted(ports)))
    return frozenset(ports), words or f"port {listed}", unclear


def _peers(template: Template, shape: _Shape, rule: Place) -> Iterator[Peer]:
    absent = True
    for name in shape.networks:
        for place in template.places(rule.value, name, "*", at=rule.path):
            if place.value is not ABSENT:
                absent = False
                yield from peers_at(place, 6 if "v6" in name else 4)
    for place in template.places(rule.value, shape.prefix_list, at=rule.path):
        if place.value is not ABSENT:
            yield from prefix_list_at(place)
    if absent and shape.open_when_absent:
        yield Peer("0.0.0.0/0, the default,", rule.path, THE_WORLD)
