"""Keys: switched off or going, not used for long, and those that do not rotate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from governed_cdk.checkup.said import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governed_cdk.checkup.reader import CheckupReader
    from governed_cdk.checkup.said import Sentence

_UNUSED_DAYS = 90


def state(read: CheckupReader) -> Iterator[Sentence]:
    """Keys that are not enabled."""
    for alias, region, key in _ours(read):
        if key["KeyState"] != "Enabled":
            yield said("key-state", alias=alias, state=key["KeyState"], region=region)


def use(read: CheckupReader) -> Iterator[Sentence]:
    """Keys that nothing has used for 90 days, as long as KMS has kept count (KMS API reference, GetKeyLastUsage)."""
    for alias, region, key in _ours(read):
        if key["CreationDate"] > read.since(days=_UNUSED_DAYS):
            continue
        answer = read.one("kms", "get_key_last_usage", region, KeyId=key["KeyId"])
        last = answer.get("KeyLastUsage", {}).get("Timestamp") or answer["TrackingStartDate"]
        if last < read.since(days=_UNUSED_DAYS):
            yield said("key-unused", alias=alias, days=_UNUSED_DAYS, region=region)


def rotation(read: CheckupReader) -> Iterator[Sentence]:
    """Keys whose material does not rotate."""
    for alias, region, key in _ours(read):
        if key["KeyState"] != "Enabled" or key.get("KeySpec") != "SYMMETRIC_DEFAULT":
            continue
        if not read.one("kms", "get_key_rotation_status", region, KeyId=key["KeyId"])["KeyRotationEnabled"]:
            yield said("key-not-rotated", alias=alias, region=region)


def _ours(read: CheckupReader) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Alias, region and description of each key that an alias of the environment leads to."""
    for region in read.regions:
        for alias in read.every("kms", "list_aliases", "Aliases[?TargetKeyId]", region):
            name = alias["AliasName"].removeprefix("alias/")
            if name.startswith(read.prefix):
                yield name, region, read.one("kms", "describe_key", region, KeyId=alias["TargetKeyId"])["KeyMetadata"]
