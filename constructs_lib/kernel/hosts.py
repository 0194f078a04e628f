"""Host names as clients write them, and as a load balancer's rules compare them."""

from __future__ import annotations

import re

from constructs_lib.kernel.errors import invalid

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"({_LABEL}\.)+(?!\d+\Z){_LABEL}")  # the last one is no number: an address is no name
_LONGEST = 128  # of a host-header condition (Application Load Balancers guide, "Host conditions")


def check_host(where: str, host: str, *, wildcard: bool = False) -> None:
    """Refuse what is no full host name in lower case; with `wildcard` a first label `*` is one.

    Raises:
        ConfigurationError: what was given, and what is allowed.
    """
    whole = host.removeprefix("*.") if wildcard else host
    if len(host) > _LONGEST or not _HOST.fullmatch(whole):
        example = "api.example.com or *.example.com" if wildcard else "api.example.com"
        raise invalid(where, host, f"a full name in lower case such as {example}, {_LONGEST} characters at most")
