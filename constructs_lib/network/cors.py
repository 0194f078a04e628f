"""Cors: which pages of other origins a browser lets in, by an allow-list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.kernel.record import Record

# Fetch standard, "CORS-safelisted method", without POST: these change nothing.
READING = frozenset({"GET", "HEAD", "OPTIONS"})
METHODS = (*sorted(READING), "DELETE", "PATCH", "POST", "PUT")
ANYBODY = "*"
_ORIGIN = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?|http://localhost(:\d{1,5})?")
_LONGEST_MAX_AGE = 86_400  # API Gateway API reference, Cors: maxAge, "-1 to 86400"


@dataclass(frozen=True, kw_only=True)
class Cors(Record):
    """What browsers may send from other origins, and read of the answers.

    Attributes:
        origins: `https://` and a host each, with a port where it is not the usual one; `http://localhost` for who
            develops. `*` is everybody: for reading without credentials only.
        methods: GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE.
        headers: request headers that a page may set beside those that every browser lets it set.
        exposed_headers: response headers that a page may read beside those.
        credentials: whether the browser sends cookies and Authorization along.
        max_age_seconds: for how long a browser remembers the answer, 0 to 86,400.

    Raises:
        ConfigurationError: no origin, one that is none, `*` with credentials or for more than reading, another method,
            or a time out of bounds.
    """

    origins: tuple[str, ...]
    methods: tuple[str, ...] = ("GET", "HEAD")
    headers: tuple[str, ...] = ()
    exposed_headers: tuple[str, ...] = ()
    credentials: bool = False
    max_age_seconds: int = 600

    def __post_init__(self) -> None:
        for method in self.methods or ("",):
            if method not in METHODS:
                raise invalid("cors: methods", method, ", ".join(METHODS))
        for origin in self.origins or ("",):
            if origin != ANYBODY and not _ORIGIN.fullmatch(origin):
                raise invalid("cors: origins", origin, "https://<host>, with a port where it has one, and no path")
        bounded("cors", 0, _LONGEST_MAX_AGE, max_age_seconds=self.max_age_seconds)
        if ANYBODY in self.origins:
            self._refuse_anybody()

    def _refuse_anybody(self) -> None:
        if self.credentials:
            raise invalid(
                "cors: origins", ANYBODY, "named origins where credentials are sent: anybody's page would be let in"
            )
        writing = [method for method in self.methods if method not in READING]
        if writing:
            raise invalid("cors: origins", ANYBODY, f"named origins for {', '.join(writing)}")
        if len(self.origins) > 1:
            raise invalid("cors: origins", ", ".join(self.origins), f"{ANYBODY} alone, or named origins")
