"""Releases leave production traffic alone.

Of an ECS service whose deployments shift traffic (`BLUE_GREEN`, `CANARY`, `LINEAR`) the weights of the production rule
are ECS's. CloudFormation sets those of the template whenever it updates the rule. So production traffic stands in a
rule of its own, not in the default action of a listener, which changes with its certificate; the rule forwards to both
target groups; and nothing in it refers to what a release may change: tasks, functions, parameters, conditions.
A Network Load Balancer has no rules: its listener is left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.readings.switches import said
from aspects.judge.readings.traffic import LISTENER, SERVICE, Production, forwarded, production_of, released
from aspects.judge.rule import Breach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.patch import Patch
    from aspects.judge.template import Resource

TYPES = (SERVICE,)
SINCE = "0.2.0"
WHY = "A stack update that touches the rule moves all traffic to one target group, be there a task in it or not."
FIX = "GovernedLoadBalancer(self, ..., service=service), which makes the rule of a GovernedContainerService"

BAD = """
Service:
  Type: AWS::ECS::Service
  Properties:
    DeploymentConfiguration: {Strategy: CANARY}
    LoadBalancers:
      - TargetGroupArn: !Ref Blue
        AdvancedConfiguration: {AlternateTargetGroupArn: !Ref Green, ProductionListenerRule: !Ref Production}
Production:
  Type: AWS::ElasticLoadBalancingV2::ListenerRule
  Properties:
    Priority: 1
    Conditions: [{Field: path-pattern, Values: ["/*"]}]
    Actions: [{Type: forward, TargetGroupArn: !Ref Blue}]
Blue: {Type: AWS::ElasticLoadBalancingV2::TargetGroup}
Green: {Type: AWS::ElasticLoadBalancingV2::TargetGroup}
"""
GOOD = BAD.replace(
    "[{Type: forward, TargetGroupArn: !Ref Blue}]",
    "[{Type: forward, ForwardConfig: {TargetGroups: "
    "[{TargetGroupArn: !Ref Blue, Weight: 100}, {TargetGroupArn: !Ref Green, Weight: 0}]}}]",
)

_LAYER_4 = {"tcp", "tls", "udp", "tcp_udp", "quic", "tcp_quic"}


def check(resource: Resource) -> Iterator[Breach]:
    """Judge where the production traffic of a service stands."""
    for found in production_of(resource):
        if found.leading.type == LISTENER:
            if not any(said(value) in _LAYER_4 for value in found.leading.values("Protocol")):
                text = f"Production traffic stands in the default action of {found.leading.logical_id}."
                yield Breach(text, at=found.at, fix="a listener rule of its own, as ProductionListenerRule")
            continue
        yield from _refers(found)
        yield from _forwards(found)


def _refers(found: Production) -> Iterator[Breach]:
    for what in released(found.leading):
        yield Breach(f"The production rule {found.leading.logical_id} refers to {what}.", at=found.at, fix=_STEADY)


def _forwards(found: Production) -> Iterator[Breach]:
    groups = forwarded(found.leading)
    if groups is not None and groups != found.groups:
        named = ", ".join(sorted(groups)) or "nothing"
        text = f"The production rule {found.leading.logical_id} forwards to {named}, not to both target groups."
        yield Breach(text, at=found.at, fix=_BOTH, patches=_both(found))


def _both(found: Production) -> tuple[Patch, ...]:
    """The action with both groups as the service names them, where it is the rule's only one."""
    balancers: Any = found.service.properties.get("LoadBalancers")
    actions: Any = found.leading.properties.get("Actions")
    if not (isinstance(balancers, list) and len(balancers) == 1 and isinstance(actions, list) and len(actions) == 1):
        return ()
    blue, green = (
        balancers[0].get("TargetGroupArn"),
        balancers[0]["AdvancedConfiguration"].get("AlternateTargetGroupArn"),
    )
    weighted = [{"TargetGroupArn": blue, "Weight": 100}, {"TargetGroupArn": green, "Weight": 0}]
    action = {"Type": "forward", "ForwardConfig": {"TargetGroups": weighted}}
    return mended(found.leading, Amendment("Actions", [action]))


_STEADY = "a rule whose conditions, priority and groups are the same in every release"
_BOTH = "ListenerAction.weighted_forward([...]) of both groups, 100 and 0"
