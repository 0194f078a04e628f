from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.facts.time_zones import FILE, read_time_zones, utc_offsets
from constructs_lib.kernel.regions import REGIONS

if TYPE_CHECKING:
    from pathlib import Path


def test_the_offsets_are_those_of_the_time_zone_database() -> None:
    for region, row in read_time_zones(FILE).items():
        zone = ZoneInfo(row["zone"])
        year = {datetime(2026, month, 15, 12, tzinfo=zone).utcoffset() for month in range(1, 13)}
        assert sorted(int(one.total_seconds() // 60) for one in year if one is not None) == row["utc_offsets"], region


def test_seoul_has_one_time_new_york_two_and_a_region_without_a_row_none() -> None:
    assert utc_offsets("ap-northeast-2") == (540,)
    assert utc_offsets("us-east-1") == (-300, -240)
    assert utc_offsets("xx-nowhere-1") == ()


def test_regions_are_regions() -> None:
    assert set(read_time_zones(FILE)) <= set(REGIONS)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{}", "a mapping with utc_offsets"),
        ('{utc_offsets: [540], checked: "2026-11-29", source: "https://x"}', "zone"),
        ('{zone: Asia/Seoul, utc_offsets: [540], checked: "2026-11-29"}', "a.source"),
        ('{zone: Asia/Seoul, utc_offsets: [540], source: "https://x"}', "a.checked"),
    ],
)
def test_a_row_without_zone_offsets_page_or_day_is_refused(tmp_path: Path, row: str, said: str) -> None:
    (tmp_path / "t.yaml").write_text(f"regions:\n  a: {row}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as error:
        read_time_zones(tmp_path / "t.yaml")
    assert said in str(error.value)
