"""From where CloudFront asks origins, as data: the reviewed table `cloudfront_origins.yaml` beside this file."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.kernel.facts.sourced import sourced_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = Path(__file__).with_suffix(".yaml")


@functools.cache
def origin_facing(path: Path = FILE) -> Mapping[str, str]:
    """The id of the prefix list, by region. Raises ConfigurationError for a bad row."""
    rows = sourced_rows(path, "origins", {"region", "prefix_list"})
    return {row["region"]: row["prefix_list"] for row in rows}
