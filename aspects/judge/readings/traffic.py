"""Where production traffic stands of a service whose deployments shift it, and what of that a release would touch."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aspects.judge.readings.across import meant
from aspects.judge.readings.switches import said
from aspects.judge.template import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource, Template

RULE, LISTENER = "AWS::ElasticLoadBalancingV2::ListenerRule", "AWS::ElasticLoadBalancingV2::Listener"
SERVICE, _GROUP = "AWS::ECS::Service", "AWS::ElasticLoadBalancingV2::TargetGroup"
_SHIFTING = {"blue_green", "canary", "linear"}
_AT = ("LoadBalancers", "*")
_ADVANCED = "AdvancedConfiguration"
_IN_TEXT = re.compile(r"\$\{([A-Za-z0-9:]+)(?:\.[A-Za-z0-9.]+)?\}")
_RELEASED = ("AWS::ECS::", "AWS::Lambda::")
_LASTING = "AWS::SSM::Parameter::Value<"  # what another stack has made, and no release of this one changes


@dataclass(frozen=True)
class Production:
    """What leads production traffic to one service: a rule or a listener, and the place that names it."""

    service: Resource
    leading: Resource
    at: str
    groups: frozenset[str]
    """Logical ids of the target groups that its traffic is shifted between, as far as they are of the template."""


def shifts(service: Resource) -> bool:
    """Whether deployments of a service shift traffic, in some world."""
    return any(said(value) in _SHIFTING for value in service.values("DeploymentConfiguration", "Strategy"))


def production_of(service: Resource) -> Iterator[Production]:
    """Where production traffic of a service stands, as far as it is in its template."""
    if not shifts(service):
        return
    groups = frozenset(
        found.logical_id
        for way in (("TargetGroupArn",), (_ADVANCED, "AlternateTargetGroupArn"))
        for value in service.values(*_AT, *way)
        for found in meant(service.template, value)
        if found.type == _GROUP
    )
    for place in service.places(*_AT, _ADVANCED, "ProductionListenerRule"):
        for found in meant(service.template, place.value):
            if found.type in (RULE, LISTENER):
                yield Production(service, found, place.path, groups)


def forwarded(rule: Resource) -> set[str] | None:
    """Logical ids of the target groups that a rule forwards to; None where not all of them are known."""
    ways = (
        ("Actions", "*", "TargetGroupArn"),
        ("Actions", "*", "ForwardConfig", "TargetGroups", "*", "TargetGroupArn"),
    )
    found: set[str] = set()
    for way in ways:
        for value in rule.values(*way):
            named = [one.logical_id for one in meant(rule.template, value) if one.type == _GROUP]
            if isinstance(value, Unknown) or (isinstance(value, str) and not named):
                return None
            found.update(named)
    return found


def released(rule: Resource) -> Iterator[str]:
    """What a rule's properties refer to that a release may change: a service, its tasks, a function, a parameter."""
    for name in sorted(set(_names(rule.properties))):
        if name == "Fn::If":
            yield "a condition"
        elif name in rule.template.resources and rule.template.resources[name].type.startswith(_RELEASED):
            yield f"{name} ({rule.template.resources[name].type})"
        elif (parameter := _parameters(rule.template).get(name)) and not str(parameter).startswith(_LASTING):
            yield f"the parameter {name}"


def _parameters(template: Template) -> dict[str, Any]:
    found = template.body.get("Parameters")
    known = found if isinstance(found, dict) else {}
    return {name: body.get("Type", "") for name, body in known.items() if isinstance(body, dict)}


def _names(value: Any) -> Iterator[str]:
    """The names that a value of a template refers to, and `Fn::If` where it has a condition."""
    if isinstance(value, list):
        for one in value:
            yield from _names(one)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == "Ref" and isinstance(inner, str):
                yield inner
            elif key == "Fn::GetAtt":
                yield str(inner[0] if isinstance(inner, list) and inner else inner).partition(".")[0]
            elif key == "Fn::Sub":
                yield from _IN_TEXT.findall(str(inner[0] if isinstance(inner, list) and inner else inner))
            elif key == "Fn::If":
                yield key
            yield from _names(inner)
