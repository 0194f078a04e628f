"""Networks: what a CIDR covers, and whether some of them together are the world.

The world is whoever has a public address: networks that together hold more public addresses than one IPv4 /8 or one
IPv6 /16 name nobody any more. Counting addresses rather than comparing texts sees halves, quarters and lists of the
address space. Addresses that never come over the internet do not count (IANA, "Special-Purpose Address Registry", IPv4
and IPv6).
"""

from __future__ import annotations

import functools
import ipaddress
import re
from typing import TYPE_CHECKING, Any, Final

from aspects.judge.template.property_values import Partial
from constructs_lib.kernel.networks import WIDEST_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NOT_PUBLIC: Final[tuple[Network, ...]] = tuple(
    ipaddress.ip_network(text)
    for text in (
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "224.0.0.0/4",
        "fc00::/7",
        "fe80::/10",
        "ff00::/8",
    )
)
_MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")
_LAST_PREFIX = re.compile(r"/(\d{1,3})\s*\Z")


@functools.lru_cache(maxsize=4096)
def network_of(text: str) -> Network | None:
    """The network that a CIDR says, its host bits ignored as EC2 does; None for text that is none.

    IPv4 addresses that are written as IPv6 ones (`::ffff:0.0.0.0/96`) are the IPv4 ones.
    """
    try:
        network = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return None
    if isinstance(network, ipaddress.IPv6Network) and network.subnet_of(_MAPPED):
        address = int(network.network_address) & 0xFFFFFFFF
        return ipaddress.IPv4Network((address, network.prefixlen - _MAPPED.prefixlen))
    return network


def is_the_world(networks: Iterable[Network]) -> bool:
    """Whether networks together hold more public addresses than the widest network that names somebody."""
    given = list(networks)
    v4 = ipaddress.collapse_addresses(one for one in given if isinstance(one, ipaddress.IPv4Network))
    v6 = ipaddress.collapse_addresses(one for one in given if isinstance(one, ipaddress.IPv6Network))
    return (
        sum(map(_public_addresses, v4)) > 1 << (32 - WIDEST_PREFIX[4])
        or sum(map(_public_addresses, v6)) > 1 << (128 - WIDEST_PREFIX[6])
    )  # fmt: skip


@functools.lru_cache(maxsize=4096)
def _public_addresses(network: Network) -> int:
    found = network.num_addresses
    for hidden in _NOT_PUBLIC:
        if hidden.version == network.version and hidden.overlaps(network):
            # Of two networks that overlap, one holds the other.
            found -= min(hidden.num_addresses, network.num_addresses)
    return found


def is_public(network: Network) -> bool:
    """Whether a network holds public addresses at all."""
    return _public_addresses(network) > 0


def prefix_of(value: Any) -> int | None:
    """The prefix length at the end of a CIDR whose address is known only at deploy time (`${Address}/32`)."""
    if not isinstance(value, Partial) or not isinstance(value.parts[-1], str):
        return None
    match = _LAST_PREFIX.search(value.parts[-1])
    return int(match[1]) if match else None
