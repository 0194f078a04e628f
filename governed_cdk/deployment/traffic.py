"""What a change set would do to production traffic that ECS shifts: the weights of a rule are set to the template's.

The decision is pure; `ProductionTraffic` reads what it needs. CloudFormation knows nothing of the weights that ECS has
set, and shows a change of a tag and a change of the weights alike (https://github.com/aws/aws-cdk/issues/36649).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.readings.across import meant
from aspects.judge.readings.traffic import RULE, production_of
from aspects.judge.template import as_int

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from aspects.judge.template import Resource, Template
    from governed_cdk.deployment.artifacts import Artifact
    from governed_cdk.deployment.judged import Change
    from governed_cdk.preflight.account import Account

Weights = dict[str, float]
"""The share of the traffic, 0 to 1, by target group."""

LIFT = "--reset-traffic"
_PAIR = 2


def production_rules(stack: Template, name: str = "") -> dict[str, Resource]:
    """The production rules of a stack and of those nested in it, by `<stack>/<logical id>` as a change set has them."""
    name = name or stack.stack_name
    found = {
        f"{name}/{one.leading.logical_id}": one.leading
        for service in stack.resources.values()
        for one in production_of(service)
        if one.leading.type == RULE and one.leading.template is stack
    }
    for nested, template in stack.nested.items():
        found |= production_rules(template, f"{name}/{nested}")
    return found


def written(rule: Resource) -> Weights:
    """What a template says of a rule's traffic, by logical id of the target groups."""
    found: dict[str, float] = {}
    for place in rule.places("Actions", "*", "ForwardConfig", "TargetGroups", "*"):
        group: Any = place.value if isinstance(place.value, dict) else {}
        weight = as_int(group.get("Weight", 1))
        for value in rule.template.alternatives(group.get("TargetGroupArn")):
            found |= {one.logical_id: 1.0 if weight is None else float(weight) for one in meant(rule.template, value)}
    for value in rule.values("Actions", "*", "TargetGroupArn"):
        found |= {one.logical_id: 1.0 for one in meant(rule.template, value)}
    return _shares(found)


def live(rule: Mapping[str, Any]) -> Weights:
    """What a rule does as `DescribeRules` tells it, by ARN of the target groups."""
    found: dict[str, float] = {}
    for action in rule.get("Actions", ()):
        groups = action.get("ForwardConfig", {}).get("TargetGroups", ())
        found |= {one["TargetGroupArn"]: float(one.get("Weight", 1)) for one in groups}
        if not groups and "TargetGroupArn" in action:
            found[action["TargetGroupArn"]] = 1.0
    return _shares(found)


def moves(template: Weights, now: Weights, arns: Mapping[str, str]) -> bool:
    """Whether the weights of a template, by logical ids with these ARNs, are others than those of now."""
    wanted = {arns.get(name, name): share for name, share in template.items() if share}
    return wanted != {arn: share for arn, share in now.items() if share}


def _shares(weights: Weights) -> Weights:
    total = sum(weights.values())
    return {group: round(weight / total, 4) if total else 0.0 for group, weight in weights.items()}


class ProductionTraffic:
    """The production rules of a deploy in their account.

    Args:
        artifacts: of the assembly, by stack: AWS is asked as the role that reads for one.
        account: whose they are.
        lifted: rules that may be set to their templates' weights, by `<stack>/<logical id>`.
    """

    def __init__(self, artifacts: Mapping[str, Artifact], account: Account, lifted: Collection[str]) -> None:
        self._artifacts, self._account, self._lifted = artifacts, account, lifted

    def refusals(self, stack: Template, changes: Mapping[str, list[Change]]) -> list[str]:
        """Why a change set may not be executed for the traffic's sake; nothing where it may."""
        return list(self._refused(stack, changes))

    def _refused(self, stack: Template, changes: Mapping[str, list[Change]]) -> Iterator[str]:
        rules = production_rules(stack)
        touched = [
            (name, change)
            for name, some in changes.items()
            for change in some
            if change.get("ResourceType") == RULE and change.get("Action") in ("Modify", "Remove")
        ]
        for name, change in touched:
            address = f"{name}/{change['LogicalResourceId']}"
            removed = change["Action"] == "Remove"
            if address in self._lifted or not (removed or address in rules):
                continue
            ask, arn = self._asking(stack), change.get("PhysicalResourceId", "")
            answer, code = ask("elbv2", "describe_rules", RuleArns=[arn])
            now = live(next(iter(answer.get("Rules", ())), {}))
            if why := self._why(ask, change, code=code, now=now, rule=rules.get(address)):
                yield (
                    f"{stack.stack_name}: {change['LogicalResourceId']} leads production traffic, and {why}; "
                    f"meant: governed-cdk deploy {LIFT} {address}"
                )

    def _why(
        self,
        ask: Callable[..., tuple[dict[str, Any], str]],
        change: Change,
        *,
        code: str,
        now: Weights,
        rule: Resource | None,
    ) -> str:
        """What is against a change of one rule, whose weights are these now; nothing where all stays as it is."""
        if code == "RuleNotFound":
            return ""
        if code:
            return f"its weights cannot be read: {code}"
        if rule is None:
            return "would go, with the weights that ECS has set" if len(now) >= _PAIR else ""
        template, stack_id = written(rule), change.get("StackId") or rule.template.stack_name
        arns: dict[str, str] = {}
        for group in template:
            answer, _ = ask("cloudformation", "describe_stack_resource", StackName=stack_id, LogicalResourceId=group)
            arns[group] = answer.get("StackResourceDetail", {}).get("PhysicalResourceId", group)
        if not moves(template, now, arns):
            return ""
        what = ", ".join(sorted({str(one) for one in change.get("Scope", ())})) or "a change"
        said = ", ".join(f"{arn.partition('targetgroup/')[2] or arn} {share:.0%}" for arn, share in sorted(now.items()))
        return f"{what} of it would set the template's weights: now it is {said}"

    def _asking(self, stack: Template) -> Callable[..., tuple[dict[str, Any], str]]:
        region = stack.region or self._account.region
        role = self._artifacts[stack.stack_name].lookup if stack.stack_name in self._artifacts else ""
        account = self._account.as_role(role, region) if role else self._account

        def ask(service: str, operation: str, **arguments: Any) -> tuple[dict[str, Any], str]:
            return account.ask(service, region, operation, **arguments)

        return ask
