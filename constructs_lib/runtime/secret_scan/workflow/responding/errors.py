"""What AWS answered, by its code, and what a step says when it has to be done again."""

from __future__ import annotations

from typing import Any

GONE = {
    "NoSuchKey",
    "NoSuchVersion",
    "404",
    "ParameterNotFound",
    "ResourceNotFoundException",
    "MethodNotAllowed",
    "405",
}
REFUSED = {"AccessDenied", "403", "InvalidRequest", "AccessDeniedException"}


class NotYetError(Exception):
    """The step can be done later only: the state machine tries again."""


def code_of(error: Exception) -> str:
    """The code of what AWS answered; empty for any other error."""
    answer: dict[str, Any] = getattr(error, "response", None) or {}
    return str((answer.get("Error") or {}).get("Code", ""))
