"""How the commands that answer a question show the answer: for a terminal, a program, or a comment."""

from __future__ import annotations

from enum import StrEnum


class ViewFormat(StrEnum):
    """How it is shown."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
