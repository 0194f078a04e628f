"""What the lock says when a resource is not as it was."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aspects.judge.lock.file import Locked


KEPT = "stateful-resources-keep-their-logical-ids"
"""The finding that a locked resource is lost."""

NOT_REPLACED = "stateful-resources-are-not-replaced"
"""The finding that a locked resource is made anew under its id."""

NAMED = "named-resources-are-not-replaced"
"""The finding that a deploy would fail: a resource without data would be made anew, and keeps its name."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value that may not change, and did. None stands for absent."""

    place: str
    old: Any = field(hash=False)
    new: Any = field(hash=False)


@dataclass(frozen=True, slots=True)
class BrokenLock:
    """A locked resource that the templates no longer have as it was.

    `kind` is dropped, renamed, moved (to another stack), changed (to another type), replaced (by `changes`),
    elsewhere (another account or region), stack-gone, or taken: without data, and its name is given to another one.
    `to_stack`, `to_id` and `to_path` say where it went, as far as that can be told. `account` and `region` are
    those in which `cdk refactor` can take it along, and empty where it cannot. `named` is the physical name that a
    replaced one keeps, which stands in the way of its replacement; `old_one` what becomes of the old one
    (`UpdateReplacePolicy`).
    """

    kind: str
    environment: str
    stack: str
    logical_id: str
    was: Locked
    to_stack: str = ""
    to_id: str = ""
    to_path: str = ""
    new_type: str = ""
    account: str = ""
    region: str = ""
    at: str = ""
    changes: tuple[Change, ...] = ()
    named: str = ""
    old_one: str = "Delete"

    @property
    def rule(self) -> str:
        """The finding that it is."""
        if self.was.named:
            return NAMED
        return NOT_REPLACED if self.kind in ("replaced", "elsewhere") else KEPT

    @property
    def address(self) -> str:
        """`<stack>/<logical id>`, as `governed-cdk relock` takes it."""
        return f"{self.stack}/{self.logical_id}"
