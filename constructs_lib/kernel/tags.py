"""The nine required tags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.naming import KEBAB

if TYPE_CHECKING:
    from constructs_lib.kernel.environment import Environment

REQUIRED = (
    "Organization", "Environment", "Service", "Team", "Owner", "CostCenter", "Project", "DataClass", "ManagedBy",
)  # fmt: skip
MANAGED_BY = "cdk"

EMAIL_PATTERN = r"[A-Za-z0-9_%+-]+(\.[A-Za-z0-9_%+-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"

_EMAIL = re.compile(EMAIL_PATTERN)
_LONGEST_EMAIL, _LONGEST_LOCAL_PART = 254, 64  # RFC 5321, 4.5.3.1, and its erratum 1690


def is_email(value: str) -> bool:
    """Whether a text is one e-mail address that mail is delivered to, and not too long for a tag."""
    local, _, _ = value.partition("@")
    return len(value) <= _LONGEST_EMAIL and len(local) <= _LONGEST_LOCAL_PART and bool(_EMAIL.fullmatch(value))


def is_valid(key: str, value: str) -> bool:
    """Whether a required tag may have a value."""
    match key:
        case "DataClass":
            return value in set(DataClass)
        case "ManagedBy":
            return value == MANAGED_BY
        case "Owner":
            return is_email(value) or bool(KEBAB.fullmatch(value))
        case _:
            return bool(KEBAB.fullmatch(value))


def allowed(key: str) -> str:
    """What a required tag may be, in words."""
    match key:
        case "DataClass":
            return ", ".join(DataClass)
        case "ManagedBy":
            return MANAGED_BY
        case "Owner":
            return "an e-mail address or kebab-case"
        case _:
            return "kebab-case"


def environment_tags(environment: Environment) -> dict[str, str]:
    """The tags that are the same on everything in an environment."""
    tags = environment.tags
    return {
        "Organization": environment.organization,
        "Environment": environment.name,
        "Team": tags.team,
        "Owner": tags.owner,
        "CostCenter": tags.cost_center,
        "Project": tags.project,
        "DataClass": str(tags.data_class),
        "ManagedBy": MANAGED_BY,
    }
