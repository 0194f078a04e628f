"""A Notice as the body of a Slack message.

Nothing that somebody else wrote is markup: it stands in `plain_text` objects, which Slack shows as they are. The one
line outside of them is the fallback `text`, whose markup is off (`mrkdwn`, `parse`, `link_names`) and in which
addresses and mentions are broken by an invisible character besides.

Source: Slack API, "Block Kit": a header holds 150 characters, a section's text 3,000, a section ten fields of 2,000
characters, an actions block 25 buttons, a button's label 75 and address 3,000. "Formatting text for app surfaces": `&`,
`<` and `>` of `text` are escaped.
"""

from __future__ import annotations

import re
from typing import Any, Final

from .notice import Notice, Severity
from .words import said

_HEADER: Final = 150
_TEXT: Final = 3000
_FIELD: Final = 2000
_FIELDS: Final = 10
_LABEL: Final = 75
_BUTTONS: Final = 25
_COLOURS: Final = {Severity.CRITICAL: "#d62728", Severity.WARNING: "#ff7f0e", Severity.INFO: "#1f77b4"}
_RECOVERED: Final = "#2ca02c"
_ENTITY_CUT: Final = re.compile(r"&[a-z]{0,3}\Z")
_RINGS_OR_LINKS: Final = re.compile(r"(@|#|:(?=//)|\.(?=[A-Za-z]))")
_INVISIBLE: Final = "\u2060"
_EMPTY: Final = "(an empty message)"


def payload(notice: Notice, language: str = "en") -> dict[str, Any]:
    """What is posted to an incoming webhook: a line for notifications, and the blocks beside a coloured bar.

    Our own words in it are in `language`, `en` or `ko`.
    """
    line = f"[{notice.severity}] {' '.join(notice.title.split()) or _EMPTY}"
    colour = _RECOVERED if notice.over else _COLOURS[notice.severity]
    return {**_fallback(line), "attachments": [{"color": colour, "blocks": list(_blocks(notice, line, language))}]}


def plain(text: str) -> dict[str, Any]:
    """The message as Slack takes it when it does not take the blocks: text, and nothing besides."""
    return _fallback(text.strip() or _EMPTY)


def _fallback(text: str) -> dict[str, Any]:
    return {"text": _cut_escaped(text), "mrkdwn": False, "parse": "none", "link_names": False, "unfurl_links": False}


def _blocks(notice: Notice, line: str, language: str) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = [{"type": "header", "text": _plain(line, _HEADER)}]
    if notice.summary.strip():
        blocks.append(_section(notice.summary))
    if notice.quick_actions:
        steps = (f"{number}. {action}" for number, action in enumerate(notice.quick_actions, start=1))
        blocks.append(_section("\n".join((said("Quick actions", language), *steps))))
    if notice.facts:
        fields = [_plain(f"{said(name, language)}\n{value}", _FIELD) for name, value in notice.facts[:_FIELDS]]
        blocks.append({"type": "section", "fields": fields})
    if notice.links:
        blocks.append(
            {
                "type": "actions",
                "elements": [_button(said(label, language), to) for label, to in notice.links[:_BUTTONS]],
            }
        )
    return blocks


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": _plain(text, _TEXT)}


def _button(label: str, address: str) -> dict[str, Any]:
    return {"type": "button", "text": _plain(label, _LABEL), "url": address}


def _plain(text: str, longest: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": _cut(text, longest), "emoji": False}


def _cut_escaped(text: str) -> str:
    """Text in which Slack sees no link, mention or entity, cut before an entity rather than inside it."""
    broken = _RINGS_OR_LINKS.sub(rf"\1{_INVISIBLE}", text[:_TEXT])
    escaped = broken.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if _units(escaped) <= _TEXT:
        return escaped
    return f"{_ENTITY_CUT.sub('', _first(escaped, _TEXT - 1))}…"


def _cut(text: str, longest: int) -> str:
    return text if _units(text) <= longest else f"{_first(text, longest - 1)}…"


def _units(text: str) -> int:
    """Length in UTF-16 units, never less than in characters: Slack does not say in which of them it counts."""
    return len(text.encode("utf-16-le", "replace")) // 2


def _first(text: str, units: int) -> str:
    return text.encode("utf-16-le", "replace")[: 2 * units].decode("utf-16-le", "ignore")
