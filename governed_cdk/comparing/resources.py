"""One resource of two assemblies: gone, new, made anew, or other than it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue import facts
from aspects.judge.lock import CONDITION, condition, create_only, fixed_name, what_replaces
from aspects.judge.traits import is_copy
from governed_cdk.comparing.difference import Difference, DifferenceKind, ValueDifference
from governed_cdk.comparing.kinds import property_kind, type_kind
from governed_cdk.comparing.values import tidy, value_differences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aspects.judge.template import Resource
    from governed_cdk.comparing.assets import Assets

UNTOLD = ("AWS::CDK::Metadata",)
"""Types that CDK makes for itself: no difference in them means anything."""

_OLD_ONE = {"Retain": "stays in the account, outside of the stack", "Snapshot": "is deleted after a snapshot"}
_POLICIES = ("DeletionPolicy", "UpdateReplacePolicy")
# A new one comes with each publication, and the old one goes: that is what it is for.
_PUBLISHED = (
    "AWS::ApiGateway::Deployment", "AWS::ECS::TaskDefinition", "AWS::Lambda::LayerVersion", "AWS::Lambda::Version",
)  # fmt: skip


def gone(stack: str, resource: Resource) -> Difference:
    """A resource that leaves its stack."""
    old_one = "RetainExceptOnCreate" if _policy(resource, "DeletionPolicy") == "RetainExceptOnCreate" else ""
    fate = _OLD_ONE.get("Retain" if old_one else _policy(resource, "DeletionPolicy"), "")
    if resource.type in _PUBLISHED:
        return _said(DifferenceKind.OTHER, stack, resource, "goes, as older publications do")
    says = f"leaves the stack and {fate}" if fate else f"is deleted{_with_data(resource)}"
    return _said(DifferenceKind.LOST, stack, resource, says, heavy=holds_data(resource))


def new(stack: str, resource: Resource, assets: Assets) -> Difference:
    """A resource that comes; what of it opens something or guards something is told with it."""
    kind = type_kind(resource.type)
    values: Sequence[ValueDifference] = ()
    if kind in (DifferenceKind.ACCESS, DifferenceKind.EXPOSURE):
        values = [
            ValueDifference(name, None, tidy(resource.template, value, assets))
            for name, value in sorted(resource.properties.items())
            if property_kind(resource.type, name) is kind
        ]
    return _said(kind, stack, resource, "is new", values=values)


def replaced(stack: str, old: Resource, now: Resource) -> Difference | None:
    """A resource that stays under its id and is made anew; None where it is the same one."""
    if old.type != now.type:
        says = f"is replaced: it is {now.type} now; the old one {_replaced_one(old)}"
        return _said(DifferenceKind.LOST, stack, old, says, heavy=holds_data(old))
    changes = [one for one in what_replaces(create_only(old), create_only(now)) if one.place != CONDITION]
    if not changes or now.type in _PUBLISHED:
        return None
    says, grave = _replacement(old, now)
    if all(one.place.startswith("${") for one in changes):
        cause = changes[0].place[2:].partition("}")[0]
        return _said(DifferenceKind.LOST, stack, now, f"{says} It names {cause}.", heavy=grave, cause=cause)
    values = [ValueDifference(one.place, one.old, one.new) for one in changes]
    return _said(DifferenceKind.LOST, stack, now, says, values=values, heavy=grave)


def replaced_along(stack: str, now: Resource, cause: str) -> Difference | None:
    """A resource that is made anew since one is that it names in what can be set at creation only."""
    if now.type in _PUBLISHED:
        return None
    says, grave = _replacement(now, now)
    return _said(DifferenceKind.LOST, stack, now, f"{says} It names {cause}.", heavy=grave, cause=cause)


def changed(stack: str, old: Resource, now: Resource, assets: tuple[Assets, Assets]) -> Iterator[Difference]:
    """What changes in a resource of one type, one difference for each kind."""
    by_kind: dict[DifferenceKind, list[ValueDifference]] = {}
    before, after = _as_told(old, assets[0]), _as_told(now, assets[1])
    for one in value_differences(before, after):
        by_kind.setdefault(property_kind(now.type, one.path), []).append(one)
    for kind, values in by_kind.items():
        says = "changes with an interruption" if kind is DifferenceKind.INTERRUPTED else "changes"
        yield _said(kind, stack, now, says, values=values, heavy=holds_data(now))


def holds_data(resource: Resource) -> bool:
    """Whether data is lost with it."""
    return facts(resource.type).stateful and not is_copy(resource)


def _as_told(resource: Resource, assets: Assets) -> dict[str, Any]:
    """Everything of a resource that means something: no metadata, and no order of deployment."""
    skipped = ("TemplateURL",) if resource.type == "AWS::CloudFormation::Stack" else ()
    found = {
        name: tidy(resource.template, value, assets)
        for name, value in resource.properties.items()
        if name not in skipped and not name.startswith("Fn::")
    }
    found |= {name: _policy(resource, name) for name in _POLICIES}
    for name in ("CreationPolicy", "UpdatePolicy"):
        found |= {name: tidy(resource.template, resource.body[name], assets)} if name in resource.body else {}
    if "Condition" in resource.body:
        found["(Condition)"] = condition(resource.template, resource.body["Condition"])
    return {name: value for name, value in found.items() if value is not None}


def _replacement(old: Resource, now: Resource) -> tuple[str, bool]:
    """What becomes of it, and whether that is grave."""
    name = fixed_name(now)
    if name and name == fixed_name(old):
        return f"cannot be replaced while it keeps its name, {name}: the deploy would fail.", True
    empty = " by a new, empty one" if holds_data(now) else ""
    return f"is replaced{empty}; the old one {_replaced_one(now)}.", holds_data(now)


def _replaced_one(now: Resource) -> str:
    return _OLD_ONE.get(_policy(now, "UpdateReplacePolicy"), f"is deleted{_with_data(now)}")


def _with_data(resource: Resource) -> str:
    return ", with its data" if holds_data(resource) else ""


def _policy(resource: Resource, name: str) -> str:
    """A policy, or the default of the type. Source: CloudFormation User Guide, "DeletionPolicy attribute"."""
    if name in resource.body:
        return str(resource.body[name])
    standalone = resource.type == "AWS::RDS::DBInstance" and "DBClusterIdentifier" not in resource.properties
    snapshot = name == "DeletionPolicy" and (resource.type == "AWS::RDS::DBCluster" or standalone)
    return "Snapshot" if snapshot else "Delete"


def _said(
    kind: DifferenceKind,
    stack: str,
    resource: Resource,
    says: str,
    *,
    values: Sequence[ValueDifference] = (),
    heavy: bool = False,
    cause: str = "",
) -> Difference:
    return Difference(kind, stack, resource.logical_id, resource.type, says, tuple(values), heavy, cause)
