"""The time of regions, `time_zones.yaml`: what is night where a region is."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.facts.sourced import check_source
from constructs_lib.kernel.yaml_file import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = Path(__file__).with_name("time_zones.yaml")


def utc_offsets(region: str) -> tuple[int, ...]:
    """How many minutes the time of a region is ahead of UTC, in winter and in summer; none where nobody looked."""
    return _known().get(region, ())


@functools.cache
def _known() -> Mapping[str, tuple[int, ...]]:
    return {region: tuple(row["utc_offsets"]) for region, row in read_time_zones(FILE).items()}


def read_time_zones(path: Path) -> Mapping[str, Mapping[str, Any]]:
    """The rows of a table by region. Raises ConfigurationError for one that lacks its zone, offsets, page or day."""
    rows = read_yaml(path).get("regions")
    if not isinstance(rows, dict) or not rows:
        raise invalid(f"{path}: regions", rows, "regions, each with zone, utc_offsets, checked and source")
    for region, row in rows.items():
        where = f"{path}: regions.{region}"
        offsets = row.get("utc_offsets") if isinstance(row, dict) else None
        if not isinstance(offsets, list) or not offsets or not all(type(one) is int for one in offsets):
            raise invalid(where, row, "a mapping with utc_offsets, a list of minutes")
        if not isinstance(row.get("zone"), str):
            raise invalid(f"{where}.zone", row.get("zone"), "a name of the IANA time zone database")
        check_source(where, row)
    return rows
