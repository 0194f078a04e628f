"""Alternating users: two logins, `<user>` and `<user>_clone`, take turns; the master makes the resting one ready.

The login that AWSCURRENT names is never touched, so it can always log in, and the old one goes on until its next turn.
The master copies the current login's accounts: their hosts, authentication plugin, TLS demand, grants and default
roles; what the resting login may do beyond that is revoked. A service's login that is not there yet is made first,
with its schema: see first_login.

Privileges of the master:
    CREATE USER, SELECT on the mysql database, and with GRANT OPTION all that the login may do; for its roles ROLE_ADMIN
    (MySQL) or ADMIN OPTION (MariaDB); on MySQL also APPLICATION_PASSWORD_ADMIN. The master user of RDS has them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .accounts import accounts, dialect
from .database import Session, connect
from .dialects import Account, Statement, dialect_of
from .errors import RotationError
from .first_login import give_schema, is_own, make_login
from .grants import Grant, copy_grants, parse_grants, quoted_account

if TYPE_CHECKING:
    from pathlib import Path

    from .credentials import Credentials

_SUFFIX = "_clone"
_NEWEST = (99,)


@dataclass(frozen=True, kw_only=True)
class AlternatingUsers:
    """The strategy."""

    ca_file: Path
    master: Credentials
    own: str = ""
    """The login that may be made, with a schema of its name, where the server has it not yet; see first_login."""

    def pending_username(self, current: Credentials) -> str:
        """Return the other of the two user names; raises RotationError where it would be too long for the server."""
        if current.username.endswith(_SUFFIX):
            return current.username.removesuffix(_SUFFIX)
        name = current.username + _SUFFIX
        longest = dialect_of(current.engine, _NEWEST).username_length
        if len(name) > longest:
            raise RotationError(f"user name {name!r} has {len(name)} characters; {current.engine} allows {longest}")
        return name

    def set_password(self, *, current: Credentials, pending: Credentials, previous: Credentials | None) -> None:
        """Make the pending login ready. Repeatable: every statement sets, none depends on the one before."""
        del previous
        if self.master.username in (current.username, pending.username):
            raise RotationError("the master secret is for the user that is to be rotated: refused")
        with connect(self.master, ca_file=self.ca_file) as session:
            sources = accounts(session, current.username)
            if sources:
                self._prove(current)
            else:
                sources = make_login(session, current, own=self.own)
            if is_own(current, self.own):
                give_schema(session, sources, own=self.own)
            copies = [replace(source, user=pending.username) for source in sources]
            hosts = {copy.host for copy in copies}
            leftovers = [other for other in accounts(session, pending.username) if other.host not in hosts]
            for account in copies + leftovers:
                purpose = f"setting the password of {account.label}"
                _run(session, dialect(session).create(account, pending.password), purpose=purpose)
            for source, copy in zip(sources, copies, strict=True):
                _copy_rights(session, source, copy)

    def _prove(self, current: Credentials) -> None:
        """Log in as AWSCURRENT: who writes another's user name into a secret gets no copy of that one's rights."""
        with connect(current, ca_file=self.ca_file):
            pass

    def drop_old_password(self, current: Credentials) -> None:
        """Nothing: the old login rests with its password until its next turn."""
        del current


def _copy_rights(session: Session, source: Account, copy: Account) -> None:
    purpose = f"copying the grants of {source.label} to {copy.label}"
    rights = copy_grants(_grants(session, source), _grants(session, copy), account=quoted_account(*copy.name))
    _run(session, rights, purpose=purpose)
    question = dialect(session).default_roles(source)
    if question is None:
        return
    roles = [str(part) for row in session.execute(question, purpose=purpose) for part in row]
    listed = ", ".join(["%s@%s"] * (len(roles) // 2)) or "NONE"
    _run(session, [Statement(f"ALTER USER %s@%s DEFAULT ROLE {listed}", (*copy.name, *roles))], purpose=purpose)


def _grants(session: Session, account: Account) -> list[Grant]:
    question = Statement("SHOW GRANTS FOR %s@%s", account.name)
    rows = session.execute(question, purpose=f"reading the grants of {account.label}")
    return parse_grants((str(row[0]) for row in rows), account=quoted_account(*account.name))


def _run(session: Session, statements: list[Statement], *, purpose: str) -> None:
    for statement in statements:
        session.execute(statement, purpose=purpose)
