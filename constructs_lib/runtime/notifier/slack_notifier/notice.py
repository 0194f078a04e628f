"""What a notification says, whichever service sent it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

_MARK = re.compile(r"^\[(critical|warning|info)\] ?")


class Severity(StrEnum):
    """How bad it is; the names of the three topics."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One notification.

    Attributes:
        title: one line.
        severity: how bad it is while it lasts.
        over: it is a recovery.
        summary: what is wrong, plain text.
        quick_actions: what to do first, in order.
        facts: further details as (name, value).
        links: (label, https address), the runbook first.
    """

    title: str
    severity: Severity
    over: bool = False
    summary: str = ""
    quick_actions: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = field(default=())


def severity_of(*texts: str, otherwise: Severity = Severity.WARNING) -> Severity:
    """The first severity that a text names: by itself, as a mark `[critical]` in front, or as a topic's last part.

    A message that names none is a warning: heard, but it wakes nobody.
    """
    for text in texts:
        mark = _MARK.match(text)
        name = mark.group(1) if mark else re.split(r"[:-]", text)[-1]
        if name in list(Severity):
            return Severity(name)
    return otherwise


def without_mark(text: str) -> str:
    """The text without its severity in front."""
    return _MARK.sub("", text)
