"""The eight required tags and the optional ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_lib.data_class import DataClass
from constructs_lib.naming import KEBAB

if TYPE_CHECKING:
    from collections.abc import Mapping

REQUIRED = ("Environment", "Service", "Team", "Owner", "CostCenter", "Project", "DataClass", "ManagedBy")
OPTIONAL = ("Component", "Version", "Lifecycle", "Severity", "Runbook")
MANAGED_BY = "cdk"

EMAIL = re.compile(r"^[A-Za-z0-9._%+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$")


def mistakes(tags: Mapping[str, str]) -> list[str]:
    """What is wrong with a resource's tags, one sentence each; empty when all eight are present and valid."""
    found = [f"tag {key} is missing" for key in REQUIRED if key not in tags]
    for key in REQUIRED:
        value = tags.get(key)
        if value is not None and not _valid(key, value):
            found.append(f"tag {key}: given {value!r}; allowed: {_allowed(key)}")
    return found


def _valid(key: str, value: str) -> bool:
    match key:
        case "DataClass":
            return value in set(DataClass)
        case "ManagedBy":
            return value == MANAGED_BY
        case "Owner":
            return bool(EMAIL.match(value) or KEBAB.match(value))
        case _:
            return bool(KEBAB.match(value))


def _allowed(key: str) -> str:
    match key:
        case "DataClass":
            return ", ".join(DataClass)
        case "ManagedBy":
            return MANAGED_BY
        case "Owner":
            return "an e-mail address or kebab-case"
        case _:
            return "kebab-case"
