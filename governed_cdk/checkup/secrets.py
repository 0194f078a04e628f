"""Secrets: rotations that failed, that are due, and whether each keeps to its days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from governed_cdk.checkup.said import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governed_cdk.checkup.reader import CheckupReader
    from governed_cdk.checkup.said import Sentence

_DUE_DAYS = 7
_OLD_DAYS = 90
_EVENTS = ("RotationFailed", "RotationAbandoned")  # Secrets Manager User Guide, "Log events with CloudTrail": non-API


def rotations_failed(read: CheckupReader) -> Iterator[Sentence]:
    """Rotations that the trail knows to have failed since yesterday, and those that should have been."""
    for event in _EVENTS:
        found = read.every(
            "cloudtrail",
            "lookup_events",
            "Events[]",
            LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": event}],
            StartTime=read.since(days=1),
            EndTime=read.now,
        )
        for one in found:
            names = ", ".join(resource.get("ResourceName", "?") for resource in one.get("Resources", ())) or "?"
            yield said("rotation-failed", name=names, when=f"{one['EventTime']:%F %R}")
    for secret in _ours(read):
        due = secret.get("NextRotationDate")
        if secret.get("RotationEnabled") and due and read.days_until(due) < -1:
            yield said("rotation-overdue", name=secret["Name"], due=f"{due:%F}")


def rotations_due(read: CheckupReader) -> Iterator[Sentence]:
    """Secrets that no function rotates and that are older than 90 days, or will be within a week."""
    for secret in _ours(read):
        if not secret.get("RotationEnabled"):
            changed = secret.get("LastChangedDate") or secret["CreatedDate"]
            age = -read.days_until(changed)
            if age > _OLD_DAYS - _DUE_DAYS:
                yield said("secret-old", name=secret["Name"], age=age, most=_OLD_DAYS)


def rotation_history(read: CheckupReader) -> Iterator[Sentence]:
    """Rotated secrets that did not keep to their days in the last months."""
    for secret in _ours(read):
        if not secret.get("RotationEnabled"):
            continue
        days = secret.get("RotationRules", {}).get("AutomaticallyAfterDays")
        last = secret.get("LastRotatedDate")
        if last is None:
            if -read.days_until(secret["CreatedDate"]) > (days or 0) + 1:
                yield said("never-rotated", name=secret["Name"])
        elif days and -read.days_until(last) > days + 1:
            yield said("rotated-late", name=secret["Name"], last=f"{last:%F}", days=days)


def _ours(read: CheckupReader) -> list[dict[str, Any]]:
    found = read.every("secretsmanager", "list_secrets", "SecretList[]")
    return [one for one in found if f"/{read.environment.name}/" in one["Name"]]
