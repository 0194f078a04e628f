"""What makes a connection an encrypted one: the changes of a template for what `transport-is-encrypted` finds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from aspects.judge.patch import GONE, steps
from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.readings.rewrite_target import NO_VALUE, Edit
from aspects.judge.readings.rewriting import branches
from aspects.judge.readings.transport import TLS_POLICY, WANTED, Demand
from aspects.judge.template import ABSENT, EVERY
from aspects.judge.template.intrinsics import is_function

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.patch import Patch
    from aspects.judge.template import Place, Resource

CERTIFICATE: Final = "<certificate arn>"
_REDIRECT = {"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}}
_SSL_ONLY = {"ParameterName": "require_ssl", "ParameterValue": "true"}
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
    around = place.path.removesuffix(demand.name)  # whose name may have dots in it
    return mended(
        resource,
        Amendment((*steps(around), demand.name), value, place.value),
        *(_beside(resource, around, value) if around != place.path else ()),
    )


def _beside(resource: Resource, around: str, value: object) -> Iterator[Amendment]:
    """What has to be there as well, by what a property becomes; `around` is the place that it stands in, with a dot."""
    if value in _OF_AN_AUTHORITY and not _is_there(resource, f"{around}CertificateArn"):
        yield Amendment(f"{around}CertificateArn", "<arn of the certificate of its authority>")
    if value == "https":
        for endpoint in _values_at(resource, f"{around}Endpoint"):
            if isinstance(endpoint, str) and endpoint.startswith("http://"):
                yield Amendment(f"{around}Endpoint", endpoint.replace("http://", "https://", 1), endpoint)


def _without_bad(resource: Resource, demand: Demand, place: Place) -> tuple[Patch, ...]:
    """A list with what is right in it; with the one that is wanted where nothing is."""

    def kept(written: Any) -> Iterator[Edit]:
        items = written if isinstance(written, list) else [written]
        good = [item for item in items if not _is_bad(resource, demand, item)]
        if good != items:
            yield Edit((), good or [wanted_at(resource, demand, place)])

    return mended(resource, Amendment(place.path.rpartition("[")[0] if place.path.endswith("]") else place.path, kept))


def _is_bad(resource: Resource, demand: Demand, item: Any) -> bool:
    texts = (one for one in resource.template.alternatives(item) if isinstance(one, str))
    return any(not demand.good.fullmatch(text.lower()) for text in texts)


def secure_listener(listener: Resource) -> tuple[Patch, ...]:
    """A listener for HTTP redirects to one for HTTPS where there is one, else becomes that; one for TCP ends TLS."""
    if _text(listener, "Protocol") == "http" and _has_secure_sibling(listener):
        return mended(listener, Amendment("DefaultActions", [_REDIRECT]))
    protocol = "HTTPS" if "http" in map(str.lower, map(str, listener.values("Protocol"))) else "TLS"
    changes: dict[str, Any] = {"Protocol": protocol}
    if "80" in map(str, listener.values("Port")):
        changes["Port"] = 443
    if not _is_there(listener, "Certificates"):
        changes["Certificates"] = [{"CertificateArn": CERTIFICATE}]
    changes["SslPolicy"] = TLS_POLICY
    return mended(listener, *(Amendment(name, value) for name, value in changes.items()))


def redirecting_rule(rule: Resource) -> tuple[Patch, ...]:
    """A rule of a listener for HTTP that redirects, in place of all that it does."""
    return mended(rule, Amendment("Actions", [_REDIRECT]))


def secure_classic_listener(balancer: Resource, at: str, place: Place) -> tuple[Patch, ...]:
    """A listener of a Classic Load Balancer with a certificate; it goes where there is one on the port of HTTPS."""
    if any(str(value) == "443" for value in balancer.values("Listeners", EVERY, "LoadBalancerPort")):
        return mended(balancer, Amendment(at, GONE))
    plain, protocol = str(place.value).upper(), "HTTPS" if str(place.value).lower() == "http" else "SSL"
    changes: dict[str, Any] = {"Protocol": protocol, "SSLCertificateId": CERTIFICATE}
    if "80" in map(str, _values_at(balancer, f"{at}.LoadBalancerPort")):
        changes["LoadBalancerPort"] = "443"
    if not _is_there(balancer, f"{at}.InstanceProtocol"):
        changes["InstanceProtocol"] = plain
    around = len(tuple(steps(at)))
    return mended(balancer, *(Amendment(f"{at}.{name}", value, within=around) for name, value in changes.items()))


def requiring_ssl(group: Resource) -> tuple[Patch, ...]:
    """The parameter of Redshift that turns away plain connections, on or added."""
    return mended(group, Amendment("Parameters", _with_require_ssl))


def _with_require_ssl(written: Any) -> Iterator[Edit]:
    if not isinstance(written, list):
        yield from () if is_function(written) and written != NO_VALUE else (Edit((), [_SSL_ONLY]),)
        return
    named = [index for index, item in enumerate(written) if any(map(_names_it, branches(item)))]
    for way, leaf in (one for index in named for one in branches(written[index], (index,))):
        inner = leaf if isinstance(leaf, list) else []
        there = [(*way, at) for at, item in enumerate(inner) if _is_require_ssl(item)] or [(*way, len(inner))]
        yield from (Edit(at, _SSL_ONLY) for at in (there if leaf is inner else [way]))
    if not named:
        yield Edit((len(written),), _SSL_ONLY)


def _names_it(branch: tuple[Any, Any]) -> bool:
    _, leaf = branch
    return any(map(_is_require_ssl, leaf if isinstance(leaf, list) else [leaf]))


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


def _values_at(resource: Resource, at: str) -> list[Any]:
    return [place.value for place in resource.places(*_path(at)) if place.path == at]


def _is_there(resource: Resource, at: str) -> bool:
    return any(value not in (ABSENT, "", [], {}) for value in _values_at(resource, at))
