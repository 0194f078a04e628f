"""Who read what: a record of each read from AWS, once a minute how often each name was used, and never a value."""

from __future__ import annotations

import functools
import os
import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FLUSH_SECONDS = 60.0
LOGGER = "governed-runtime"
Record = dict[str, Any]


@functools.cache
def _logger() -> Any:
    # Loaded with the first record: whoever only imports the client does not wait for it.
    from aws_lambda_powertools import Logger  # noqa: PLC0415 - see above

    # A level of its own: POWERTOOLS_LOG_LEVEL quiets an application, not its audit.
    return Logger(service=LOGGER, level="INFO")


def log(record: Record) -> None:
    """Write a record as one JSON line to standard output, which Lambda and ECS deliver to the log group."""
    _logger().info(record.pop("event"), extra=record)


def reader(service: str) -> Record:
    """Who reads: the service, with the function or the ECS task.

    Sources: Lambda Developer Guide, "Defined runtime environment variables"; ECS Developer Guide, "Task metadata
    endpoint version 4": the last part of its address is the container's id, which on Fargate begins with the task's.
    """
    found: Record = {"reader": service}
    if function := os.environ.get("AWS_LAMBDA_FUNCTION_NAME"):
        found["function"] = function
    if address := os.environ.get("ECS_CONTAINER_METADATA_URI_V4"):
        found["container"] = address.rsplit("/", 1)[-1]
    return found


class Audit:
    """The records of one client.

    Args:
        service: whose reads these are.
        write: where records go.
        clock: seconds.
    """

    def __init__(
        self, service: str, *, write: Callable[[Record], None] = log, clock: Callable[[], float] = time.time
    ) -> None:
        self._reader = reader(service)
        self._write = write
        self._clock = clock
        self._counters: list[Callable[[], Iterable[tuple[str, str, int]]]] = []
        self._lock = threading.Lock()
        self.due = clock() + FLUSH_SECONDS

    def count(self, taken: Callable[[], Iterable[tuple[str, str, int]]]) -> None:
        """Have hits counted by a function that gives kind, path and number of those since the last time."""
        self._counters.append(taken)

    def read(self, kind: str, path: str, *, version: str, why: str) -> None:
        """Something was read from AWS."""
        self._write({"event": "read", "kind": kind, "path": path, "version": version, "why": why, **self._reader})

    def failed(self, kind: str, path: str, *, code: str, why: str, stale: bool) -> None:
        """AWS gave no value; whether an earlier one stands in for it."""
        event = {"event": "read failed", "kind": kind, "path": path, "code": code, "why": why, "stale": stale}
        self._write({**event, **self._reader})

    def flush(self) -> None:
        """Write how often each name was used since the last time; names that were not used are left out."""
        with self._lock:
            self.due = self._clock() + FLUSH_SECONDS
        for counter in self._counters:
            for kind, path, hits in counter():
                self._write({"event": "used", "kind": kind, "path": path, "hits": hits, **self._reader})

    def flush_if_due(self) -> None:
        """The same, once a minute, by whoever comes first."""
        with self._lock:
            if self._clock() < self.due:
                return
            self.due = self._clock() + FLUSH_SECONDS
        self.flush()
