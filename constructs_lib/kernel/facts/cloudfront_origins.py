"""From where CloudFront asks origins, as data: the reviewed table `cloudfront_origins.yaml` beside this file."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.facts.sourced import check_columns, check_source, mistakes_in
from constructs_lib.kernel.yaml_file import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = Path(__file__).with_suffix(".yaml")
_COLUMNS = {"region", "prefix_list", "source", "checked"}


@functools.cache
def origin_facing(path: Path = FILE) -> Mapping[str, str]:
    """The id of the prefix list, by region. Raises ConfigurationError for a bad row."""

    def check(where: str, row: Any) -> None:
        check_columns(where, row, _COLUMNS, set())
        check_source(where, row)

    rows = read_yaml(path).get("origins")
    if mistakes := list(mistakes_in(rows, f"{path}: origins", check)):
        raise ConfigurationError(*mistakes)
    return {row["region"]: row["prefix_list"] for row in rows or ()}
