"""Networks and ports, pure: which network a text says, which are too wide to name anybody, subnets inside their VPC."""

from __future__ import annotations

import ipaddress
from itertools import combinations
from typing import TYPE_CHECKING, Final

from constructs_lib.kernel.errors import ConfigurationError, invalid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDEST_PREFIX: Final = {4: 8, 6: 16}
"""The shortest prefix, by IP version, of a network that still names somebody. No registry hands out a wider one."""
WIDEST_SOURCE_PREFIX: Final = {4: 8, 6: 32}
"""The same for where a request comes from; wider is everybody (Amazon S3 User Guide, "The meaning of public")."""
MYSQL_PORT: Final = 3306

_SHORTEST, _LONGEST = 16, 28


def ipv4_network(what: str, text: str) -> ipaddress.IPv4Network:
    """The network that a text says, spelled as EC2 takes it.

    Raises ConfigurationError for text that is none, that has host bits, or that is no `<address>/<prefix length>`.
    """
    try:
        network = ipaddress.IPv4Network(text)
    except ValueError:
        network = None
    if network is None or str(network) != text:
        raise invalid(what, text, "an IPv4 network such as 10.0.0.0/16, no host bits set")
    return network


def is_too_wide(network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    """Whether a network holds so many that it names nobody any more."""
    return network.prefixlen < WIDEST_PREFIX[network.version]


def check_networks(vpc: str, subnets: Mapping[str, Sequence[str]]) -> None:
    """Refuse subnets that cannot be made in the VPC; all mistakes at once.

    Args:
        vpc: the VPC's network.
        subnets: networks by the setting that names them.

    Raises:
        ConfigurationError: a subnet larger than /16, smaller than /28 (VPC User Guide, "Subnet CIDR blocks"), outside
            the VPC or overlapping another; a text that is no network.
    """
    named = [(f"{key}: {cidr}", _network(key, cidr)) for key, cidrs in subnets.items() for cidr in cidrs]
    outer = _network("cidr", vpc)
    mistakes = [
        f"{name}: a subnet has /{_SHORTEST} to /{_LONGEST}"
        for name, network in named
        if not _SHORTEST <= network.prefixlen <= _LONGEST
    ]
    mistakes += [f"{name}: outside the VPC ({vpc})" for name, network in named if not network.subnet_of(outer)]
    mistakes += [f"{one[0]}: overlaps {other[0]}" for one, other in combinations(named, 2) if one[1].overlaps(other[1])]
    if mistakes:
        raise ConfigurationError(*mistakes)


def networks_overlap(one: str, other: str) -> bool:
    """Whether two networks share an address."""
    return _network("network", one).overlaps(_network("network", other))


def _network(key: str, text: str) -> ipaddress.IPv4Network:
    try:
        network = ipaddress.IPv4Network(text)
    except ValueError as error:
        raise ConfigurationError(f"{key}: {text}: {error}") from None
    if str(network) != text:
        raise ConfigurationError(f"{key}: {text}: written as {network}")
    return network
