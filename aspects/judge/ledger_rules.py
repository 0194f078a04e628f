"""What must hold of an acceptance. These rules judge the ledger, where the others judge resources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aspects.judge import ledger
from aspects.judge.rule_files import FIRST, PAGES
from constructs_lib.kernel.project import page

if TYPE_CHECKING:
    from constructs_lib.kernel.level import Level


@dataclass(frozen=True, slots=True)
class LedgerRule:
    """A rule of the ledger: its id, the sentence it enforces, why it matters, how to fix, since which version."""

    id: str
    title: str
    why: str
    fix: str
    severity: Level = "error"
    since: str = FIRST

    @property
    def name(self) -> str:
        """What a report calls it."""
        return self.id

    @property
    def link(self) -> str:
        """Where its page is read."""
        return page(f"{PAGES}/{self.id}.md")


LEDGER_RULES = (
    LedgerRule(
        ledger.EXPIRED,
        "An acceptance has expired.",
        "What was right for a time is to be looked at again when that time is over.",
        "mend the finding, or write down why it is still right, with a later `until`",
    ),
    LedgerRule(
        ledger.ENDING,
        "An acceptance ends soon.",
        f"It fails the build when its last day is over; its owner hears of it {ledger.WARN_DAYS} days before.",
        "mend the finding, or write down why it is still right, with a later `until`",
        severity="warning",
    ),
    LedgerRule(
        ledger.STALE,
        "An acceptance accepts something.",
        "One that accepts nothing any more would accept the next mistake in its place unseen.",
        "take the acceptance away",
    ),
    LedgerRule(
        ledger.TOO_WIDE,
        "An acceptance covers one resource.",
        "A wider one accepts also what nobody has looked at.",
        "accept each resource by itself, with its own reason",
    ),
    LedgerRule(
        ledger.TWICE,
        "A finding is accepted once.",
        "Of two acceptances, one outlives the reason of the other unseen.",
        "take one of them away; what is by design of the library needs none of yours",
        severity="warning",
    ),
)
"""The rules of the ledger."""
