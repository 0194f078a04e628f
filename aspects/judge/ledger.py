"""The ledger of accepted findings, audited: nothing expired, nothing stale, nothing wider than one resource."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping

    from aspects.judge.acceptances import Acceptance
    from constructs_lib.kernel.level import Level

WARN_DAYS = 14
EXPIRED = "acceptance-has-expired"
ENDING = "acceptance-ends-soon"
STALE = "acceptance-is-stale"
TOO_WIDE = "acceptance-covers-one-resource"


@dataclass(frozen=True)
class LedgerFinding:
    """What is wrong with one acceptance: the rule that it breaks, a sentence, and whether that fails a build."""

    rule: str
    acceptance: Acceptance
    text: str
    severity: Level = "error"


def ledger_findings(
    acceptances: Iterable[Acceptance],
    accepted: Mapping[str, Iterable[str]],
    *,
    today: datetime.date | None = None,
) -> Iterator[LedgerFinding]:
    """Audit acceptances.

    Args:
        acceptances: all of them.
        accepted: of each finding (`<pack>::<rule>`), the construct paths or logical ids where it was found; a pack that
            did not run has no findings here, and acceptances of it are not called stale.
        today: the day to judge by; None leaves expiry unjudged.
    """
    packs = {finding.split("::", 1)[0] for finding in accepted}
    for acceptance in acceptances:
        places = sorted(
            place
            for place in set(accepted.get(acceptance.finding, ()))
            if place == acceptance.place or place.startswith(f"{acceptance.place}/")
        )
        what = f"{acceptance.finding} on {acceptance.place}"
        if not places and acceptance.finding.split("::", 1)[0] in packs:
            yield LedgerFinding(STALE, acceptance, f"{what} accepts nothing any more: take it away.")
        if len(places) > 1:
            told = ", ".join(places)
            yield LedgerFinding(
                TOO_WIDE, acceptance, f"{what} covers {len(places)} resources: {told}. Accept each by itself."
            )
        if today is not None:
            yield from _by_date(acceptance, what, today)


def _by_date(acceptance: Acceptance, what: str, today: datetime.date) -> Iterator[LedgerFinding]:
    left = acceptance.days_left(today)
    if left < 0:
        yield LedgerFinding(
            EXPIRED, acceptance, f"{what} expired on {acceptance.until}: mend it, or have {acceptance.owner} renew it."
        )
    elif left <= WARN_DAYS:
        days = "today" if left == 0 else f"in {left} days"
        text = f"{what} ends {days}, on {acceptance.until}: {acceptance.owner} decides."
        yield LedgerFinding(ENDING, acceptance, text, "warning")
