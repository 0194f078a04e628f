"""A Notice as the body of a Slack message.

Source: Slack API, "Block Kit": a header holds 150 characters, a section's text 3,000, a section ten fields of 2,000
characters, an actions block 25 buttons, a button's address 3,000; `&`, `<` and `>` are escaped.
"""

from __future__ import annotations

from typing import Any, Final

from .notice import Notice, Severity

_HEADER: Final = 150
_TEXT: Final = 3000
_FIELD: Final = 2000
_FIELDS: Final = 10
_BUTTONS: Final = 25
_COLOURS: Final = {Severity.CRITICAL: "#d62728", Severity.WARNING: "#ff7f0e", Severity.INFO: "#1f77b4"}
_RECOVERED: Final = "#2ca02c"


def payload(notice: Notice) -> dict[str, Any]:
    """What is posted to an incoming webhook: a line for notifications, and the blocks beside a coloured bar."""
    line = f"[{notice.severity}] {notice.title}"
    colour = _RECOVERED if notice.over else _COLOURS[notice.severity]
    return {
        "text": _cut(escape(line), _TEXT),
        "attachments": [{"color": colour, "blocks": list(_blocks(notice, line))}],
    }


def _blocks(notice: Notice, line: str) -> list[dict[str, Any]]:
    # A header is plain text: it takes no markup, so nothing in it is escaped.
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": _cut(line, _HEADER), "emoji": False}}
    ]
    if notice.summary:
        blocks.append(_section(escape(notice.summary)))
    if notice.quick_actions:
        steps = (f"{number}. {escape(action)}" for number, action in enumerate(notice.quick_actions, start=1))
        blocks.append(_section("\n".join(("*Quick actions*", *steps))))
    if notice.facts:
        fields = [_markdown(f"*{name}*\n{escape(value)}", _FIELD) for name, value in notice.facts[:_FIELDS]]
        blocks.append({"type": "section", "fields": fields})
    if notice.links:
        blocks.append({"type": "actions", "elements": [_button(*link) for link in notice.links[:_BUTTONS]]})
    return blocks


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": _markdown(text, _TEXT)}


def _markdown(text: str, longest: int) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": _cut(text, longest)}


def _button(label: str, address: str) -> dict[str, Any]:
    return {"type": "button", "text": {"type": "plain_text", "text": label}, "url": address}


def escape(text: str) -> str:
    """Text in which Slack sees no link, mention or markup entity (`<!channel>` in a message must not ring)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
