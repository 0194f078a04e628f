"""Who an ingress rule admits: networks, as far as a template alone tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from aspects.judge.template import ABSENT, Partial, Reference, describe
from aspects.judge.template.networks import Network, network_of, prefix_of
from constructs_lib.kernel.networks import WIDEST_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Place

THE_WORLD: Final[tuple[Network, ...]] = tuple(filter(None, map(network_of, ("0.0.0.0/0", "::/0"))))
"""Every address there is."""

_OUR_NETWORKS = {"AWS::EC2::VPC", "AWS::EC2::VPCCidrBlock", "AWS::EC2::Subnet", "AWS::EC2::SubnetCidrBlock"}


@dataclass(frozen=True)
class Peer:
    """Who may come in: networks, or, in a few words, why they cannot be known. `value` is what names them."""

    text: str
    path: str
    networks: tuple[Network, ...] = ()
    unknown: bool = False
    value: Any = field(default=ABSENT, compare=False)


def peers_at(place: Place, version: int) -> Iterator[Peer]:
    """The peer that a CIDR names; none for a network of ours, and for an empty one, which EC2 refuses.

    `version` is that of a CIDR whose address is unknown.
    """
    value = place.value
    if isinstance(value, Reference) and value.resource.type in _OUR_NETWORKS:
        return
    if isinstance(value, str) and not value.strip():
        return
    prefix = prefix_of(value)
    if prefix == 0:
        yield Peer(describe(value), place.path, THE_WORLD, value=value)
    elif prefix is not None and prefix >= WIDEST_PREFIX[version]:
        return
    elif isinstance(value, str) and not isinstance(value, Partial) and (network := network_of(value)):
        yield Peer(value.strip(), place.path, (network,), value=value)
    else:
        yield Peer(describe(value), place.path, unknown=True)


def prefix_list_at(place: Place) -> Iterator[Peer]:
    """The peers that a prefix list stands for: its networks, where the template holds it."""
    value = place.value
    if not isinstance(value, Reference) or value.resource.type != "AWS::EC2::PrefixList":
        yield Peer(f"Prefix list {describe(value)}", place.path, unknown=True)
        return
    networks: list[Network] = []
    for entry in value.resource.places("Entries", "*", "Cidr"):
        for peer in peers_at(entry, 6 if ":" in str(entry.value) else 4) if entry.value is not ABSENT else ():
            networks += peer.networks
            if peer.unknown:
                yield Peer(f"Prefix list {value.logical_id} with {peer.text}", place.path, unknown=True)
    yield Peer(f"Prefix list {value.logical_id}", place.path, tuple(networks), value=value)
