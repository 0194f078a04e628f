"""Buckets of AWS's own that a VPC must reach, `aws_buckets.yaml`: by what statement, for what action."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.facts.sourced import check_source
from constructs_lib.kernel.yaml_file import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = Path(__file__).with_name("aws_buckets.yaml")
_TEXTS = ("statement", "action", "bucket")


def aws_buckets(region: str, path: Path = FILE) -> Mapping[tuple[str, str], list[str]]:
    """The ARNs of objects in a region by statement and action.

    Raises ConfigurationError for a row that lacks one of its texts, its page, or the day on which somebody looked.
    """
    rows = read_yaml(path).get("buckets")
    if not isinstance(rows, list) or not rows:
        raise invalid(f"{path}: buckets", rows, f"a list of rows with {', '.join(_TEXTS)}, checked and source")
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for number, row in enumerate(rows):
        where = f"{path}: buckets[{number}]"
        if not isinstance(row, dict) or not all(isinstance(row.get(name), str) for name in _TEXTS):
            raise invalid(where, row, f"the texts {', '.join(_TEXTS)}")
        check_source(where, row)
        bucket = row["bucket"].format(region=region, joined_region=region.replace("-", ""))
        found[row["statement"], row["action"]].append(f"arn:aws:s3:::{bucket}")
    return found
