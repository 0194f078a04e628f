"""Where inference profiles of Bedrock send requests, and how to ask when a model ends: `inference_profiles.yaml`."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from constructs_lib.kernel.facts.sourced import sourced_rows

FILE = Path(__file__).with_name("inference_profiles.yaml")

_MUST = {
    "profiles": {"profile", "model", "from", "to"},
    "asked": {"service", "operation", "argument", "answer"},
}


@dataclass(frozen=True, slots=True)
class Question:
    """One call that reads: service, operation, its one argument, and where the answer has it (JMESPath)."""

    service: str
    operation: str
    argument: str
    answer: str


def regions_of(profile: str, region: str) -> tuple[str, ...]:
    """The regions to which a profile that is asked in a region sends requests; none where the table does not know."""
    rows = _rows(FILE)["profiles"]
    return next((tuple(row["to"]) for row in rows if row["profile"] == profile and region in row["from"]), ())


def question(operation: str) -> Question:
    """How an operation is asked. Raises KeyError for one that the table does not have."""
    return {row["operation"]: Question(**row) for row in _rows(FILE)["asked"]}[operation]


@functools.cache
def _rows(path: Path) -> dict[str, list[dict[str, Any]]]:
    return {section: sourced_rows(path, section, must) for section, must in _MUST.items()}
