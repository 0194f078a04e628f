"""Apps with a bucket, their locks, and what a synth says of a lock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects import govern
from aspects.judge.lock import Locked, lock_text, locked
from aspects.judge.template.assembly import read_assembly
from constructs_lib import GovernedBucket, KeyPurpose, PlatformStack, StackSettings, contract
from tests.aspects.reports import reported, violations
from tests.support import TODAY, environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import aws_cdk as cdk


KEPT = "stateful-resources-keep-their-logical-ids"
NOT_REPLACED = "stateful-resources-are-not-replaced"
NAMED = "named-resources-are-not-replaced"
ENDED = "replacements-have-an-end"
OF_THE_LOCK = (KEPT, NOT_REPLACED, NAMED, ENDED, "stateful-resources-are-locked")


class Orders(PlatformStack[StackSettings]):
    slug = "orders"
    reads = (*(purpose.output for purpose in KeyPurpose), contract.LOGGING_ACCESS_LOG_BUCKET_NAME)


class Accounts(Orders):
    slug = "accounts"


def orders(app: cdk.App, stack: type[Orders] = Orders, *, bucket: str = "Files", kind: str = "files") -> None:
    GovernedBucket(stack(app, environment("prod", stacks={})), bucket, kind=kind)


def synth(
    folder: Path, build: Callable[[cdk.App], object], lock: Path | None, mode: str = "enforce", *, today: str = TODAY
) -> tuple[bool, list[dict[str, Any]]]:
    """Whether the synth passes, and what is said of the lock."""
    app = new_app(folder, today=today)
    build(app)
    govern(app, environment("prod", stacks={}, governance={"mode": mode}), lock=lock)
    passed, reports = reported(app)
    return passed, [one for one in violations(reports) if one["ruleName"] in OF_THE_LOCK]


def lock_of(folder: Path, build: Callable[[cdk.App], object]) -> Path:
    """The lock of what is built."""
    synth(folder / "before", build, None)
    path = folder / "stateful.lock.json"
    path.write_text(lock_text(locked(read_assembly(folder / "before"))))
    return path


def written(folder: Path, **stacks: dict[str, Locked]) -> Path:
    path = folder / "stateful.lock.json"
    path.write_text(lock_text({"prod": {name.replace("_", "-"): one for name, one in stacks.items()}}))
    return path
