"""The JSON of a database secret.

Source: AWS Secrets Manager user guide, "JSON structure of AWS Secrets Manager database credential secrets".
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from .errors import RotationError

ENGINES = ("mysql", "mariadb")
_REQUIRED = ("engine", "host", "username", "password")
_DEFAULT_PORT = 3306


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """A login and where it is valid. Keys that rotation does not know are kept in `raw` and written back."""

    engine: str
    host: str
    port: int
    username: str
    password: str = field(repr=False)
    dbname: str | None
    masterarn: str | None
    raw: dict[str, Any] = field(repr=False)

    @classmethod
    def parse(cls, text: str, *, what: str) -> Credentials:
        """Read a secret's JSON; `what` names it in errors ("AWSCURRENT"). Raises RotationError, never with a value."""
        try:
            raw = json.loads(text)
        except ValueError:
            raise RotationError(f"{what} is no JSON") from None  # the cause would show the text
        if not isinstance(raw, dict):
            raise RotationError(f"{what} is no JSON object")
        missing = [key for key in _REQUIRED if not isinstance(raw.get(key), str) or not raw[key]]
        if missing:
            raise RotationError(f"{what} lacks the text {', '.join(missing)}; needed: {', '.join(_REQUIRED)}")
        if raw["engine"] not in ENGINES:
            raise RotationError(f"{what} has engine {raw['engine']!r}; allowed: {', '.join(ENGINES)}")
        return cls(
            engine=raw["engine"],
            host=raw["host"],
            port=_port(raw.get("port", _DEFAULT_PORT), what=what),
            username=raw["username"],
            password=raw["password"],
            dbname=raw.get("dbname") or None,
            masterarn=raw.get("masterarn") or None,
            raw=raw,
        )

    def text_with(self, *, username: str, password: str) -> str:
        """Return the secret's JSON with another login, everything else kept."""
        return json.dumps({**self.raw, "username": username, "password": password})


def _port(value: object, *, what: str) -> int:
    if isinstance(value, (int, str)) and str(value).isdecimal() and 0 < int(value) < 65536:
        return int(value)
    raise RotationError(f"{what} has a port that is no number from 1 to 65535")


def is_same_server(first: Credentials, second: Credentials) -> bool:
    """Whether both are for the same engine, host and port."""
    return (first.engine, first.host, first.port) == (second.engine, second.host, second.port)


def check_same_server(found: Credentials, current: Credentials, *, what: str) -> None:
    """Refuse to act on another server than AWSCURRENT's; `what` names the other secret in the error.

    Whoever can write only a pending version must not be able to point the function, and its right to log in, elsewhere.
    """
    if not is_same_server(found, current):
        raise RotationError(f"{what} is for another engine, host or port than AWSCURRENT: refused")
