"""The first login of a service, with a schema of its own: made by the first rotation, which proves it at once.

A service writes only its own secrets, `/<organization>/<service>/<environment>/<name>`. So the path says which login
and which schema it may have made: the service's name, with underscores. Nothing else is made for anybody.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .accounts import dialect
from .dialects import Account, Statement
from .errors import RotationError

if TYPE_CHECKING:
    from .credentials import Credentials
    from .database import Session

_PATH = re.compile(r"arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:/[a-z0-9-]+/(?P<service>[a-z][a-z0-9-]*)/.+")
_OF_THE_SERVER = frozenset({"information_schema", "mysql", "performance_schema", "sys"})


def own_schema(secret_arn: str) -> str:
    """The login and schema that belong to a secret by its path; nothing for a secret of another shape."""
    found = _PATH.fullmatch(secret_arn)
    name = found["service"].replace("-", "_") if found else ""
    return "" if name in _OF_THE_SERVER else name


def make_login(session: Session, login: Credentials, *, own: str) -> list[Account]:
    """Make the login, at every host and over TLS only; `give_schema` comes next. Repeatable.

    Raises RotationError where the login or its `dbname` is not the secret's own.
    """
    if not is_own(login, own):
        made = f"; {own!r} with the schema {own!r} would be made" if own else ""
        raise RotationError(f"the server has no account {login.username!r} with a password{made}")
    account = Account(user=own, host="%", tls="SSL")
    for statement in dialect(session).create(account, login.password):
        session.execute(statement, purpose=f"making {account.label}")
    return [account]


def give_schema(session: Session, accounts: list[Account], *, own: str) -> None:
    """Let the login do everything in its schema, which is made where it is not there. Repeatable."""
    pattern = own.replace("_", r"\_")  # in the name of a granted schema `_` stands for any character
    statements = [Statement(f"CREATE DATABASE IF NOT EXISTS `{own}` CHARACTER SET utf8mb4")]
    statements += [Statement(f"GRANT ALL PRIVILEGES ON `{pattern}`.* TO %s@%s", one.name) for one in accounts]
    for statement in statements:
        session.execute(statement, purpose=f"giving {own!r} its schema")


def is_own(login: Credentials, own: str) -> bool:
    """Whether a login and its schema are the secret's own."""
    return bool(own) and (login.username, login.dbname) == (own, own)
