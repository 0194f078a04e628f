"""A finding is held against what accepts it, and against nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from aspects.judge.acceptances import Acceptance
from aspects.judge.accepted import AcceptedFindings
from aspects.judge.template import Resource, Template

if TYPE_CHECKING:
    from aspects.judge.allowances import Allowances

ALARM = "governed-cdk::alarms-reach-somebody"
PART = "governed-cdk::nothing-is-deployed-unjudged[Datadog::Monitors]"
RESOURCE = Resource(Template(Path("t.json"), {}, origin="t.json"), "Alarm", {"Type": "AWS::CloudWatch::Alarm"})


def acceptance(finding: str, place: str = "Alarm") -> Acceptance:
    return Acceptance(finding, "a reason in so many words", "team", "2027-06-30", place, "t.json")


@dataclass
class Allowing:
    """An environment that allows one finding, and what it was asked for."""

    allowed: str = ""
    asked: list[str] = field(default_factory=list)

    def of(self, resource: Resource, finding: str) -> Acceptance | None:
        self.asked.append(finding)
        return acceptance(finding, resource.place) if finding == self.allowed else None


def accepted(known: list[Acceptance], allowing: Allowing) -> AcceptedFindings:
    return AcceptedFindings(known, cast("Allowances", allowing))


def test_only_what_is_said_of_a_finding_is_asked_whether_it_covers_a_place(monkeypatch: Any) -> None:
    asked, covers = list[str](), Acceptance.covers

    def counted(self: Acceptance, resource: Resource, finding: str) -> bool:
        asked.append(self.finding)
        return covers(self, resource, finding)

    monkeypatch.setattr(Acceptance, "covers", counted)
    many = [acceptance(f"governed-cdk::rule-{number}") for number in range(1_000)]
    mine = acceptance(ALARM)
    assert accepted([*many, acceptance(ALARM, "Other"), mine], Allowing()).of(RESOURCE, ALARM) is mine
    assert asked == [ALARM, ALARM]


def test_the_first_name_of_a_finding_counts_before_the_next() -> None:
    part, bare = acceptance(f"{ALARM}[a]"), acceptance(ALARM)
    known = accepted([bare, part], Allowing())
    assert known.of(RESOURCE, f"{ALARM}[a]", ALARM) is part
    assert known.of(RESOURCE, f"{ALARM}[b]", ALARM) is bare
    assert known.of(RESOURCE, f"{ALARM}[b]") is None


def test_what_an_environment_allows_is_an_acceptance_once_it_is_needed() -> None:
    known, allowing = list[Acceptance](), Allowing(PART)
    held = accepted(known, allowing)
    assert held.of(RESOURCE, ALARM) is None
    assert known == []
    assert held.of(RESOURCE, PART) == held.of(RESOURCE, PART) == acceptance(PART)
    assert known == [acceptance(PART)]
    assert allowing.asked == [ALARM, PART]  # known from then on
