"""The servers that DNS names for a zone, as its parent says: only that tells whether a zone is delegated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from dns.name import Name
    from dns.resolver import Resolver

_TIMEOUT_S = 3.0
_SERVERS = 3  # of the parent's, until one answers


def name_servers(zone: str, resolver: Resolver | None = None) -> frozenset[str] | None:
    """The servers that the parent of a zone names for it; none where it does not know it, None without an answer.

    The parent's own servers are asked: a network with a DNS of its own may answer for itself. `resolver`, which finds
    them, is the machine's own if absent. Raises ConfigurationError where dnspython is missing.
    """
    try:
        import dns.exception  # noqa: PLC0415 - an extra: only preflight needs it
        import dns.name  # noqa: PLC0415 - as above
        import dns.resolver  # noqa: PLC0415 - as above
    except ImportError:
        raise ConfigurationError('dnspython is missing; install it: pip install "governed-cdk[aws]"') from None
    wanted = dns.name.from_text(zone)
    try:
        resolver = resolver or dns.resolver.Resolver()
        parent = dns.resolver.zone_for_name(wanted.parent(), resolver=resolver, lifetime=_TIMEOUT_S)
        hosts = sorted(one.target for one in resolver.resolve(parent, "NS", lifetime=_TIMEOUT_S))
    except (dns.exception.DNSException, OSError):
        return None
    answers = (_asked_of(host, wanted, resolver) for host in hosts[:_SERVERS])
    return next((found for found in answers if found is not None), None)


def _asked_of(host: Name, zone: Name, resolver: Resolver) -> frozenset[str] | None:
    """What one server says: a referral in its authority section, or an answer where it serves the zone itself."""
    from dns import exception, message, query, rcode, rdatatype  # noqa: PLC0415 - as above

    question = message.make_query(zone, rdatatype.NS)
    try:
        address = next(iter(resolver.resolve(host, "A", lifetime=_TIMEOUT_S))).address
        response, _ = query.udp_with_fallback(question, address, timeout=_TIMEOUT_S, port=resolver.port)
    except (exception.DNSException, OSError, StopIteration):
        return None
    if response.rcode() not in (rcode.NOERROR, rcode.NXDOMAIN):
        return None
    sections = (*response.answer, *response.authority)
    named = [one for rrset in sections if rrset.name == zone and rrset.rdtype == rdatatype.NS for one in rrset]
    return frozenset(one.target.to_text(omit_final_dot=True).lower() for one in named)
