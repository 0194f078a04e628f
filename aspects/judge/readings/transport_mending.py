"""What makes a connection an encrypted one: the changes of a template for what `transport-is-encrypted` finds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from aspects.judge.patch import GONE, Patch, on
from aspects.judge.readings.mending import ends, mended
from aspects.judge.readings.transport import TLS_POLICY, WANTED, Demand
from aspects.judge.template import EVERY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Place, Resource

CERTIFICATE: Final = "<certificate arn>"
_REDIRECT = {"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}}
_ENDPOINT, _PROVIDER = "AWS::DMS::Endpoint", "AWS::DMS::DataProvider"
# In Amazon SNS's own spelling (API Reference, Subscribe).
_OF_TYPE = {("AWS::SNS::Subscription", "Protocol"): "https", ("AWS::SNS::Topic", "Protocol"): "https"}
# AWS DMS User Guide, "Using SSL with AWS Database Migration Service": not each engine takes `require`.
_VERIFIED = re.compile(r"(?i)(mysql|mariadb|aurora(?!-postgres)|oracle|db2|ibmdb2)")
_OF_AN_AUTHORITY = ("verify-ca", "verify-full")
_SWITCHES = {"true": True, "false": False}
_VERIFIED_FULL = re.compile(r"(?i)sybase")


def wanted(type_: str, demand: Demand, *, found: Any = "", engine: str = "") -> str:
    """What a property has to be: by its name, by the type that it is of, and where it is of databases by the engine."""
    if demand.name == "SslMode" and type_ in (_ENDPOINT, _PROVIDER):
        full = "verify-full" if _VERIFIED_FULL.match(engine) else WANTED["SslMode"]
        return "verify-ca" if _VERIFIED.match(engine) else full
    if demand.name == "SecurityProtocol" and str(found).lower().startswith("sasl"):
        return "sasl-ssl"
    return _OF_TYPE.get((type_, demand.name), WANTED[demand.name])


def wanted_at(resource: Resource, demand: Demand, place: Place) -> str | bool:
    """As `wanted`, of the property at a place of a resource; a switch as such, but for parameters, which are text."""
    engines = [str(value) for value in resource.values("EngineName")]
    engine = engines[0] if resource.type == _ENDPOINT else place.path.removeprefix("Settings.")
    value = wanted(resource.type, demand, found=place.value, engine=engine)
    return value if "Parameters" in demand.path else _SWITCHES.get(value, value)


def secured(resource: Resource, demand: Demand, place: Place) -> tuple[Patch, ...]:
    """What makes a property what a demand says, with whatever else has to be there then."""
    value = wanted_at(resource, demand, place)
    if demand.path[-1] == EVERY:
        return _without_bad(resource, demand, place)
    found = mended(resource, place.path, value, was=place.value, name=demand.name)
    if value in _OF_AN_AUTHORITY:
        at = place.path.removesuffix("SslMode") + "CertificateArn"
        found += () if _is_there(resource, at) else mended(resource, at, "<arn of the certificate of its authority>")
    if value == "https":
        at = place.path.removesuffix("Protocol") + "Endpoint"
        plain = (end for end in ends(resource, at) if str(end.written).startswith("http://"))
        found += tuple(end.becomes(str(end.written).replace("http://", "https://", 1)) for end in plain)
    return found


def _without_bad(resource: Resource, demand: Demand, place: Place) -> tuple[Patch, ...]:
    """A list with what is right in it; with the one that is wanted where nothing is."""
    at = place.path.rpartition("[")[0] if place.path.endswith("]") else place.path
    found: list[Patch] = []
    for end in ends(resource, at):
        items = end.written if isinstance(end.written, list) else [end.written]
        kept = [item for item in items if not _is_bad(resource, demand, item)]
        found += [end.becomes(kept or [wanted_at(resource, demand, place)])] if kept != items else []
    return tuple(found)


def _is_bad(resource: Resource, demand: Demand, item: Any) -> bool:
    texts = (one for one in resource.template.alternatives(item) if isinstance(one, str))
    return any(not demand.good.fullmatch(text.lower()) for text in texts)


def secure_listener(listener: Resource) -> Iterator[Patch]:
    """A listener for HTTP redirects to one for HTTPS where there is one, else becomes that; one for TCP ends TLS."""
    if _text(listener, "Protocol") == "http" and _has_secure_sibling(listener):
        yield from mended(listener, "DefaultActions", [_REDIRECT])
        return
    protocol = "HTTPS" if "http" in map(str.lower, map(str, listener.values("Protocol"))) else "TLS"
    yield on(listener, "Protocol", protocol)
    if "80" in map(str, listener.values("Port")):
        yield on(listener, "Port", 443)
    if not _is_there(listener, "Certificates"):
        yield on(listener, "Certificates", [{"CertificateArn": CERTIFICATE}])
    yield on(listener, "SslPolicy", TLS_POLICY)


def redirecting_rule(rule: Resource) -> tuple[Patch, ...]:
    """A rule of a listener for HTTP that redirects, in place of all that it does."""
    return mended(rule, "Actions", [_REDIRECT])


def secure_classic_listener(balancer: Resource, at: str, place: Place) -> tuple[Patch, ...]:
    """A listener of a Classic Load Balancer with a certificate; it goes where there is one on the port of HTTPS."""
    if any(str(value) == "443" for value in balancer.values("Listeners", EVERY, "LoadBalancerPort")):
        return mended(balancer, at, GONE)
    plain, protocol = str(place.value).upper(), "HTTPS" if str(place.value).lower() == "http" else "SSL"
    port = "LoadBalancerPort"
    changes: dict[str, Any] = {"Protocol": protocol, "SSLCertificateId": CERTIFICATE}
    if any(str(value) == "80" for value in balancer.values(*_path(at), port)):
        changes[port] = "443"
    if not _is_there(balancer, f"{at}.InstanceProtocol"):
        changes["InstanceProtocol"] = plain
    return tuple(patch for name, value in changes.items() for patch in mended(balancer, f"{at}.{name}", value))


def requiring_ssl(group: Resource) -> Iterator[Patch]:
    """The parameter of Redshift that turns away plain connections, on or added."""
    parameter = {"ParameterName": "require_ssl", "ParameterValue": "true"}
    for end in ends(group, "Parameters"):
        if end.is_absent:
            yield end.becomes([parameter])
        elif isinstance(end.written, list):
            named = [index for index, item in enumerate(end.written) if _is_require_ssl(item)]
            yield from (Patch((*end.way, index), parameter) for index in named or [len(end.written)])


def _is_require_ssl(item: Any) -> bool:
    return isinstance(item, dict) and item.get("ParameterName") == "require_ssl"


def _path(at: str) -> list[str]:
    return [EVERY if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", at)]


def _has_secure_sibling(listener: Resource) -> bool:
    balancer = listener.properties.get("LoadBalancerArn")
    others = listener.template.of_type(listener.type)
    same = (one for one in others if one is not listener and one.properties.get("LoadBalancerArn") == balancer)
    return any(_text(one, "Protocol") == "https" for one in same)


def _text(resource: Resource, name: str) -> str:
    return "|".join(str(value).lower() for value in resource.values(name))


def _is_there(resource: Resource, at: str) -> bool:
    return any(not end.is_absent for end in ends(resource, at))
