"""Ingress is closed on dangerous ports."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.template import Resource

WHY = "What the whole internet can reach is attacked within minutes."
FIX = "admit a security group: Rule(port=3306, group=service.security_group, reason=...)"

DANGEROUS_PORTS = (22, 3389, 3306, 5432, 6379, 27017, 9200, 5601)
_OPEN_PREFIX = {4: 8, 6: 16}


def check(resource: Resource) -> Iterator[str]:
    """Judge the ingress of a security group, inline or as a resource of its own."""
    if resource.type == "AWS::EC2::SecurityGroup":
        rules = resource.properties.get("SecurityGroupIngress", [])
    elif resource.type == "AWS::EC2::SecurityGroupIngress":
        rules = [resource.properties]
    else:
        return
    for rule in rules:
        network = rule.get("CidrIp") or rule.get("CidrIpv6")
        ports = [port for port in DANGEROUS_PORTS if _covers(rule, port)]
        if ports and _open(network):
            yield f"{network} reaches port {', '.join(map(str, ports))}."


def _covers(rule: dict[str, Any], port: int) -> bool:
    if str(rule.get("IpProtocol")) == "-1":
        return True
    low, high = rule.get("FromPort", 0), rule.get("ToPort", 65535)
    return isinstance(low, int) and isinstance(high, int) and low <= port <= high


def _open(network: Any) -> bool:
    """Whether a network is so wide that it is no named peer any more: halves of the address space count as well."""
    if not isinstance(network, str):
        return False
    parsed = ipaddress.ip_network(network, strict=False)
    return parsed.prefixlen < _OPEN_PREFIX[parsed.version]
