"""Values by name, each read by one thread at a time, used for a time, and longer while AWS cannot be asked."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from governed_runtime.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from governed_runtime.audit import Audit

T = TypeVar("T")

RETRY_SECONDS = 5.0
"""How long nobody asks again after AWS could not be asked, times 1 to 2 by chance, while an earlier value is used."""
REPEAT_SECONDS = 1.0
"""How long a failure without an earlier value, or a value that was just read, is not asked for again."""


@dataclass(frozen=True)
class Found(Generic[T]):
    """What was read."""

    value: T
    version: str


class Entry(Generic[T]):
    """One name's value, and what is known about it."""

    __slots__ = ("counting", "error", "found", "hits", "path", "read_at", "reading", "until")

    def __init__(self, path: str) -> None:
        self.path = path
        self.found: Found[T] | None = None
        self.until = 0.0
        self.read_at = 0.0
        self.error: tuple[float, ReadError] | None = None
        self.reading = threading.Lock()
        self.counting = threading.Lock()
        self.hits = 0


class Cache(Generic[T]):
    """Values of one kind.

    Args:
        kind: as the audit calls it.
        path_of: what AWS calls a name.
        fetch: asks AWS for a path; raises ReadError.
        audit: is told of each read.
        ttl_seconds, stale_seconds: how long a value is good, and how much longer it may stand in.
    """

    def __init__(
        self,
        kind: str,
        path_of: Callable[[Hashable], str],
        fetch: Callable[[str], Found[T]],
        *,
        audit: Audit,
        ttl_seconds: float,
        stale_seconds: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._kind, self._path_of, self._fetch, self._audit = kind, path_of, fetch, audit
        self._ttl, self._stale, self._clock = ttl_seconds, stale_seconds, clock
        self._entries: dict[Hashable, Entry[T]] = {}
        self._by_path: dict[str, Entry[T]] = {}
        audit.count(self._taken)

    def hit(self, name: Hashable) -> Found[T] | None:
        """What is known of a name and still good, counted; None otherwise."""
        entry = self._entries.get(name)
        if entry is None:
            return None
        now = self._clock()
        if now >= entry.until:
            return None
        with entry.counting:
            entry.hits += 1
        if now >= self._audit.due:
            self._audit.flush_if_due()
        return entry.found

    def get(self, name: Hashable) -> T:
        """The value of a name, read where none is known or it is too old. Raises ReadError."""
        found = self.hit(name)
        return found.value if found is not None else self._read(name)

    def put(self, name: Hashable, found: Found[T], *, why: str) -> None:
        """Take a value that was read together with others."""
        entry = self._entry(name)
        with entry.reading:
            self._keep(entry, found, why)

    def renewed(self, name: Hashable, refused: str) -> T:
        """The value of a name whose version was refused: read at once, unless it is newer, or was read just now."""
        entry = self._entry(name)
        with entry.reading:
            known = entry.found
            if known is not None and (known.version != refused or self._clock() < entry.read_at + REPEAT_SECONDS):
                return known.value
            return self._renew(entry, "refused")

    def _read(self, name: Hashable) -> T:
        entry = self._entry(name)
        # Who finds a value that may stand in does not wait for the one who is reading a new one.
        if not entry.reading.acquire(blocking=self._stand_in(entry) is None):
            known = self._stand_in(entry)
            if known is not None:
                return _used(entry, known)
            entry.reading.acquire()
        try:
            if entry.found is not None and self._clock() < entry.until:
                return _used(entry, entry.found)
            if entry.error and self._clock() < entry.error[0]:
                raise entry.error[1].again()
            return self._renew(entry, "expired" if entry.found else "first")
        finally:
            entry.reading.release()

    def _renew(self, entry: Entry[T], why: str) -> T:
        """Ask AWS; the entry's `reading` is held."""
        try:
            found = self._fetch(entry.path)
        except ReadError as error:
            known = None if error.definite else self._stand_in(entry)
            self._audit.failed(self._kind, entry.path, code=error.code, why=why, stale=known is not None)
            now = self._clock()
            if known is None:
                entry.found, entry.until = None, 0.0
                entry.error = (now + REPEAT_SECONDS, error)
                raise
            # Not cryptography: readers that failed together are not to come back together.
            entry.until = now + RETRY_SECONDS * (1 + random.random())  # noqa: S311 - see above
            return known.value
        self._keep(entry, found, why)
        return found.value

    def _keep(self, entry: Entry[T], found: Found[T], why: str) -> None:
        now = self._clock()
        entry.found, entry.read_at, entry.error = found, now, None
        entry.until = now + self._ttl
        self._audit.read(self._kind, entry.path, version=found.version, why=why)

    def _stand_in(self, entry: Entry[T]) -> Found[T] | None:
        return entry.found if self._clock() < entry.read_at + self._ttl + self._stale else None

    def _entry(self, name: Hashable) -> Entry[T]:
        entry = self._entries.get(name)
        if entry is None:
            path = self._path_of(name)
            entry = self._entries[name] = self._by_path.setdefault(path, Entry(path))
        return entry

    def _taken(self) -> Iterator[tuple[str, str, int]]:
        for entry in list(self._by_path.values()):
            with entry.counting:
                hits, entry.hits = entry.hits, 0
            if hits:
                yield self._kind, entry.path, hits


def _used(entry: Entry[T], found: Found[T]) -> T:
    with entry.counting:
        entry.hits += 1
    return found.value
