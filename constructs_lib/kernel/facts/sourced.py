"""What every row of a reviewed table of facts has: the page that says so, and the day on which somebody looked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.accepted import exact_day
from constructs_lib.kernel.errors import ConfigurationError, invalid

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator, Mapping
    from collections.abc import Set as AbstractSet


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
