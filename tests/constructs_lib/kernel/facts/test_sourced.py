from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.facts.sourced import check_source, sourced_rows

if TYPE_CHECKING:
    from pathlib import Path

ROW = {"source": "https://docs.aws.amazon.com/x.html", "checked": "2026-11-29"}


def test_a_row_with_its_page_and_day_is_taken() -> None:
    assert check_source("row", ROW) == datetime.date(2026, 11, 29)


@pytest.mark.parametrize(
    "changes", [{"source": ""}, {"source": None}, {"source": "somebody"}, {"checked": None}, {"checked": "today"}]
)
def test_a_row_without_one_of_them_is_refused(changes: dict[str, str | None]) -> None:
    with pytest.raises(ConfigurationError, match=r"row\.(source|checked): given"):
        check_source("row", ROW | changes)


def test_rows_are_taken_without_their_pages_and_every_mistake_is_told(tmp_path: Path) -> None:
    def even(where: str, row: dict[str, Any]) -> None:
        if row["number"] % 2:
            raise invalid(f"{where}.number", row["number"], "an even one")

    table = tmp_path / "table.yaml"
    said = "source: https://docs.aws.amazon.com/x.html, checked: 2026-11-29"
    sections = [f"good: [{{number: 2, {said}}}]", f"bad: [{{number: 3, {said}}}, {{number: 2}}]"]
    table.write_text("\n".join(sections), encoding="utf-8")
    assert sourced_rows(table, "good", {"number"}, check=even) == [{"number": 2}]
    with pytest.raises(ConfigurationError) as caught:
        sourced_rows(table, "bad", {"number"}, check=even)
    first, second = caught.value.mistakes
    assert "bad[0].number: given 3; allowed: an even one" in first
    assert "bad[1]: given" in second
    with pytest.raises(ConfigurationError, match="none: given nothing; allowed: a list of rows"):
        sourced_rows(table, "none", {"number"})
