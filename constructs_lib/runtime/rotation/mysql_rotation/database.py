"""Sessions with the database: always TLS, always verified, and errors that hold no secret."""

from __future__ import annotations

import functools
import re
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pymysql

from .errors import DatabaseError, LoginRefusedError, RotationError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .credentials import Credentials
    from .dialects import Statement

#: Seconds. A database in the same VPC answers in milliseconds; both together stay below any sensible Lambda timeout.
CONNECT_TIMEOUT = 5
STATEMENT_TIMEOUT = 10
#: MySQL's and MariaDB's error numbers for a login that is not accepted: wrong password, no such user, locked, expired.
_LOGIN_REFUSED = frozenset({1045, 1698, 1862, 3118, 4151})
_CLIENT_ERRORS = range(2000, 3000)
_HINTS = {
    1044: "the user lacks a privilege on that database",
    1142: "the user lacks a privilege on that table",
    1227: "the user lacks a privilege; see the privileges that the rotation needs",
    1819: "the server's password policy refuses this password",
    3638: "the server's password history refuses it; give the account PASSWORD HISTORY 0 PASSWORD REUSE INTERVAL 0",
    3878: "an empty password cannot be kept as the old one",
}
# Known quoting in what we send and in what SHOW GRANTS answers, whatever the server's own settings are.
_INIT = "SET SESSION sql_mode = 'STRICT_ALL_TABLES', sql_quote_show_create = 1"


class Session:
    """An open connection. `server` is `mysql` or `mariadb`; `version` its number, as (8, 0, 36)."""

    def __init__(self, connection: pymysql.Connection[Any]) -> None:
        self._connection = connection
        info = str(connection.get_server_info())  # type: ignore[no-untyped-call]  # PyMySQL leaves it untyped
        self.server = "mariadb" if "mariadb" in info.lower() else "mysql"
        # MariaDB before 11 says 5.5.5-10.11.6-MariaDB, for the sake of old replicas.
        self.version = tuple(int(part) for part in re.findall(r"\d+", info.removeprefix("5.5.5-"))[:3])

    def execute(self, statement: Statement, *, purpose: str) -> list[tuple[Any, ...]]:
        """Run one statement; `purpose` says in errors what was tried. Raises DatabaseError."""
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(statement.sql, statement.parameters or None)
                return list(cursor.fetchall())
        except pymysql.Error as error:
            code = _code(error)
            hint = _HINTS.get(code, "see the error number in the server's manual")
            # Not chained: the server's message may quote the statement, and so the password.
            raise DatabaseError(f"{purpose}: error {code}, {hint}", code=code) from None


@functools.cache
def tls_context(ca_file: Path) -> ssl.SSLContext:
    """Verify the certificate's chain against `ca_file` and its name against the host; TLS 1.2 or later."""
    context = ssl.create_default_context(cafile=str(ca_file))
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # Python 3.13 adds checks of the certificates' form, which private authorities often fail. Chain and name stay.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


@contextmanager
def connect(credentials: Credentials, *, ca_file: Path, database: str | None = None) -> Iterator[Session]:
    """Log in over TLS.

    Raises:
        LoginRefusedError: The server does not accept the login.
        RotationError: The server is not reached, not trusted, or not the engine that the secret says.
    """
    connection = _open(credentials, ca_file=ca_file, database=database)
    try:
        session = Session(connection)
        if session.server != credentials.engine:
            raise RotationError(f"the secret says engine {credentials.engine}, the server is {session.server}: refused")
        yield session
    finally:
        connection.close()


def logs_in(credentials: Credentials, *, ca_file: Path) -> bool:
    """Whether the server accepts the login. Raises RotationError where that cannot be found out."""
    try:
        with connect(credentials, ca_file=ca_file):
            return True
    except LoginRefusedError:
        return False


def _open(credentials: Credentials, *, ca_file: Path, database: str | None) -> pymysql.Connection[Any]:
    try:
        return pymysql.connect(
            host=credentials.host,
            port=credentials.port,
            user=credentials.username,
            password=credentials.password.encode(),  # PyMySQL would send text as Latin-1
            database=database,
            ssl=tls_context(ca_file),
            charset="utf8mb4",
            autocommit=True,
            connect_timeout=CONNECT_TIMEOUT,
            read_timeout=STATEMENT_TIMEOUT,
            write_timeout=STATEMENT_TIMEOUT,
            init_command=_INIT,
        )
    except (pymysql.Error, RuntimeError) as error:  # RuntimeError: an authentication plugin that PyMySQL cannot do
        code = _code(error)
        login = f"{credentials.username!r} at {credentials.host}:{credentials.port}"
        if code in _LOGIN_REFUSED:
            raise LoginRefusedError(f"login refused: {login} (error {code})", code=code) from None
        # The client's own messages (no route, TLS) say what to mend and hold no secret.
        reason = str(error.args[-1]) if code in _CLIENT_ERRORS or code == 0 else f"error {code}, {_HINTS.get(code, '')}"
        raise DatabaseError(f"cannot log in as {login}: {reason}", code=code) from None


def _code(error: BaseException) -> int:
    return error.args[0] if error.args and isinstance(error.args[0], int) else 0
