"""The lock on what must not change by accident: logical ids of stateful resources, and what would replace resources."""

from aspects.judge.lock.advice import REFACTOR, RELOCK, UPDATE, advice, refactor_mapping
from aspects.judge.lock.broken import KEPT, NAMED, NOT_REPLACED, BrokenLock, Change
from aspects.judge.lock.canonical import canonical, condition
from aspects.judge.lock.compare import broken, what_replaces
from aspects.judge.lock.create_only import CONDITION, create_only, has_key, is_nameless, named_in
from aspects.judge.lock.file import (
    LOCK_FILE,
    MARK,
    Lock,
    Locked,
    gone_environments,
    lock_text,
    marked,
    project_locks,
    read_lock,
    replacements,
)
from aspects.judge.lock.names import fixed_name
from aspects.judge.lock.renew import Renewal, renewed
from aspects.judge.lock.replacement import ENDED, Replacement
from aspects.judge.lock.stacks import locked

__all__ = [
    "CONDITION",
    "ENDED",
    "KEPT",
    "LOCK_FILE",
    "MARK",
    "NAMED",
    "NOT_REPLACED",
    "REFACTOR",
    "RELOCK",
    "UPDATE",
    "BrokenLock",
    "Change",
    "Lock",
    "Locked",
    "Renewal",
    "Replacement",
    "advice",
    "broken",
    "canonical",
    "condition",
    "create_only",
    "fixed_name",
    "gone_environments",
    "has_key",
    "is_nameless",
    "lock_text",
    "locked",
    "marked",
    "named_in",
    "project_locks",
    "read_lock",
    "refactor_mapping",
    "renewed",
    "replacements",
    "what_replaces",
]
