"""The ports that a rule of a security group, or of something like one, opens."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Final

from aspects.judge.template import ABSENT, Import, Lookup, Partial, Reference, Unknown, as_int, describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Template

DANGEROUS_PORTS: Final = frozenset({22, 3306, 3389, 5432, 5601, 6379, 9200, 27017})
"""SSH, MySQL, RDP, PostgreSQL, Kibana, Redis, Elasticsearch, MongoDB."""

EVERY_PORT: Final = range(65536)
"""All ports there are."""

_MOST = 1024  # ways in which the branches of one rule combine
_WITH_PORTS = {"tcp", "udp", "6", "17"}
_EVERYTHING = {"-1", "all", "any"}
# Without ports: what is open there reaches no service on a dangerous one.
_WITHOUT_PORTS = {"icmp", "icmpv6", "icmp6", "igmp", "gre", "esp", "ah", "ipip", "ospf", "sctp"}


def opened(template: Template, rule: dict[str, Any], protocol: str) -> Iterator[range | str]:
    """Each range of ports that a rule may open, its protocol under some name; text says what is unknown about it."""
    options = ([place.value for place in template.places(rule, name)] for name in (protocol, "FromPort", "ToPort"))
    for count, combination in enumerate(itertools.product(*options)):
        if count == _MOST:
            yield "ports with too many alternatives"
            return
        # An empty value is no protocol and no port: EC2 refuses the rule.
        empty = any(isinstance(given, str) and not given.strip() for given in combination)
        found = None if empty else _range(*combination)
        if found is not None:
            yield found


def _range(protocol: Any, low: Any, high: Any) -> range | str | None:
    """The ports that one wording opens; None for a protocol without ports; text says what is unknown."""
    if isinstance(protocol, Unknown | Lookup | Import | Reference | Partial):
        return f"protocol {describe(protocol)}"
    number = as_int(protocol)
    name = str(number) if number is not None else str(protocol).strip().lower()
    if name in _EVERYTHING:
        return EVERY_PORT
    if name in _WITHOUT_PORTS or (number is not None and name not in _WITH_PORTS):
        return None
    ends = [as_int(end) for end in (low, high)]
    if -1 in ends:
        return EVERY_PORT
    for given, end in zip((low, high), ends, strict=True):
        if end is None and given is not ABSENT:
            return f"port {describe(given)}"
    first = 0 if ends[0] is None else ends[0]
    last = EVERY_PORT[-1] if ends[1] is None else ends[1]
    # EC2 refuses a range that runs backwards; what it was meant to open is judged all the same.
    return range(max(min(first, last), 0), min(max(first, last), EVERY_PORT[-1]) + 1)
