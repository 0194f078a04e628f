"""What stands in the drill's database: the restore marker, as restore tests know it, and rows of an application."""

from __future__ import annotations

import contextlib
import datetime
import secrets
import subprocess
from typing import TYPE_CHECKING

from constructs_lib.runtime.restore_validation.restore_checks import marker
from constructs_lib.runtime.rotation.mysql_rotation.credentials import Credentials
from constructs_lib.runtime.rotation.mysql_rotation.database import Session, connect
from constructs_lib.runtime.rotation.mysql_rotation.errors import RotationError
from governed_cdk.drilling.mariadb import program
from governed_cdk.rehearsal.emulator import HOST
from governed_cdk.rehearsal.failure import RehearsalError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governed_cdk.drilling.mariadb import MariaDb

MASTER = ("drill", secrets.token_hex(16))
"""The login of this run's servers, which nobody else sees."""
_SCHEMA = "drill"
_DAYS = 3  # of the marker: enough for a chain


def begin(server: MariaDb, *, day: datetime.date, rows: int) -> None:
    """Mark a database on each of the last days, and let an application write rows."""
    server.sql(f"CREATE DATABASE {_SCHEMA}")
    server.sql(f"CREATE TABLE {_SCHEMA}.orders (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, total INT NOT NULL)")
    add(server, rows)
    with _session(server) as session:
        for ago in reversed(range(_DAYS)):
            marker.write(session, day=day - datetime.timedelta(days=ago), token=secrets.token_hex(32))


def add(server: MariaDb, rows: int) -> None:
    """Let the application write rows."""
    values = ", ".join(f"({number})" for number in range(rows))
    server.sql(f"INSERT INTO {_SCHEMA}.orders (total) VALUES {values}")  # noqa: S608 - numbers of our own


def count(server: MariaDb) -> int:
    """How many rows the application finds; none where there is no table."""
    known = f"SELECT 1 FROM information_schema.tables WHERE table_schema = '{_SCHEMA}' AND table_name = 'orders'"  # noqa: S608 - a name of our own
    return int(server.sql(f"SELECT COUNT(*) FROM {_SCHEMA}.orders")[0][0]) if server.sql(known) else 0  # noqa: S608 - the same


def dump(server: MariaDb) -> bytes:
    """Everything of applications, as SQL."""
    return _run(server, program("mariadb-dump"), "--single-transaction", "--databases", marker.SCHEMA, _SCHEMA)


def restore(server: MariaDb, sql: bytes) -> None:
    """Put a dump into a server. Raises RehearsalError where it is none."""
    _run(server, program("mariadb"), given=sql)


def findings(server: MariaDb, *, made: datetime.date) -> list[str]:
    """What restore tests would say of a server as a copy that was made on a day; nothing where it holds."""
    with _session(server) as session:
        return marker.findings(session, made=made)


@contextlib.contextmanager
def _session(server: MariaDb) -> Iterator[Session]:
    """As restore tests log in. Raises RehearsalError where that fails, or a statement does."""
    try:
        with connect(_login(server), ca_file=server.ca_file) as session:
            yield session
    except RotationError as error:
        raise RehearsalError(f"the database: {error}") from None


def _login(server: MariaDb) -> Credentials:
    return Credentials(
        engine="mariadb", host=HOST, port=server.port, username=MASTER[0], password=MASTER[1],
        dbname=None, masterarn=None, raw={},
    )  # fmt: skip


def _run(server: MariaDb, command: str, *arguments: str, given: bytes = b"") -> bytes:
    whole = [command, "--no-defaults", f"--socket={server.unix_socket}", "--user=root", "--skip-ssl", *arguments]
    done = subprocess.run(whole, input=given, check=False, capture_output=True)  # noqa: S603 - MariaDB's own
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise RehearsalError(f"{whole[0].rpartition('/')[2]}: {said[-1] if said else 'it said nothing'}")
    return done.stdout
