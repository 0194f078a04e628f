from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from governed_cdk.drilling import mariadb, rows
from governed_cdk.rehearsal.failure import RehearsalError
from tests.system_tools import system_tool

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

TODAY = datetime.date(2026, 11, 30)


def test_a_dump_brings_back_what_was_there_when_it_was_made(tmp_path: Path) -> None:
    for program in ("mariadbd", "mariadb-install-db"):
        system_tool(program, package="mariadb-server")
    (tmp_path / "home").mkdir()
    (tmp_path / "copy").mkdir()
    with (
        mariadb.running(tmp_path / "home", master=rows.MASTER) as home,
        mariadb.running(tmp_path / "copy", master=rows.MASTER) as copy,
    ):
        rows.begin(home, day=TODAY, rows=5)
        made = rows.dump(home)
        rows.add(home, 3)
        assert (rows.count(home), rows.count(copy)) == (8, 0)
        assert rows.findings(copy, made=TODAY) != []
        with pytest.raises(RehearsalError, match=r"\Amariadb: [^\n]+\Z"):
            rows.restore(copy, b"no SQL;")
        rows.restore(copy, made)
        assert (rows.count(copy), rows.findings(copy, made=TODAY)) == (5, [])
        assert rows.findings(copy, made=TODAY + datetime.timedelta(days=3)) != []
        copy.sql("DELETE FROM governed_restore.marker WHERE number = 2")
        assert rows.findings(copy, made=TODAY) == [
            "the marker has 2 rows, not 3",
            "the row of 2026-11-30 is not as it was written",
        ]
    with pytest.raises(RehearsalError, match="the database: cannot log in"):
        rows.findings(copy, made=TODAY)
