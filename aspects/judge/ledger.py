"""The ledger of accepted findings, audited: nothing expired, nothing stale, nothing wide, nothing twice, all counted.

Audited is what people accept. What is by design of a construct of this library is listed beside it, where it accepts
something; whether it still does is a question for the library's own tests, not for those who use the construct.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_lib.kernel.project import NAME

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
TWICE = "finding-is-accepted-once"


@dataclass(frozen=True)
class LedgerFinding:
    """What is wrong with one acceptance: the rule that it breaks, a sentence, and whether that fails a build."""

    rule: str
    acceptance: Acceptance
    text: str
    severity: Level = "error"


@dataclass(frozen=True)
class Tally:
    """How many findings are accepted, each in each place counted once: by people, by design, and of which pack."""

    people: int = 0
    by_design: int = 0
    packs: dict[str, int] = field(default_factory=dict)

    @property
    def all(self) -> int:
        """How many they are."""
        return self.people + self.by_design

    def __str__(self) -> str:
        if not self.packs:
            return "0 accepted"
        packs = ", ".join(f"{pack} {count}" for pack, count in sorted(self.packs.items()))
        return f"{self.all} accepted ({self.people} by people, {self.by_design} by design; {packs})"


class Ledger:
    """What is accepted, held against what is found.

    Args:
        acceptances: all of them.
        found: of each finding (`<pack>::<rule>`), the construct paths or logical ids where it was found; a pack that
            did not run has no findings here, and acceptances of it are not called stale.
        mended: rules that find less since a version, by `<pack>::<rule>`: what is stale of them only warns.
    """

    def __init__(
        self,
        acceptances: Iterable[Acceptance],
        found: Mapping[str, Iterable[str]],
        mended: Mapping[str, str] | None = None,
    ) -> None:
        self._mended = mended or {}
        self._found = {finding: frozenset(places) for finding, places in found.items()}
        self._packs = {_pack(finding) for finding in found}
        said = list(acceptances)
        self.people = [one for one in said if not one.by_design]
        """What people accept, also what accepts nothing any more."""
        self.by_design = [one for one in said if one.by_design and not self.is_stale(one)]
        """What is by design, where it accepts something."""

    def places(self, acceptance: Acceptance) -> list[str]:
        """Where an acceptance accepts something."""
        return sorted(place for place in self._found.get(acceptance.finding, ()) if acceptance.reaches(place))

    def is_stale(self, acceptance: Acceptance) -> bool:
        """Whether its pack ran and found nothing that it accepts."""
        return _pack(acceptance.finding) in self._packs and not self.places(acceptance)

    def tally(self) -> Tally:
        """Every accepted finding once; as one of people, where both accept it."""
        by_people = {said for one in self.people for said in self._accepted(one)}
        by_design = {said for one in self.by_design for said in self._accepted(one)} - by_people
        packs = Counter(_pack(finding) for _, finding, _ in (*by_people, *by_design))
        return Tally(len(by_people), len(by_design), dict(sorted(packs.items())))

    def findings(self, today: datetime.date | None) -> Iterator[LedgerFinding]:
        """What is wrong with what people accept. None as today leaves expiry unjudged; what is stale is only that."""
        before = {said: one for one in self.by_design for said in self._accepted(one)}
        for one in self.people:
            what = f"{one.finding} on {one.place}"
            if self.is_stale(one):
                yield self._stale(one, what)
                continue
            if len(places := self.places(one)) > 1:
                text = f"{what} covers {len(places)} resources: {', '.join(places)}. Accept each by itself."
                yield LedgerFinding(TOO_WIDE, one, text)
            mine = self._accepted(one)
            if other := next((before[said] for said in mine if said in before), None):
                text = f"{what} is accepted already, {other.terms}, at {other.where}: take one away."
                yield LedgerFinding(TWICE, one, text, "warning")
            for said in mine:
                before.setdefault(said, one)
            if today is not None:
                yield from _by_date(one, what, today)

    def _stale(self, acceptance: Acceptance, what: str) -> LedgerFinding:
        text = f"{what} accepts nothing any more: take it away.{self._near(acceptance)}"
        version = self._mended.get(acceptance.finding.partition("[")[0])
        if version is None:
            return LedgerFinding(STALE, acceptance, text)
        return LedgerFinding(STALE, acceptance, f"{text} {NAME} {version} has mended the rule.", "warning")

    def _accepted(self, acceptance: Acceptance) -> list[tuple[str, str, str]]:
        """What it accepts: template, finding, place. Its own place, where nobody looked whether that is found."""
        looked = _pack(acceptance.finding) in self._packs
        places = self.places(acceptance) if looked else [acceptance.place]
        return [(acceptance.template, acceptance.finding, place) for place in places]

    def _near(self, acceptance: Acceptance) -> str:
        """What else its rule found there: cdk-nag names the action or the resource in each finding."""
        rule, bracket, _ = acceptance.finding.partition("[")
        there = [
            finding
            for finding, places in sorted(self._found.items())
            if bracket and finding.startswith(f"{rule}[") and any(map(acceptance.reaches, places))
        ]
        return f" It finds there: {', '.join(there)}." if there else ""


def ledger_findings(
    acceptances: Iterable[Acceptance],
    found: Mapping[str, Iterable[str]],
    *,
    today: datetime.date | None = None,
    mended: Mapping[str, str] | None = None,
) -> Iterator[LedgerFinding]:
    """What is wrong with some acceptances, held against what was found, and against a day where one is given."""
    return Ledger(acceptances, found, mended).findings(today)


def _pack(finding: str) -> str:
    return finding.split("::", 1)[0]


def _by_date(acceptance: Acceptance, what: str, today: datetime.date) -> Iterator[LedgerFinding]:
    left = acceptance.days_left(today)
    if left < 0:
        yield LedgerFinding(
            EXPIRED, acceptance, f"{what} expired on {acceptance.until}: mend it, or have {acceptance.owner} renew it."
        )
    elif left <= WARN_DAYS:
        days = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left} days"
        text = f"{what} ends {days}, on {acceptance.until}: {acceptance.owner} decides."
        yield LedgerFinding(ENDING, acceptance, text, "warning")
