from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from constructs_lib.platform.cloudtrail.trail_queries import QUERIES, TrailQuery
from constructs_lib.platform.cloudtrail.trail_table import COLUMNS, PARTITIONS
from tests.audit_samples import BY_DEPLOYMENT, EXPECTED, records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.audit_samples import Record

_ALL = pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.slug)
_TYPES = {
    name: exp.DataType.build(type_, dialect="hive").sql("duckdb") for name, type_ in {**COLUMNS, **PARTITIONS}.items()
}
_TODAY = datetime.date(2026, 11, 21)


def _lower(value: Any) -> Any:
    """Hive's column and field names are in lower case."""
    match value:
        case dict():
            return {key.lower(): _lower(item) for key, item in value.items()}
        case list():
            return [_lower(item) for item in value]
        case _:
            return value


def _row(record: Record, *, days_ago: int) -> dict[str, Any]:
    """A record as the table shows it; what the table calls a string stays JSON text, with its own spelling."""
    day = _TODAY - datetime.timedelta(days=days_ago)
    fields = {
        name.lower(): value if COLUMNS.get(name.lower()) == "string" else _lower(value)
        for name, value in record.items()
    }
    return {**fields, "region": record["awsRegion"], "date": day.strftime("%Y/%m/%d")}


def _insert(database: duckdb.DuckDBPyConnection, folder: Path, *rows: dict[str, Any]) -> None:
    """Read rows from a file of JSON lines, as Athena does: fields that are absent are null."""
    file = folder / "events.json"
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    columns = ", ".join(f"'{name}': '{type_}'" for name, type_ in _TYPES.items())
    database.execute(
        f"INSERT INTO audit.events SELECT * FROM read_json(?, format='newline_delimited', columns={{{columns}}})",  # noqa: S608 - the columns are the table's own
        [str(file)],
    )


@pytest.fixture
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """The Glue table's own columns, in a database that runs the statements."""
    connection = duckdb.connect()
    ddl = ", ".join(f'"{name}" {type_}' for name, type_ in _TYPES.items())
    connection.execute(f"CREATE SCHEMA audit; CREATE TABLE audit.events ({ddl})")
    yield connection
    connection.close()


def _run(database: duckdb.DuckDBPyConnection, query: TrailQuery) -> list[dict[str, Any]]:
    today = exp.cast(exp.Literal.string(_TODAY.isoformat()), "date")
    statement = sqlglot.parse_one(query.sql(database="audit", table="events"), read="athena").transform(
        lambda node: today if isinstance(node, exp.CurrentDate) else node
    )
    result = database.execute(statement.sql("duckdb"))
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


@_ALL
def test_a_query_returns_the_rows_that_it_is_about_and_no_others(
    database: duckdb.DuckDBPyConnection, query: TrailQuery, tmp_path: Path
) -> None:
    _insert(database, tmp_path, *(_row(record, days_ago=1) for record in records().values()))
    found = EXPECTED[query.slug] | BY_DEPLOYMENT.get(query.slug, set())
    expected = {records()[name]["eventTime"] for name in found}
    assert {row["eventtime"] for row in _run(database, query)} == expected


@_ALL
def test_a_query_reads_the_days_it_names_only(
    database: duckdb.DuckDBPyConnection, query: TrailQuery, tmp_path: Path
) -> None:
    (sample, *_) = sorted(EXPECTED[query.slug])
    record = records()[sample]
    _insert(database, tmp_path, _row(record, days_ago=query.days), _row(record, days_ago=query.days + 1))
    assert len(_run(database, query)) == 1


@_ALL
def test_a_query_is_bounded_by_the_date_partition_and_a_limit(query: TrailQuery) -> None:
    statement = sqlglot.parse_one(query.sql(database="audit", table="events"), read="athena")
    where, limit = statement.find(exp.Where), statement.find(exp.Limit)
    assert where is not None
    assert "date" in {column.name for column in where.find_all(exp.Column)}
    assert limit is not None


def test_iam_changes_are_read_in_the_one_region_that_has_them() -> None:
    assert {query.slug: query.region for query in QUERIES if query.region} == {"iam-changes": "us-east-1"}


def test_a_failed_sign_in_shows_its_reason(database: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    _insert(database, tmp_path, _row(records()["sign-in-failed"], days_ago=0))
    (query,) = (query for query in QUERIES if query.slug == "console-failures")
    (row,) = _run(database, query)
    assert (row["who"], row["errormessage"]) == ("alice", "Failed authentication")
