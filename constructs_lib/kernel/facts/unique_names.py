"""Which types may not have two resources of one name, where the schema does not tell: `unique_names.yaml`."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.facts.sourced import sourced_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = Path(__file__).with_name("unique_names.yaml")


@functools.cache
def unique_names(path: Path = FILE) -> Mapping[str, bool]:
    """Whether the second resource of a name is refused, by CloudFormation type.

    Raises ConfigurationError, with a line for each mistake, for a row without its page or day, and for a type that two
    rows speak of.
    """
    found: dict[str, bool] = {}
    for row in sourced_rows(path, "names", {"types", "unique"}, check=_check):
        for type_ in row["types"]:
            if type_ in found:
                raise invalid(f"{path}: names", type_, "each type once")
            found[type_] = row["unique"]
    return found


def _check(where: str, row: dict[str, Any]) -> None:
    if not isinstance(row["unique"], bool):
        raise invalid(f"{where}.unique", row["unique"], "true or false")
    if not isinstance(row["types"], list) or not all(isinstance(one, str) and "::" in one for one in row["types"]):
        raise invalid(f"{where}.types", row["types"], "a list of types, AWS::SQS::Queue")
