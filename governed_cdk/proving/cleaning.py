"""Take away what experiments made: what a run wrote down, and whatever carries the prefix or the tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governed_cdk.proving.kinds import KINDS, NotYetError

if TYPE_CHECKING:
    from governed_cdk.proving.kinds import Kind
    from governed_cdk.proving.room import Room

_GONE = ("NotFound", "NoSuch", "NonExistent", "DoesNotExist", "ResourceNotFound", "does not exist")


def clean(room: Room, prefix: str) -> tuple[list[str], list[str]]:
    """Take away what the run wrote down and whatever has a name, or tag, that begins with a prefix.

    Returns what was taken away, and what is left with the reason. A removal that fails is tried again until the room's
    patience ends, and the others go on; so they do where a kind cannot be listed.
    """
    removed: list[str] = []
    left: list[str] = []
    for kind in KINDS:
        recorded = [name for noted, name in room.recorded if noted == kind.name]
        found, unlisted = _found(room, kind, prefix)
        left += unlisted
        for name in dict.fromkeys([*recorded, *found]):
            why = _removed(room, kind, name)
            if why:
                left.append(f"{kind.name} {name}: {why}")
                continue
            room.recorded = [one for one in room.recorded if one != (kind.name, name)]
            removed += [f"{kind.name} {name}"] if why == "" else []
    return removed, left


def _found(room: Room, kind: Kind, prefix: str) -> tuple[list[str], list[str]]:
    """The names of a kind, and why they could not be had."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - comes with boto3

    try:
        return list(kind.find(room, prefix)), []
    except (BotoCoreError, ClientError) as error:
        return [], [f"{kind.name} {prefix}*: cannot be listed: {' '.join(str(error).split())}"]


def _removed(room: Room, kind: Kind, name: str) -> str | None:
    """Why it is still there; empty where it was taken away now, None where it was not there."""
    from botocore.exceptions import ClientError  # noqa: PLC0415 - comes with boto3

    why: str | None = ""
    tried = False

    def gone() -> bool:
        nonlocal why, tried
        try:
            kind.remove(room, name)
        except NotYetError as error:
            why, tried = str(error), True
            return False
        except ClientError as error:
            why = f"{error.response['Error']['Code']}: {error.response['Error'].get('Message', '')}"
            if any(word in why for word in _GONE):
                why = "" if tried else None
                return True
            tried = True
            return False
        why = ""
        return True

    room.until(gone, room.patience.removed)
    return why
