"""Checks on IPv4 networks, pure: subnets inside their VPC, and no two that overlap."""

from __future__ import annotations

import ipaddress
from itertools import combinations
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SHORTEST, _LONGEST = 16, 28


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
        return ipaddress.IPv4Network(text)
    except ValueError as error:
        raise ConfigurationError(f"{key}: {text}: {error}") from None
