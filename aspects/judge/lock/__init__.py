"""The lock on what must not change by accident: the logical ids of stateful resources."""

from aspects.judge.lock.advice import REFACTOR, UPDATE, advice, refactor_mapping
from aspects.judge.lock.compare import BrokenLock, broken, locked
from aspects.judge.lock.file import LOCK_FILE, Lock, Locked, lock_text, read_lock

__all__ = [
    "LOCK_FILE",
    "REFACTOR",
    "UPDATE",
    "BrokenLock",
    "Lock",
    "Locked",
    "advice",
    "broken",
    "lock_text",
    "locked",
    "read_lock",
    "refactor_mapping",
]
