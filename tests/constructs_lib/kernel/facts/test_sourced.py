from __future__ import annotations

import datetime

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.facts.sourced import check_source

ROW = {"source": "https://docs.aws.amazon.com/x.html", "checked": "2026-11-29"}


def test_a_row_with_its_page_and_day_is_taken() -> None:
    assert check_source("row", ROW) == datetime.date(2026, 11, 29)


@pytest.mark.parametrize(
    "changes", [{"source": ""}, {"source": None}, {"source": "somebody"}, {"checked": None}, {"checked": "today"}]
)
def test_a_row_without_one_of_them_is_refused(changes: dict[str, str | None]) -> None:
    with pytest.raises(ConfigurationError, match=r"row\.(source|checked): given"):
        check_source("row", ROW | changes)
