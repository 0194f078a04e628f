"""Where inference profiles of Bedrock send requests, and how to ask when a model ends: `inference_profiles.yaml`."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.facts.sourced import check_columns, check_source, mistakes_in
from constructs_lib.kernel.yaml_file import read_yaml

FILE = Path(__file__).with_name("inference_profiles.yaml")

_PROFILE = {"profile", "model", "from", "to", "source", "checked"}
_ASKED = {"service", "operation", "argument", "answer", "source", "checked"}


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
    rows = {row["operation"]: row for row in _rows(FILE)["asked"]}
    row = rows[operation]
    return Question(row["service"], row["operation"], row["argument"], row["answer"])


@functools.cache
def _rows(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Both tables. Raises ConfigurationError, with a line for each mistake."""
    data = read_yaml(path)
    mistakes = [
        line
        for section, columns in (("profiles", _PROFILE), ("asked", _ASKED))
        for line in mistakes_in(data.get(section), f"{path}: {section}", functools.partial(_check, columns=columns))
    ]
    if mistakes:
        raise ConfigurationError(*mistakes)
    return {"profiles": data["profiles"], "asked": data["asked"]}


def _check(where: str, row: Any, columns: set[str]) -> None:
    check_columns(where, row, columns, set())
    check_source(where, row)
