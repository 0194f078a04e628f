"""What a real account answered to the experiments of `governed-cdk prove`, each with its day."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.accepted import exact_day
from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.yaml_file import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FILE = Path(__file__).with_name("proved.yaml")
_COLUMNS = {"experiment", "day", "region", "answers"}


@dataclass(frozen=True)
class Proved:
    """The answers to one experiment, by variant, as they were on that day (ISO 8601)."""

    experiment: str
    day: str
    region: str
    answers: Mapping[str, str]


def proved(path: Path = FILE) -> tuple[Proved, ...]:
    """What has been answered, one row an experiment.

    Raises ConfigurationError for a row without one of its columns, or two of one experiment.
    """
    rows = read_yaml(path).get("proved")
    if not isinstance(rows, list):
        raise invalid(f"{path}: proved", rows, "a list of rows")
    found = [_row(f"{path}: proved[{number}]", row) for number, row in enumerate(rows)]
    names = [row.experiment for row in found]
    if len(set(names)) < len(names):
        raise invalid(f"{path}: proved", ", ".join(names), "each experiment once")
    return tuple(found)


def _row(where: str, row: Any) -> Proved:
    if not isinstance(row, dict) or set(row) != _COLUMNS:
        raise invalid(where, row, f"a mapping with {', '.join(sorted(_COLUMNS))}")
    if not isinstance(row["answers"], dict) or not row["answers"]:
        raise invalid(f"{where}.answers", row["answers"], "what was seen, by variant")
    exact_day(f"{where}.day", row["day"])
    return Proved(row["experiment"], row["day"], row["region"], dict(row["answers"]))


def updated(text: str, old: Iterable[Proved], new: Iterable[Proved]) -> str:
    """The file's text with new answers in place of old ones to the same experiments; its comments stay."""
    head = text[: text.index("proved:")]
    rows = {row.experiment: row for row in (*old, *new)}
    lines = [
        "  - {" + ", ".join(f"{key}: {json.dumps(value)}" for key, value in _columns(row).items()) + "}"
        for _, row in sorted(rows.items())
    ]
    return head + ("proved:\n" + "\n".join(lines) if lines else "proved: []") + "\n"


def _columns(row: Proved) -> dict[str, Any]:
    return {"experiment": row.experiment, "day": row.day, "region": row.region, "answers": dict(row.answers)}
