"""Text in GitHub's Markdown that stays text: no markup, no link, and nobody is called.

GitHub reads a comment twice. Its Markdown takes signs for markup, which stay themselves as character references. Then
it looks through the text of the page, where these are signs again, for people (`@team`), issues (`#1`, `GH-1`), emoji
(`:tada:`) and addresses: a space of no width parts those, as Renovate parts the names that it quotes. Sources: GitHub
Flavored Markdown Spec, 6.9 "Autolinks (extension)"; GitHub Docs, "Basic writing and formatting syntax".
"""

from __future__ import annotations

import re

from constructs_lib.kernel.errors import printable

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&@#$!]")
_PART = "&#8203;"
# What stands before the place to part, and what after it makes a link, an emoji or a reference of both.
_JOINED = re.compile(
    r"(?<=&#64;)(?=\w)"  # @team
    r"|(?<=&#35;)(?=\w)"  # #1
    r"|(?<=[gG][hH]-)(?=[0-9])"  # GH-1
    r"|(?<=[wW]{3})(?=\.)"  # www.example.com
    r"|(?<=:)(?=//)|(?<=/)(?=/)"  # https://
    r"|(?<=:)(?=(?:[a-z0-9+-]|&#95;)++:)"  # :tada:
)
# At the begin of a line: code; a list, a heading's underline.
_BLANK = re.compile(r" +")
_FIRST = re.compile(r"[-+=]|[0-9]{1,9}(?=[.)](?: |\Z))")


def inert(text: str) -> str:
    """Text on one line, whatever is in it, that Markdown shows as it is and makes nothing of."""
    shown = _JOINED.sub(_PART, _SPECIAL.sub(_spelled, printable(text)))
    begin = _BLANK.match(shown) or _FIRST.match(shown)
    return f"{''.join(map(_reference, begin[0]))}{shown[begin.end() :]}" if begin else shown


def _spelled(sign: re.Match[str]) -> str:
    return _reference(sign[0])


def _reference(sign: str) -> str:
    return f"&#{ord(sign)};"
