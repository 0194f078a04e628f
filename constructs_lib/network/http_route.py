"""ApiRoute: one method and path of an HTTP API, the function behind it, who may ask, and how often."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.kernel.naming import KEBAB, KEBAB_ALLOWED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.compute.function import GovernedFunction

METHODS = ("ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
_KEY = re.compile(rf"({'|'.join(METHODS)}) (/[A-Za-z0-9._~-]+|/\{{[a-z_]+\+?\}})*/?")
_SHORTEST_REASON = 20
# API Gateway Developer Guide, "Quotas": 10,000 requests a second, with a burst of 5,000, for an account and region.
MOST_REQUESTS = 10_000
MOST_BURST = 5_000


def check_api(where: str, subdomain: str, routes: Sequence[ApiRoute], *, rate: int, burst: int) -> list[str]:
    """The keys of the routes that ask for a token.

    Raises ConfigurationError where an API has no route or one twice, no name, or a number out of bounds.
    """
    bounded(where, 1, MOST_REQUESTS, rate=rate)
    bounded(where, 1, MOST_BURST, burst=burst)
    if not KEBAB.fullmatch(subdomain):
        raise invalid(f"{where}: subdomain", subdomain, KEBAB_ALLOWED)
    keys = [route.key for route in routes]
    if not keys or len(set(keys)) != len(keys):
        raise invalid(f"{where}: routes", ", ".join(keys) or "none", "one or more, each once")
    return [route.key for route in routes if not route.public_reason]


@dataclass(frozen=True, kw_only=True)
class ApiRoute:
    """One route.

    Attributes:
        key: method and path, `GET /files/{id}`; `ANY` is every method, `{rest+}` the rest of a path.
        function: what answers.
        scopes: scopes of the token, one of which the caller needs; none lets in whoever has a valid token.
        public_reason: why it is open to everybody, without a token.
        rate: requests a second, 1 to 10,000; the API's when absent.
        burst: requests at once, 1 to 5,000; the API's when absent.

    Raises:
        ConfigurationError: a key that is none, a reason that says nothing, scopes of a public route, or a number out of
            bounds.
    """

    key: str
    function: GovernedFunction
    scopes: tuple[str, ...] = ()
    public_reason: str | None = None
    rate: int | None = None
    burst: int | None = None

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise invalid("route: key", self.key, f"a method ({', '.join(METHODS)}) and a path, GET /files/{{id}}")
        bounded(f"route {self.key}", 1, MOST_REQUESTS, rate=self.rate)
        bounded(f"route {self.key}", 1, MOST_BURST, burst=self.burst)
        if self.public_reason is not None and len(self.public_reason) < _SHORTEST_REASON:
            allowed = f"why everybody may ask, {_SHORTEST_REASON} characters or more"
            raise invalid(f"route {self.key}: public_reason", self.public_reason, allowed)
        if self.public_reason and self.scopes:
            raise invalid(f"route {self.key}: scopes", ", ".join(self.scopes), "none with public_reason")

    @property
    def pattern(self) -> str:
        """Method and path as the ARN of a request has them, `GET/files/*`."""
        method, _, path = self.key.partition(" ")
        return f"{'*' if method == 'ANY' else method}{re.sub(r'{[^}]+}', '*', path)}"
