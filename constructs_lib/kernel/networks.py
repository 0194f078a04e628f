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
REDIS_PORT: Final = 6379

_SHORTEST, _LONGEST = 16, 28
# Application Load Balancers guide, "Subnets for your load balancer": /27, and eight free addresses in each.
_LONGEST_FOR_LOAD_BALANCER = 27
# VPC User Guide, "VPC CIDR blocks": RFC 1918, and the shared addresses of RFC 6598.
_PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
# This host, loopback, link-local, multicast and what is left over (RFC 6890): no VPC can be made of them.
_NEVER = ("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4")


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


def check_vpc(cidr: str, *, allow_public_range: bool) -> None:
    """Refuse a VPC whose addresses are not private, unless they are one's own. Raises ConfigurationError."""
    inside = f"a network inside {', '.join(_PRIVATE[:-1])} or {_PRIVATE[-1]}"
    if is_no_place(cidr):
        raise invalid("cidr", cidr, inside)
    network = _network("cidr", cidr)
    if not allow_public_range and not any(network.subnet_of(_network("cidr", private)) for private in _PRIVATE):
        raise invalid("cidr", cidr, f"{inside}; another one only with allow_public_range: true")


def is_no_place(cidr: str) -> bool:
    """Whether a network has addresses of no machine: this host, loopback, link-local, multicast, reserved."""
    return any(networks_overlap(cidr, network) for network in _NEVER)


def check_load_balancers_fit(subnets: Mapping[str, Sequence[str]]) -> None:
    """Refuse subnets in which no load balancer can be made. Raises ConfigurationError, all mistakes at once."""
    mistakes = [
        invalid(key, cidr, f"/{_LONGEST_FOR_LOAD_BALANCER} or larger: a load balancer needs as much").mistakes[0]
        for key, cidrs in subnets.items()
        for cidr in cidrs
        if _network(key, cidr).prefixlen > _LONGEST_FOR_LOAD_BALANCER
    ]
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
