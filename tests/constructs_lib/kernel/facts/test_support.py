from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.facts.support import FILE, LAMBDA, follower_of, knows, read_support, support_of

if TYPE_CHECKING:
    from pathlib import Path

ROW = {
    "product": "mysql", "version": '"8.0"', "ends": '"2026-07-31"', "checked": '"2026-11-29"',
    "source": '"https://docs.aws.amazon.com/x.html"',
}  # fmt: skip


def table(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "support.yaml"
    lines = ["  - {" + ", ".join(f"{key}: {value}" for key, value in row.items()) + "}" for row in rows]
    path.write_text("\n".join(["supported:", *lines]), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("product", "version", "ends"),
    [
        ("mysql", "8.0.46", "2026-07-31"),
        ("mysql", "8.0.46-RDS.20261001", "2026-07-31"),
        ("mysql", "8.4.9.R2.20261001", "2029-07-31"),
        ("mysql", "8.4", "2029-07-31"),
        ("postgres", "14.20", "2027-02-28"),
        ("postgres", "11.22-RDS.20241121", "2024-02-29"),
        ("mariadb", "10.11.16", "2028-02-29"),
        ("aurora-mysql", "8.0.mysql_aurora.3.10.0", "2028-04-30"),
        ("aurora-mysql", "8.4.7", "2032-04-30"),
        ("aurora-mysql", "5.7.mysql_aurora.2.12.5", "2024-10-31"),
        ("aurora-postgresql", "13.20", "2026-02-28"),
        (LAMBDA, "python3.9", "2025-12-15"),
        (LAMBDA, "nodejs20.x", "2026-04-30"),
    ],
)
def test_a_version_as_a_template_spells_it_finds_its_row(product: str, version: str, ends: str) -> None:
    row = support_of(product, version)
    assert row is not None
    assert row.ends == datetime.date.fromisoformat(ends)


@pytest.mark.parametrize(
    ("product", "version"), [("mysql", "80.4"), ("mysql", "8.44"), ("oracle-ee", "19"), (LAMBDA, "x")]
)
def test_what_has_no_row_is_not_guessed(product: str, version: str) -> None:
    assert support_of(product, version) is None


DAY = datetime.date(2026, 11, 29)


@pytest.mark.parametrize(
    ("product", "version", "days", "follower"),
    [
        ("mysql", "5.7", 180, "8.4"),
        ("mariadb", "10.5.1", 180, "12.3"),
        ("postgres", "13", 180, "18"),
        ("aurora", "5.6.10a", 180, ""),
        ("oracle-ee", "19", 180, ""),
        (LAMBDA, "python3.9", 180, "python3.14"),
        (LAMBDA, "dotnetcore3.1", 180, "dotnet10"),
        (LAMBDA, "go1.x", 180, "provided.al2023"),
        (LAMBDA, "provided.al2", 0, "provided.al2023"),
        (LAMBDA, "nodejs20.x", 10_000, ""),
    ],
)
def test_a_version_is_followed_by_the_one_that_is_supported_longest(
    product: str, version: str, days: int, follower: str
) -> None:
    assert follower_of(product, version, DAY, days) == follower


def test_it_knows_the_engines_of_rds_that_aws_has_an_end_for() -> None:
    engines = ("mysql", "mariadb", "postgres", "aurora-mysql", "aurora-postgresql")
    assert all(map(knows, engines))
    assert not knows("sqlserver-ee")


def test_every_row_has_the_page_of_aws_that_says_so_and_the_day_on_which_somebody_looked() -> None:
    rows = read_support(FILE).values()
    assert len(rows) > 80
    assert all(row.source.startswith("https://docs.aws.amazon.com/") for row in rows)
    assert all(row.checked >= datetime.date(2026, 11, 29) for row in rows)


def test_the_runtimes_are_those_of_cfn_lint() -> None:
    from cfnlint.data import AdditionalSpecs  # noqa: PLC0415 - slow, and needed here only
    from cfnlint.helpers import load_resource  # noqa: PLC0415 - as above

    theirs = load_resource(AdditionalSpecs, "LmbdRuntimeLifecycle.json")
    known = {row.version: str(row.ends) for row in read_support(FILE).values() if row.product == LAMBDA}
    assert {name: known.get(name) for name in theirs} == {name: said["deprecated"] for name, said in theirs.items()}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"source": ""}, "the texts product, version, ends, checked, source"),
        ({"source": "none"}, "supported[0].source: given 'none'; allowed: the address of the page"),
        ({"checked": ""}, "the texts product"),
        ({"checked": '"last week"'}, "supported[0].checked: given 'last week'; allowed: a date as YYYY-MM-DD"),
        ({"ends": '"2026-02-30"'}, "supported[0].ends"),
        ({"until": '"2026-02-28"'}, "the texts product"),
    ],
)
def test_a_row_without_page_or_day_is_refused(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    row = {key: value for key, value in (ROW | changes).items() if value}
    with pytest.raises(ConfigurationError) as error:
        read_support(table(tmp_path, row))
    assert said in str(error.value)


def test_a_version_has_one_row(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="one row for each version"):
        read_support(table(tmp_path, ROW, ROW))


def test_a_file_without_rows_is_none(tmp_path: Path) -> None:
    (tmp_path / "support.yaml").write_text("supported: []", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="a list of rows"):
        read_support(tmp_path / "support.yaml")
