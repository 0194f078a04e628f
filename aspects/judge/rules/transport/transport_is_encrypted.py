"""Transport is encrypted.

Judged are listeners (a load balancer's `HTTP` is fine when all that it does is to redirect to HTTPS, and no rule of it
forwards; `TCP` where TLS may pass through), distributions (the certificate of CloudFront always admits TLS 1.0),
caches, databases and their parameter groups, brokers, search domains, mounts, subscriptions: that they take
encrypted connections only, and none older than TLS 1.2 where a property says so. A property that is absent counts as
the service's default.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aspects.judge.readings.across import meant
from aspects.judge.readings.override import override
from aspects.judge.readings.transport import DEMANDS, Demand
from aspects.judge.readings.transport_mending import (
    redirecting_rule,
    requiring_ssl,
    secure_classic_listener,
    secure_listener,
    secured,
    wanted_at,
)
from aspects.judge.readings.viewers import old_viewers
from aspects.judge.rule import Breach
from aspects.judge.template import ABSENT, OPAQUE, Unknown, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Place, Resource

TYPES = tuple(
    sorted({
        *DEMANDS, "AWS::ElasticLoadBalancing::LoadBalancer", "AWS::ElasticLoadBalancingV2::Listener",
        "AWS::ElasticLoadBalancingV2::ListenerRule", "AWS::Redshift::ClusterParameterGroup",
    })
)  # fmt: skip
SINCE = "0.1.0"
MENDED = "0.2.0"
WHY = "What travels in plain text can be read and changed by everything on its way."
FIX = "Protocol: HTTPS, with a certificate; or a default action that redirects to HTTPS"

BAD = """
Listener:
  Type: AWS::ElasticLoadBalancingV2::Listener
  Properties:
    LoadBalancerArn: "{{resolve:ssm:/prod/api/load-balancer-arn}}"
    Port: 80
    Protocol: HTTP
    DefaultActions: [{Type: forward, TargetGroupArn: "{{resolve:ssm:/prod/api/target-group-arn}}"}]
"""
GOOD = """
Listener:
  Type: AWS::ElasticLoadBalancingV2::Listener
  Properties:
    LoadBalancerArn: "{{resolve:ssm:/prod/api/load-balancer-arn}}"
    Port: 80
    Protocol: HTTP
    DefaultActions: [{Type: redirect, RedirectConfig: {Protocol: HTTPS, Port: "443", StatusCode: HTTP_301}}]
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Judge each property that decides, by the table of demands."""
    for demand in DEMANDS.get(resource.type, ()):
        yield from _demanded(resource, demand)
    if more := _MORE.get(resource.type):
        yield from more(resource)


def _demanded(resource: Resource, demand: Demand) -> Iterator[Breach]:
    path, pattern = demand.when or ((), None)
    given = [value for value in resource.values(*path) if value is not ABSENT] if pattern else []
    if pattern and not any(isinstance(value, Unknown) or pattern.fullmatch(_text(value)) for value in given):
        return
    unsure = pattern is not None and not any(pattern.fullmatch(_text(value)) for value in given)
    for thing in resource.places(*demand.path[: demand.anchor]):
        if demand.anchor and not isinstance(thing.value, dict):
            continue
        for place in resource.template.places(thing.value, *demand.path[demand.anchor :], at=thing.path):
            for breach in _judged(place, demand):
                fixed = replace(breach, fix=_fix(resource, demand, place), unknown=unsure or breach.unknown)
                yield fixed if fixed.unknown else replace(fixed, patches=secured(resource, demand, place))


def _judged(place: Place, demand: Demand) -> Iterator[Breach]:
    name = demand.name
    if place.value is ABSENT:
        if demand.default:
            yield Breach(f"{name} is absent, and so {demand.default}.", at=place.path)
    elif isinstance(place.value, Unknown):
        yield Breach(f"{name} is {place.value.why}.", at=place.path, unknown=True)
    elif not isinstance(place.value, OPAQUE) and not demand.good.fullmatch(_text(place.value)):
        yield Breach(f"{name} is {place.value}.", at=place.path)


def _fix(resource: Resource, demand: Demand, place: Place) -> str:
    """The line of Python that sets a property of the type that is judged; a dot in a name is no step."""
    path = place.path.removesuffix(demand.name) + demand.name.replace(".", r"\\.")
    return override(path if place.path.endswith(demand.name) else place.path, wanted_at(resource, demand, place))


def _text(value: Any) -> str:
    return str(value).lower()


def _listener(resource: Resource) -> Iterator[Breach]:
    for place in resource.places("Protocol"):
        protocol = _text(place.value)
        plain = protocol == "http" or (protocol == "tcp" and "80" in map(str, resource.values("Port")))
        if plain and not (protocol == "http" and _redirects(resource)):
            found = f"It listens for {place.value}, and does not redirect to HTTPS."
            fix = "" if protocol == "http" else "protocol=elbv2.Protocol.TLS, certificates=[certificate]"
            yield Breach(found, at=place.path, fix=fix, patches=tuple(secure_listener(resource)))
        elif isinstance(place.value, Unknown):
            yield Breach(f"Protocol is {place.value.why}.", at=place.path, unknown=True)


def _listener_rule(resource: Resource) -> Iterator[Breach]:
    """A rule of a listener for plain HTTP that is known here: what it forwards came in plain text."""
    listeners = [one for value in resource.values("ListenerArn") for one in meant(resource.template, value)]
    if any(_text(value) == "http" for one in listeners for value in one.values("Protocol")):
        for place in resource.places("Actions", "*", "Type"):
            if _text(place.value) == "forward":
                fix = 'action=elbv2.ListenerAction.redirect(protocol="HTTPS", port="443", permanent=True)'
                found = "It forwards what a listener for HTTP takes."
                yield Breach(found, at=place.path, fix=fix, patches=redirecting_rule(resource))


def _classic(resource: Resource) -> Iterator[Breach]:
    """A listener for `TCP` passes TLS through, but on the port of plain HTTP."""
    for listener in resource.places("Listeners", "*"):
        ports = [str(one.value) for one in resource.template.places(listener.value, "LoadBalancerPort")]
        for place in resource.template.places(listener.value, "Protocol", at=listener.path):
            if isinstance(place.value, Unknown):
                yield Breach(f"Protocol is {place.value.why}.", at=place.path, unknown=True)
            elif _text(place.value) == "http" or (_text(place.value) == "tcp" and "80" in ports):
                fix = (
                    override(place.path, "HTTPS" if _text(place.value) == "http" else "SSL") + ", with SSLCertificateId"
                )
                patches = secure_classic_listener(resource, listener.path, place)
                yield Breach(f"It listens for {place.value}.", at=place.path, fix=fix, patches=patches)


def _redirects(resource: Resource) -> bool:
    protocols = resource.values("DefaultActions", "*", "RedirectConfig", "Protocol")
    return bool(protocols) and all(text_of(protocol) == "HTTPS" for protocol in protocols)


def _parameters(resource: Resource) -> Iterator[Breach]:
    """Redshift takes plain connections unless `require_ssl` is on."""
    values: list[Any] = []
    for place in resource.places("Parameters", "*"):
        if isinstance(place.value, Unknown):
            yield Breach(f"Parameters is {place.value.why}.", at=place.path, unknown=True)
            return
        found = resource.template
        if [one.value for one in found.places(place.value, "ParameterName")] == ["require_ssl"]:
            values += [one.value for one in found.places(place.value, "ParameterValue")]
    if not values or any(_text(value) == "false" for value in values):
        fix = 'redshift.ClusterParameterGroup(self, ..., parameters={"require_ssl": "true"})'
        yield Breach("require_ssl is not on.", at="Parameters", fix=fix, patches=tuple(requiring_ssl(resource)))


_MORE = {
    "AWS::CloudFront::Distribution": old_viewers,
    "AWS::ElasticLoadBalancing::LoadBalancer": _classic,
    "AWS::ElasticLoadBalancingV2::Listener": _listener,
    "AWS::ElasticLoadBalancingV2::ListenerRule": _listener_rule,
    "AWS::Redshift::ClusterParameterGroup": _parameters,
}
