"""Reading what somebody else wrote: any field of a message as a text that can be shown, whatever stands there."""

from __future__ import annotations

import json
import re
from typing import Any, Final

LONGEST: Final = 3000
"""Characters of one field that are kept: as many as Slack shows in one text."""
_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


def json_object(text: str) -> dict[str, Any]:
    """The JSON object that a text holds; an empty one where it holds none, or one nested too deep to read."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def at(document: Any, *path: str) -> Any:
    """What stands at a path of names; None where there is nothing, or something that has no names."""
    for name in path:
        if not isinstance(document, dict):
            return None
        document = document.get(name)
    return document


def text_of(value: Any, *, longest: int = LONGEST) -> str:
    """Any JSON value as a text of at most so many characters: nothing is empty, what has parts is shown as JSON.

    Lone surrogates, which no encoding takes, and control characters are replaced.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        try:
            value = json.dumps(value, ensure_ascii=False)
        except (ValueError, RecursionError, TypeError):
            value = f"(an unreadable {type(value).__name__})"
    return _UNSHOWABLE.sub("\ufffd", value[:longest].replace("\r\n", "\n")).strip()
