from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from constructs_lib.runtime.restore_validation.restore_checks import marker
from constructs_lib.runtime.rotation.mysql_rotation.credentials import Credentials
from constructs_lib.runtime.rotation.mysql_rotation.database import connect
from constructs_lib.runtime.rotation.mysql_rotation.errors import DatabaseError
from tests.constructs_lib.runtime.rotation.server import HOST, MASTER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.runtime.restore_validation.restore_checks.marker import MarkerSession
    from tests.constructs_lib.runtime.rotation.server import Server

TODAY = datetime.date(2026, 11, 30)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def session(server: Server) -> Iterator[MarkerSession]:
    """The master's session, on a server without a marker."""
    server.sql(f"DROP DATABASE IF EXISTS {marker.SCHEMA}")
    login = Credentials(
        engine="mariadb", host=HOST, port=server.port, username=MASTER[0], password=MASTER[1],
        dbname=None, masterarn=None, raw={},
    )  # fmt: skip
    with connect(login, ca_file=server.ca_file) as opened:
        yield opened
    server.sql(f"DROP DATABASE IF EXISTS {marker.SCHEMA}")


@pytest.fixture
def marked(session: MarkerSession) -> MarkerSession:
    """With the rows of five days."""
    for ago in range(4, -1, -1):
        marker.write(session, day=TODAY - ago * DAY, token=f"{ago}" * 64)
    return session


@pytest.mark.slow
def test_a_row_a_day_holds_on_to_the_one_before(marked: MarkerSession) -> None:
    found = marker.rows(marked)
    assert [row.number for row in found] == [1, 2, 3, 4, 5]
    assert [row.previous for row in found[1:]] == [row.digest for row in found[:-1]]
    assert marker.write(marked, day=TODAY, token="f" * 64) == found[-1]
    assert marker.rows(marked) == found
    assert marker.findings(marked, made=TODAY) == []
    assert marker.findings(marked, made=TODAY + DAY) == []  # the backup of a night before the marker was written


def test_only_the_last_four_hundred_days_are_kept(session: MarkerSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marker, "_KEPT", 3)
    for ago in range(6, -1, -1):
        marker.write(session, day=TODAY - ago * DAY, token="a" * 64)
    assert [row.number for row in marker.rows(session)] == [5, 6, 7]
    assert marker.findings(session, made=TODAY) == []


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("DROP DATABASE governed_restore", "there is no schema"),
        ("DELETE FROM governed_restore.marker", "has no row"),
        ("DELETE FROM governed_restore.marker WHERE number > 3", "newest row of the marker is of 2026-11-28"),
        ("DELETE FROM governed_restore.marker WHERE number = 3", "has 4 rows, not 5"),
        ("UPDATE governed_restore.marker SET token = 'x' WHERE number = 2", "row of 2026-11-27 is not as it was"),
        ("UPDATE governed_restore.marker SET tables = 99 WHERE number = 5", "row of 2026-11-30 is not as it was"),
    ],
)
def test_each_harm_to_a_copy_is_found(marked: MarkerSession, harm: str, said: str) -> None:
    marked.execute(marker.Query(harm), purpose="harm")
    assert said in "; ".join(marker.findings(marked, made=TODAY))


def test_a_table_that_cannot_be_read_is_an_error(marked: MarkerSession, server: Server) -> None:
    server.sql("CREATE DATABASE `odd``name`")
    server.sql("CREATE TABLE `odd``name`.`a table` (id INT)")
    try:
        assert marker.findings(marked, made=TODAY) == []
        server.sql("ALTER TABLE `odd``name`.`a table` DISCARD TABLESPACE")  # as a copy that is not whole would be
        with pytest.raises(DatabaseError, match=r"SELECT 1 FROM `odd``name`\.`a table`"):
            marker.findings(marked, made=TODAY)
    finally:
        server.sql("DROP DATABASE `odd``name`")


def test_a_copy_without_the_tables_of_applications_is_found() -> None:
    class Empty:
        def execute(self, statement: marker.Query, *, purpose: str) -> list[tuple[object, ...]]:
            assert purpose
            day, token = TODAY, "a" * 64
            digest = marker.digest_of(day=day, number=1, tables=40, token=token, previous="")
            if "information_schema.tables" in statement.sql:
                return [(marker.SCHEMA, "marker")]
            return [(day, 1, 40, token, "", digest)]

    assert marker.findings(Empty(), made=TODAY) == ["the copy has no table, the database had 40"]
