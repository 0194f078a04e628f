"""Where the database is, what is synthesised with it, and how one of its resources is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.support import Templates

ONLY = ("kms", "secrets", "rds")
REGION, ACCOUNT = "ap-northeast-2", "111122223333"


def entry(templates: Templates, stack: str, type_: str, part: str = "") -> tuple[str, dict[str, Any]]:
    """(logical id, whole resource) of the one resource of a type."""
    (found,) = (
        (key, value) for key, value in templates[stack]["Resources"].items() if value["Type"] == type_ and part in key
    )
    return found
