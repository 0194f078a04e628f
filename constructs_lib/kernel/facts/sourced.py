"""What every row of a reviewed table of facts has: the page that says so, and the day on which somebody looked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.accepted import exact_day
from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.yaml_file import read_yaml

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import Path

_ROW = frozenset({"source", "checked"})


def rows_in(value: Any) -> Iterator[dict[str, Any]]:
    """The rows of a table: the mappings of its lists, and those that hold neither list nor mapping."""
    match value:
        case list():
            yield from (one for one in value if isinstance(one, dict))
        case dict() if "source" not in value and any(isinstance(one, dict | list) for one in value.values()):
            for one in value.values():
                yield from rows_in(one)
        case dict():
            yield value


def sourced_rows(
    path: Path,
    section: str,
    must: AbstractSet[str],
    may: AbstractSet[str] = frozenset(),
    *,
    check: Callable[[str, dict[str, Any]], None] | None = None,
) -> list[dict[str, Any]]:
    """The rows of a section of a table, without their source and day, which each must have.

    Args:
        path: the table.
        section: the name of a list in it.
        must: the columns of each row, beside source and day.
        may: the columns that a row can have besides.
        check: what else has to be so; gets the row's place and the row, and raises ConfigurationError.

    Raises ConfigurationError, with a line for each mistake.
    """

    def check_row(where: str, row: Any) -> None:
        check_columns(where, row, must | _ROW, may)
        check_source(where, row)
        if check:
            check(where, row)

    rows: Any = read_yaml(path).get(section)
    if mistakes := list(mistakes_in(rows, f"{path}: {section}", check_row)):
        raise ConfigurationError(*mistakes)
    return [{name: value for name, value in row.items() if name not in _ROW} for row in rows]


def mistakes_in(rows: Any, where: str, check: Callable[[str, Any], None]) -> Iterator[str]:
    """A line for each row that `check`, which gets its place too, refuses. Raises ConfigurationError for no list."""
    if not isinstance(rows, list) or not rows:
        raise invalid(where, rows, "a list of rows")
    for number, row in enumerate(rows):
        try:
            check(f"{where}[{number}]", row)
        except ConfigurationError as error:
            yield from error.mistakes


def check_columns(where: str, row: Any, must: AbstractSet[str], may: AbstractSet[str]) -> None:
    """Raise ConfigurationError for a row without one of its columns, or with another."""
    if not isinstance(row, dict) or not must <= set(row) <= must | may:
        raise invalid(where, row, f"a mapping with {', '.join(sorted(must))}; perhaps {', '.join(sorted(may))}")


def check_source(where: str, row: Mapping[str, Any]) -> datetime.date:
    """The day on which somebody looked. Raises ConfigurationError for a row without it, or its pages."""
    source = row.get("source")
    pages = source if isinstance(source, list) else [source]
    if not pages or not all(isinstance(page, str) and page.startswith("https://") for page in pages):
        raise invalid(f"{where}.source", source, "the address of the page that says so, https://...")
    return exact_day(f"{where}.checked", row.get("checked"))
