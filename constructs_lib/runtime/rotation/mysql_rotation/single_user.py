"""Single user: the login's own password changes.

From setSecret until AWSCURRENT has moved, the server accepts the old and the new password, so that what AWSCURRENT says
can always log in. finishSecret drops the old one after the move. Where the process dies in between, the repeated step
does it, or the next rotation, which leaves the older of two passwords behind.

One user name belongs to one secret: its accounts at all hosts get the password.

Privileges of the login itself, or of the master where the secret has a `masterarn`:
    MySQL: APPLICATION_PASSWORD_ADMIN for the own account; CREATE USER and SELECT on mysql.user for several or others'.
        RDS for MySQL grants its master user all of them (user guide, "Master user account privileges").
    MariaDB: CREATE USER (ALTER USER asks for it also for the own account); SELECT on mysql.user for several hosts.
A login without them fails in setSecret, and what AWSCURRENT says goes on to log in.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .accounts import accounts, dialect, own_accounts
from .credentials import is_same_server
from .database import Session, connect, logs_in
from .errors import RotationError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .credentials import Credentials
    from .dialects import Account


@dataclass(frozen=True, kw_only=True)
class SingleUser:
    """The strategy; `master` changes the password where given, else the login itself."""

    ca_file: Path
    master: Credentials | None = None

    def pending_username(self, current: Credentials) -> str:
        """Return the same user name as AWSCURRENT's."""
        return current.username

    def set_password(self, *, current: Credentials, pending: Credentials, previous: Credentials | None) -> None:
        """Make the server accept the pending password besides the current one. Repeatable."""
        candidates = [pending, current]
        if previous and previous.username == current.username and is_same_server(previous, current):
            candidates.append(previous)
        with self._administrator(candidates) as session:
            found = self._accounts(session, current.username)
            current_works = logs_in(current, ca_file=self.ca_file)
            if current_works and len(found) == 1 and logs_in(pending, ca_file=self.ca_file):
                return
            for each in found:
                account = each if current_works else replace(each, dual=True)  # put AWSCURRENT right, too
                changes = dialect(session).accept_both(account, current=current.password, pending=pending.password)
                for statement in changes:
                    session.execute(statement, purpose=f"setting the password of {account.label}")

    def drop_old_password(self, current: Credentials) -> None:
        """Make the server accept only what AWSCURRENT says. Repeatable."""
        with self._administrator([current]) as session:
            for account in self._accounts(session, current.username):
                for statement in dialect(session).accept_only(account, current.password):
                    session.execute(statement, purpose=f"dropping the old password of {account.label}")

    def _accounts(self, session: Session, user: str) -> list[Account]:
        found = accounts(session, user) if self.master else own_accounts(session, user)
        if not found:
            raise RotationError(f"the server has no account {user!r} with a password")
        return found

    @contextmanager
    def _administrator(self, candidates: list[Credentials]) -> Iterator[Session]:
        """Open a session as the master, or as the login by the first of its passwords that the server accepts."""
        if self.master:
            with connect(self.master, ca_file=self.ca_file) as session:
                yield session
            return
        accepted = next((login for login in candidates if logs_in(login, ca_file=self.ca_file)), None)
        if accepted is None:
            raise RotationError(f"the server accepts no version of the secret of {candidates[0].username!r}")
        with connect(accepted, ca_file=self.ca_file) as session:
            yield session
