"""`calls.yaml` beside this file, read strictly: who calls whom at run time, each row with its source and day."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.facts.sourced import check_columns, check_source, mistakes_in
from constructs_lib.kernel.yaml_file import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = Path(__file__).with_name("calls.yaml")

_SAID = {"source", "checked"}
_MUST = {
    "roles": {"type", "at", "service"},
    "calls": {"type", "to", "does"},
    "keys": {"type", "at", "via", "asks"},
}
_MAY = {
    "roles": {"behalf", "each", "note", "passed"},
    "calls": {
        "also", "at", "behalf", "each", "note", "only", "part", "role", "sends", "service", "through", "via", "within",
    },
    "keys": {"context", "services", "note"},
}  # fmt: skip


@functools.cache
def read_calls(path: Path) -> Mapping[str, list[Mapping[str, Any]]]:
    """The three lists of a file.

    Raises ConfigurationError, with a line for each mistake, for a row without one of its columns, its source or its
    day, or with another column.
    """
    found = read_yaml(path)
    mistakes: list[str] = []
    for section in _MUST:
        check = functools.partial(_check, section=section)
        mistakes += mistakes_in(found.get(section), f"{path}: {section}", check)
    if mistakes:
        raise ConfigurationError(*mistakes)
    return {section: list(found[section]) for section in _MUST}


def _check(where: str, row: Any, section: str) -> None:
    check_columns(where, row, _MUST[section] | _SAID, _MAY[section])
    check_source(where, row)
    if section == "calls" and "service" in row and {"role", "via"} & set(row):
        raise invalid(where, row, "service, or role, or neither; and via of a role or the account only")
