"""The accounts of a user name: the same name can exist at several hosts, and applications may log in as any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .dialects import Account, Dialect, Statement, dialect_of
from .errors import DatabaseError, RotationError

if TYPE_CHECKING:
    from .database import Session

#: Accounts that have no password at all; a secret's password is not theirs.
_WITHOUT_PASSWORD = frozenset({"unix_socket", "auth_socket", "AWSAuthenticationPlugin"})
_TLS = {"": "NONE", "ANY": "SSL", "X509": "X509"}
_NO_PRIVILEGE = frozenset({1044, 1142, 1143})


def dialect(session: Session) -> Dialect:
    """Return the dialect of the session's server."""
    return dialect_of(session.server, session.version)


def accounts(session: Session, user: str) -> list[Account]:
    """Return every account of `user` that has a password; needs SELECT on mysql.user. Empty where there is none.

    Raises:
        RotationError: One has a password of a kind that cannot be rotated here.
    """
    spoken = dialect(session)
    rows = session.execute(Statement(spoken.accounts_sql, (user,)), purpose="reading the accounts")
    with_password = [row for row in map(_texts, rows) if row[1] not in _WITHOUT_PASSWORD]
    for host, plugin, tls, _ in with_password:
        if plugin not in spoken.password_plugins:
            known = ", ".join(sorted(spoken.password_plugins - {""}))
            raise RotationError(f"{user!r}@{host!r} authenticates by {plugin}; rotation knows {known}")
        if tls not in _TLS:
            raise RotationError(f"{user!r}@{host!r} demands a particular certificate, which rotation cannot present")
    return [
        Account(user=user, host=host, plugin=plugin or None, tls=_TLS[tls], dual=dual == "1")
        for host, plugin, tls, dual in with_password
    ]


def own_accounts(session: Session, user: str) -> list[Account]:
    """Return the accounts of the session's own user name; only the one that it is where it may not see mysql.user."""
    try:
        return accounts(session, user)
    except DatabaseError as error:
        if error.code not in _NO_PRIVILEGE:
            raise
    ((name,),) = session.execute(Statement("SELECT CURRENT_USER()"), purpose="reading the own account")
    return [Account(user=user, host=str(name).rpartition("@")[2])]


def _texts(row: tuple[object, ...]) -> tuple[str, str, str, str]:
    host, plugin, tls, dual = (value.decode() if isinstance(value, bytes) else str(value) for value in row)
    return host, plugin, tls, dual
