"""Secret: a value of Secrets Manager as it was read, its fields, and a login that outlives a rotation."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from governed_runtime.errors import FieldError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

C = TypeVar("C")

PATIENCE_SECONDS = 5.0
# MySQL: ER_ACCESS_DENIED_ERROR, ER_ACCESS_DENIED_NO_PASSWORD_ERROR, ER_MUST_CHANGE_PASSWORD_LOGIN
# (https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html).
_MYSQL = (1045, 1698, 1862)
_SQLSTATE_CLASS = "28"  # "invalid authorization specification", of the SQL standard and so of PostgreSQL's drivers


def login_refused(error: Exception) -> bool:
    """Whether an error says that user and password were not accepted, rather than that nobody answered.

    It knows MySQL's numbers (PyMySQL, mysqlclient, Connector/Python), SQLSTATE class 28 (psycopg, asyncpg) and errors
    that are called AuthenticationError (redis).
    """
    number = error.args[0] if error.args else None
    state = str(getattr(error, "sqlstate", None) or getattr(error, "pgcode", None) or "")
    named = {base.__name__ for base in type(error).__mro__}
    return number in _MYSQL or state.startswith(_SQLSTATE_CLASS) or "AuthenticationError" in named


class Secret(Mapping[str, Any]):
    """A secret as it was read: `secret("db")["password"]`, or `.text` where it is no JSON object.

    Neither `str` nor `repr` nor an error shows a value.
    """

    __slots__ = ("_fields", "_renew", "path", "text", "version")

    def __init__(
        self, path: str, text: str, version: str, renew: Callable[[Secret, float], Secret | None] | None = None
    ) -> None:
        self.path, self.text, self.version, self._renew = path, text, version, renew
        try:
            fields = json.loads(text)
        except ValueError:
            fields = None
        self._fields: dict[str, Any] | None = fields if isinstance(fields, dict) else None

    def __getitem__(self, field: str) -> Any:
        if self._fields is None:
            raise FieldError(self.path, f"no field {field!r}: it is no JSON object; use .text")
        if field not in self._fields:
            raise FieldError(self.path, f"no field {field!r}; it has {', '.join(self._fields)}")
        return self._fields[field]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields or ())

    def __len__(self) -> int:
        return len(self._fields or ())

    def __repr__(self) -> str:
        return f"Secret({self.path!r}, version={self.version!r})"

    __str__ = __repr__

    def login(
        self,
        connect: Callable[[Secret], C],
        *,
        refused: Callable[[Exception], bool] = login_refused,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> C:
        """Whatever `connect` makes of this secret; where it is refused, of the one that has replaced it, read at once.

        Args:
            connect: logs in with the fields of the secret that it is given.
            refused: whether an error of `connect` says that the login was not accepted.
            patience_seconds: how long to wait for a new version where there is none yet: with a single user the new
                password holds a moment before the secret says it. Alternating users need no wait.

        Raises whatever `connect` raises: at once what is no refusal, and a refusal when there is no newer secret.
        """
        try:
            return connect(self)
        except Exception as error:
            newer = self._newer(patience_seconds) if refused(error) else None
            if newer is None:
                raise
        return connect(newer)

    async def alogin(
        self,
        connect: Callable[[Secret], Awaitable[C]],
        *,
        refused: Callable[[Exception], bool] = login_refused,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> C:
        """As `login`, for a `connect` that is awaited."""
        try:
            return await connect(self)
        except Exception as error:
            newer = await asyncio.to_thread(self._newer, patience_seconds) if refused(error) else None
            if newer is None:
                raise
        return await connect(newer)

    def _newer(self, patience_seconds: float) -> Secret | None:
        return self._renew(self, patience_seconds) if self._renew else None
