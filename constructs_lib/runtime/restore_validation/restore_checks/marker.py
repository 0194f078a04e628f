"""The marker: one row a day, each holding on to the one before it, so that a copy can be judged by itself.

A row has the digest of all that it says and of the digest before it. A copy that lost rows, or was restored from
another day than its recovery point says, or whose bytes changed, cannot show an unbroken chain that ends on that day.
"""

from __future__ import annotations

import datetime
import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHEMA = "governed_restore"
_KEPT = 400
_MOST_TABLES = 500
_ROW = f"FROM {SCHEMA}.marker ORDER BY day"
_SYSTEM = "('mysql', 'information_schema', 'performance_schema', 'sys')"
_TABLES = f"FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema NOT IN {_SYSTEM}"
_ONE_DAY = datetime.timedelta(days=1)


class Query(NamedTuple):
    """SQL with `%s` for each parameter, as the session of the rotation takes it."""

    sql: str
    parameters: tuple[str, ...] = ()


class MarkerSession(Protocol):
    """An open connection."""

    def execute(self, statement: Any, *, purpose: str) -> list[tuple[Any, ...]]:
        """Run one statement."""


class Marker(NamedTuple):
    """One row: `number` counts from 1, `tables` is how many tables of applications there were."""

    day: datetime.date
    number: int
    tables: int
    token: str
    previous: str
    digest: str


def digest_of(*, day: datetime.date, number: int, tables: int, token: str, previous: str) -> str:
    """What holds a row together."""
    return hashlib.sha256(f"{day:%F} {number} {tables} {token} {previous}".encode()).hexdigest()


def write(session: MarkerSession, *, day: datetime.date, token: str) -> Marker:
    """Write the row of a day, or leave the one that is there; make schema and table when they are missing."""
    _run(session, f"CREATE DATABASE IF NOT EXISTS {SCHEMA}")
    _run(
        session,
        f"CREATE TABLE IF NOT EXISTS {SCHEMA}.marker (day DATE NOT NULL PRIMARY KEY, number INT UNSIGNED NOT NULL,"
        " tables INT UNSIGNED NOT NULL, token CHAR(64) NOT NULL, previous CHAR(64) NOT NULL, digest CHAR(64) NOT NULL)",
    )
    found = rows(session)
    if found and found[-1].day >= day:
        return found[-1]
    number, previous = (found[-1].number + 1, found[-1].digest) if found else (1, "")
    tables = int(_run(session, f"SELECT COUNT(*) {_TABLES}")[0][0])
    new = Marker(
        day,
        number,
        tables,
        token,
        previous,
        digest_of(day=day, number=number, tables=tables, token=token, previous=previous),
    )
    values = (f"{day:%F}", str(number), str(tables), token, previous, new.digest)
    # Below, what stands in the SQL itself is this module's constants and, quoted, names that the server gave.
    _run(session, f"INSERT IGNORE INTO {SCHEMA}.marker VALUES (%s, %s, %s, %s, %s, %s)", *values)  # noqa: S608 - see above
    _run(session, f"DELETE FROM {SCHEMA}.marker WHERE number <= %s", str(max(number - _KEPT, 0)))  # noqa: S608 - see above
    return new


def rows(session: MarkerSession) -> list[Marker]:
    """Every row, the oldest first."""
    return [Marker(*row) for row in _run(session, f"SELECT day, number, tables, token, previous, digest {_ROW}")]


def findings(session: MarkerSession, *, made: datetime.date) -> list[str]:
    """What is wrong with a copy of a recovery point that was made on a day; nothing when the copy holds.

    A query on every table of applications (500 at most), a count of the marker's rows, and their digests.
    """
    if not _run(session, f"SELECT 1 FROM information_schema.schemata WHERE schema_name = '{SCHEMA}'"):  # noqa: S608 - see above
        return [f"there is no schema {SCHEMA}: the marker was never written, or the copy is not of this database"]
    found = rows(session)
    if not found:
        return ["the marker has no row"]
    return [*_age(found[-1], made), *_chain(found), *_tables(session, found[-1])]


def _age(last: Marker, made: datetime.date) -> list[str]:
    if last.day < made - _ONE_DAY:
        return [f"the newest row of the marker is of {last.day:%F}, the recovery point of {made:%F}"]
    return []


def _chain(found: Sequence[Marker]) -> list[str]:
    said = []
    expected = found[-1].number - found[0].number + 1
    if len(found) != expected:
        said.append(f"the marker has {len(found)} rows, not {expected}")
    for before, row in zip((None, *found), found, strict=False):
        right = digest_of(day=row.day, number=row.number, tables=row.tables, token=row.token, previous=row.previous)
        if row.digest != right or (before and row.previous != before.digest):
            said.append(f"the row of {row.day:%F} is not as it was written")
            break
    return said


def _tables(session: MarkerSession, last: Marker) -> list[str]:
    listed = _run(session, f"SELECT table_schema, table_name {_TABLES} ORDER BY table_schema, table_name")
    said = [f"the copy has no table, the database had {last.tables}"] if last.tables > 1 and len(listed) <= 1 else []
    for schema, table in listed[:_MOST_TABLES]:
        place = f"{_quoted(schema)}.{_quoted(table)}"
        _run(session, f"SELECT 1 FROM {place} LIMIT 1")  # noqa: S608 - see above; raises where it cannot be read
    return said


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _run(session: MarkerSession, sql: str, *parameters: str) -> list[tuple[Any, ...]]:
    return session.execute(Query(sql, parameters), purpose=sql.split(" (", maxsplit=1)[0][:80])
