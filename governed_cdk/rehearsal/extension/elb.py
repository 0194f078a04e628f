"""Elastic Load Balancing: the weights of a rule that forwards to several groups, which the emulator drops."""

from __future__ import annotations

from typing import Any

from ministack.services import alb
from ministack.services.cloudformation import provisioners

Groups = list[dict[str, Any]]
_END = "</member>"


def know_weights() -> None:
    """Take a rule's or a listener's weights from the API and from templates, keep them, and tell them."""
    parse, tell = alb._parse_actions, alb._action_xml  # noqa: SLF001 - see handler.py
    of_template = provisioners._elbv2_listener_actions  # noqa: SLF001 - see handler.py

    def parsed(params: Any, prefix: str = "DefaultActions") -> list[dict[str, Any]]:
        actions: list[dict[str, Any]] = parse(params, prefix)
        for number, action in enumerate(actions, start=1):
            _keep(action, _given(params, f"{prefix}.member.{number}.ForwardConfig.TargetGroups"))
        return actions

    def told(action: dict[str, Any]) -> str:
        text = str(tell(action))
        return f"{text.removesuffix(_END)}{_xml(action['ForwardConfig']['TargetGroups'])}{_END}" if (
            "ForwardConfig" in action
        ) else text  # fmt: skip

    def templated(properties: Any, balancer: Any, prop: str = "DefaultActions") -> list[dict[str, Any]]:
        actions: list[dict[str, Any]] = of_template(properties, balancer, prop)
        for action, said in zip(actions, (properties or {}).get(prop) or [], strict=False):
            _keep(action, (said.get("ForwardConfig") or {}).get("TargetGroups") or [])
        return actions

    alb._parse_actions, alb._action_xml = parsed, told  # noqa: SLF001 - see handler.py
    provisioners._elbv2_listener_actions = templated  # noqa: SLF001 - see handler.py


def _given(params: Any, prefix: str) -> Groups:
    found: Groups = []
    while arn := alb._p(params, f"{prefix}.member.{len(found) + 1}.TargetGroupArn"):  # noqa: SLF001 - see handler.py
        weight = alb._p(params, f"{prefix}.member.{len(found) + 1}.Weight", "1")  # noqa: SLF001 - see handler.py
        found.append({"TargetGroupArn": arn, "Weight": weight})
    return found


def _keep(action: dict[str, Any], groups: Groups) -> None:
    if groups:
        kept = [{"TargetGroupArn": one["TargetGroupArn"], "Weight": int(one.get("Weight", 1))} for one in groups]
        action["ForwardConfig"] = {"TargetGroups": kept}
        # Requests go to one group here: to that which has most of the traffic.
        action["TargetGroupArn"] = max(kept, key=lambda one: one["Weight"])["TargetGroupArn"]


def _xml(groups: Groups) -> str:
    members = "".join(
        f"<member><TargetGroupArn>{one['TargetGroupArn']}</TargetGroupArn><Weight>{one['Weight']}</Weight></member>"
        for one in groups
    )
    return f"<ForwardConfig><TargetGroups>{members}</TargetGroups></ForwardConfig>"
