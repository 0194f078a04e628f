"""RestRoute and RestPlan: a method of a REST API with what its requests must hold, and how often a client may ask."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jsonschema import Draft4Validator
from jsonschema.exceptions import SchemaError

from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.kernel.naming import KEBAB, KEBAB_ALLOWED
from constructs_lib.network.http_route import MOST_BURST, MOST_REQUESTS, ApiRoute

if TYPE_CHECKING:
    from collections.abc import Mapping

_WITH_BODY = ("PATCH", "POST", "PUT")
_NAME = re.compile(r"[A-Za-z0-9._~$-]+")


@dataclass(frozen=True, kw_only=True)
class RestRoute(ApiRoute):
    """One route of a `GovernedRestApi`: what API Gateway checks before the function is asked.

    Attributes:
        body: JSON schema of the request's body, draft 4 (API Gateway Developer Guide, "Data models for REST APIs"),
            whatever content type the client says it has. Without one the body is not looked at.
        query: names of query parameters that must be there.
        headers: names of headers that must be there.
        by_key: the client needs the key of a plan, in the header `x-api-key`, and its limits hold. A key says who asks,
            and is no login: the token is asked for all the same.

    Raises:
        ConfigurationError: what `ApiRoute` refuses, a body where a method has none, a schema that is none, or a name.
    """

    body: Mapping[str, Any] | None = None
    query: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    by_key: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        method, where = self.key.partition(" ")[0], f"route {self.key}"
        if self.body is not None:
            if method not in _WITH_BODY:
                raise invalid(f"{where}: body", "a schema", f"none, or a method of {', '.join(_WITH_BODY)}")
            try:
                Draft4Validator.check_schema(dict(self.body))
            except SchemaError as error:
                raise invalid(f"{where}: body", error.message, "a JSON schema of draft 4") from None
        for name in (*self.query, *self.headers):
            if not _NAME.fullmatch(name):
                raise invalid(f"{where}: query and headers", name, "letters, digits and ._~$-")

    @property
    def method(self) -> str:
        """GET, POST and so on."""
        return self.key.partition(" ")[0]

    @property
    def path(self) -> str:
        """The path, `/files/{id}`."""
        return self.key.partition(" ")[2]


@dataclass(frozen=True, kw_only=True)
class Throttle:
    """How often: requests a second, and at once.

    Attributes:
        rate: requests a second, 1 to 10,000.
        burst: requests at once, 1 to 5,000.

    Raises:
        ConfigurationError: a number out of bounds.
    """

    rate: int
    burst: int

    def __post_init__(self) -> None:
        bounded("throttle", 1, MOST_REQUESTS, rate=self.rate)
        bounded("throttle", 1, MOST_BURST, burst=self.burst)


@dataclass(frozen=True, kw_only=True)
class RestPlan:
    """How often each of some clients may ask, by a key of its own.

    Attributes:
        name: kebab-case, part of the names of plan and keys.
        clients: kebab-case; each gets a key, which `aws apigateway get-api-key --include-value` tells.
        throttle: of each key.
        daily: requests of each key a day; None for any number.
        routes: other limits of each key for some routes, by the route's key, `POST /files`.

    Raises:
        ConfigurationError: a name that is not kebab-case, no client, or no request a day.
    """

    name: str
    clients: tuple[str, ...]
    throttle: Throttle
    daily: int | None = None
    routes: Mapping[str, Throttle] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in (self.name, *(self.clients or ("",))):
            if not KEBAB.fullmatch(name):
                raise invalid("plan: name and clients", name, KEBAB_ALLOWED)
        bounded(f"plan {self.name}", 1, 10**9, daily=self.daily)
