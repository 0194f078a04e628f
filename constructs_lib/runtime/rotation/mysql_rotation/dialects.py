"""The statements for MySQL and MariaDB. Pure: nothing here talks to a server.

MySQL (8.0.14 and later) has dual passwords. `RETAIN CURRENT PASSWORD` moves the primary password to the secondary place
and drops the one there; without it, the secondary stays as it is. So setting the *current* password first (no change
where it is primary; from secondary to primary after an abandoned rotation), and then the new one with RETAIN, never
leaves a moment at which the current password fails.

MariaDB (10.4 and later) has a list of authentication methods for an account, also the same one twice with different
passwords. One ALTER USER sets both, atomically.

Sources: MySQL 8.0 manual, "ALTER USER" and "Password Management: Dual Password Support"; MariaDB, "ALTER USER".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

from .errors import RotationError


class Statement(NamedTuple):
    """SQL with `%s` for each parameter, which the driver quotes. Without parameters it is sent as it is."""

    sql: str
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Account:
    """One row of mysql.user. A user name can have several, one for each host pattern.

    Attributes:
        plugin: Its authentication plugin; None where we may not know.
        tls: What it demands of the connection: NONE, SSL or X509.
        dual: Whether it has, or may have, a secondary password.
    """

    user: str
    host: str
    plugin: str | None = None
    tls: str = "NONE"
    dual: bool = True

    @property
    def name(self) -> tuple[str, str]:
        """The parameters for `%s@%s`."""
        return (self.user, self.host)

    @property
    def label(self) -> str:
        """The account in messages."""
        return f"{self.user!r}@{self.host!r}"


class Dialect(Protocol):
    """What the strategies need of a server."""

    username_length: int
    password_plugins: frozenset[str]
    accounts_sql: str

    def accept_both(self, account: Account, *, current: str, pending: str) -> list[Statement]:
        """Make the server accept both passwords; `current` logs in at every moment. Repeatable."""

    def accept_only(self, account: Account, password: str) -> list[Statement]:
        """Make the server accept this password alone, which it accepts already. Repeatable."""

    def create(self, account: Account, password: str) -> list[Statement]:
        """Make the account with this password alone, or give an existing one this password alone."""

    def default_roles(self, account: Account) -> Statement | None:
        """Ask for the roles that are active at login; None where SHOW GRANTS tells them."""


class MySql:
    """MySQL 8.0.14 and later, 8.4."""

    username_length = 32
    password_plugins = frozenset({"caching_sha2_password", "mysql_native_password", "sha256_password"})
    accounts_sql = (
        "SELECT Host, plugin, ssl_type,"
        " COALESCE(JSON_CONTAINS_PATH(User_attributes, 'one', '$.additional_password'), 0)"
        " FROM mysql.user WHERE User = %s ORDER BY Host"
    )

    def accept_both(self, account: Account, *, current: str, pending: str) -> list[Statement]:
        """Make `pending` primary and `current` secondary. Repeatable; `current` logs in at every moment."""
        make_primary = Statement("ALTER USER %s@%s IDENTIFIED BY %s", (*account.name, current))
        retain = Statement("ALTER USER %s@%s IDENTIFIED BY %s RETAIN CURRENT PASSWORD", (*account.name, pending))
        # Skipped where it would change nothing, since a password history would refuse it.
        return [make_primary, retain] if account.dual else [retain]

    def accept_only(self, account: Account, password: str) -> list[Statement]:
        """Drop the secondary password; `password` is the primary one already."""
        del password
        return [Statement("ALTER USER %s@%s DISCARD OLD PASSWORD", account.name)] if account.dual else []

    def create(self, account: Account, password: str) -> list[Statement]:
        """Make the account with this password alone, or give an existing one this password alone."""
        login = f"USER {{}}%s@%s IDENTIFIED WITH %s BY %s REQUIRE {account.tls}"
        parameters = (*account.name, account.plugin or "caching_sha2_password", password)
        return [
            Statement(f"CREATE {login.format('IF NOT EXISTS ')}", parameters),
            Statement(f"ALTER {login.format('')}", parameters),
            Statement("ALTER USER %s@%s DISCARD OLD PASSWORD", account.name),
        ]

    def default_roles(self, account: Account) -> Statement | None:
        """Ask for the roles that are active at login, which SHOW GRANTS does not tell."""
        sql = "SELECT DEFAULT_ROLE_USER, DEFAULT_ROLE_HOST FROM mysql.default_roles WHERE USER = %s AND HOST = %s"
        return Statement(sql, account.name)


class MariaDb:
    """MariaDB 10.4 and later."""

    username_length = 80
    password_plugins = frozenset({"", "mysql_native_password"})
    accounts_sql = "SELECT Host, plugin, ssl_type, 1 FROM mysql.user WHERE User = %s AND is_role = 'N' ORDER BY Host"

    def accept_both(self, account: Account, *, current: str, pending: str) -> list[Statement]:
        """Accept both, `current` first: applications log in by it without a second round."""
        sql = (
            "ALTER USER %s@%s IDENTIFIED VIA mysql_native_password USING PASSWORD(%s)"
            " OR mysql_native_password USING PASSWORD(%s)"
        )
        return [Statement(sql, (*account.name, current, pending))]

    def accept_only(self, account: Account, password: str) -> list[Statement]:
        """Accept this password alone."""
        return [Statement("ALTER USER %s@%s IDENTIFIED BY %s", (*account.name, password))]

    def create(self, account: Account, password: str) -> list[Statement]:
        """Make the account with this password alone, or give an existing one this password alone."""
        login = f"USER {{}}%s@%s IDENTIFIED BY %s REQUIRE {account.tls}"
        parameters = (*account.name, password)
        return [
            Statement(f"CREATE {login.format('IF NOT EXISTS ')}", parameters),
            Statement(f"ALTER {login.format('')}", parameters),
        ]

    def default_roles(self, account: Account) -> Statement | None:
        """None: SHOW GRANTS tells them."""
        del account
        return None


def dialect_of(server: str, version: tuple[int, ...]) -> Dialect:
    """Return the dialect of a server; raises RotationError for one that cannot accept two passwords at a time."""
    dialect, oldest = (MariaDb(), (10, 4)) if server == "mariadb" else (MySql(), (8, 0, 14))
    if version < oldest:
        found, needed = (".".join(map(str, number)) for number in (version, oldest))
        raise RotationError(f"the server is {server} {found}; rotation without an outage needs {needed} or later")
    return dialect
