"""Take away what experiments made: what a run wrote down, and whatever carries the prefix or the tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governed_cdk.proving.kinds import KINDS, NotYetError

if TYPE_CHECKING:
    from governed_cdk.proving.kinds import Kind
    from governed_cdk.proving.room import Room

_GONE = ("NotFound", "NoSuch", "NonExistent", "DoesNotExist", "ResourceNotFound", "does not exist")


def clean(room: Room, prefix: str) -> tuple[list[str], list[str]]:
    """Take away everything whose name, or tag, begins with a prefix; (what was taken away, what is left and why).

    A removal that fails is tried again until the room's patience ends; the others go on.
    """
    removed: list[str] = []
    left: list[str] = []
    for kind in KINDS:
        recorded = [name for recorded, name in room.recorded if recorded == kind.name and name.startswith(prefix)]
        for name in dict.fromkeys([*recorded, *kind.find(room, prefix)]):
            why = _removed(room, kind, name)
            if why is None:
                continue
            (left if why else removed).append(f"{kind.name} {name}{f': {why}' if why else ''}")
    return removed, left


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
