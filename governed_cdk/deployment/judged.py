"""A change set, judged before it is executed: nothing that the lock holds may be replaced or leave its stack.

Source of what a change set says: CloudFormation API Reference, ResourceChange,
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue import facts

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from aspects.judge.lock import Locked

Change = dict[str, Any]
"""One `ResourceChange`."""

_MEANT = 'governed-cdk relock {address} --reason "..." --owner TEAM --until YYYY-MM-DD'


def refusals(
    stack: str, changes: Iterable[Change], locked: Mapping[str, Locked], today: datetime.date | None
) -> list[str]:
    """One line for each change that may not be made: where, what causes it, and what to do.

    `stack` is called as the lock calls it; `locked` is what the lock holds of it.

    One `Conditional` passes: for the ARN or the id of a resource that the same change set changes in place, tags for
    example. It stays the same, and the stack policy would deny it if it were one.
    """
    listed = list(changes)
    in_place = {one["LogicalResourceId"] for one in listed if one.get("Replacement") == "False"}
    judged = [one for one in listed if not _stays(one, in_place)]
    return [line for one in judged for line in _refused(stack, one, locked.get(one["LogicalResourceId"]), today)]


def meant(locked: Mapping[str, Locked], today: datetime.date | None) -> frozenset[str]:
    """The logical ids whose replacement somebody means, today."""
    return frozenset(
        name for name, one in locked.items() if one.replacement is not None and not one.replacement.ended(today)
    )


def _refused(stack: str, change: Change, was: Locked | None, today: datetime.date | None) -> Iterator[str]:
    if was is None:
        return
    name, action, replaced = change["LogicalResourceId"], change.get("Action"), change.get("Replacement")
    said = f"{stack}: {name} ({was.type}{f', {was.path}' if was.path else ''})"
    if was.replacement is not None and action != "Remove":
        if not was.replacement.ended(today):
            return
        if replaced in ("True", "Conditional"):
            said += f", whose replacement was meant until {was.replacement.until},"
    address = f"{stack}/{name}"
    if was.named:
        if replaced == "True" and not _renamed(was, change):
            yield (
                f"{said} would fail to be replaced, for {_causes(change)}: CloudFormation replaces nothing that keeps "
                f"its name, {was.named}; set that back, or give it another name, then governed-cdk accept"
            )
    elif action == "Remove":
        yield f"{said} would leave its stack; make it again, or let it go: governed-cdk relock {address}"
    elif replaced in ("True", "Conditional") or action == "Dynamic":
        would = "would" if replaced == "True" else "might"
        yield (
            f"{said} {would} be replaced by a new, empty one, for {_causes(change)}; "
            f"set that back, or say that it is meant: {_MEANT.format(address=address)}"
        )


def _stays(change: Change, in_place: Collection[str]) -> bool:
    """Whether nothing would replace it but the identity of what is only changed in place."""
    causes = [one for one in change.get("Details", ()) if one["Target"].get("RequiresRecreation", "Never") != "Never"]
    if change.get("Replacement") != "Conditional" or not causes:
        return False
    for one in causes:
        name, _, attribute = one.get("CausingEntity", "").partition(".")
        known = one.get("ChangeSource") == "ResourceAttribute" and one.get("Evaluation") == "Dynamic"
        if not known or name not in in_place or not attribute.endswith(("Arn", "Id")):
            return False
    return True


def _renamed(was: Locked, change: Change) -> bool:
    """Whether the new one has another name, so that both can be there."""
    known = facts(was.type).name
    return known is not None and known.path[0] in _properties(change)


def _causes(change: Change) -> str:
    return ", ".join(_properties(change)) or "what its change set does not say"


def _properties(change: Change) -> list[str]:
    """The properties that replace it, each once, with what they depend on where they are not known before."""
    found = []
    for detail in change.get("Details", ()):
        target = detail.get("Target", {})
        if target.get("RequiresRecreation", "Never") != "Never":
            found.append(target.get("Name") or target.get("Attribute", ""))
    return list(dict.fromkeys(filter(None, found)))
