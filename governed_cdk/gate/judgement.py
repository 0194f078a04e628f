"""Everything that the gate holds for and against a change, in one environment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aspects.judge.access.world import world_of
from aspects.judge.lock import broken, renewed
from aspects.judge.template.assembly import read_assembly, stacks_of
from governed_cdk.access.asking import ask
from governed_cdk.comparing.access import access_differences
from governed_cdk.comparing.stacks import compared
from governed_cdk.contract.check import contract_findings
from governed_cdk.contract.graph import graph_of
from governed_cdk.contract.manifest import read_manifests, with_manifests
from governed_cdk.contract.names import name_findings
from governed_cdk.contract.project import project_of
from governed_cdk.cost.estimate import estimate, lost_prices
from governed_cdk.cost.rise import rise
from governed_cdk.reviewed.parts import assembly_parts
from governed_cdk.reviewed.record import ReviewRecord

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from aspects.judge.acceptances import Acceptance
    from aspects.judge.lock import Lock
    from aspects.judge.template import Template
    from governed_cdk.access.settings import Access
    from governed_cdk.comparing.difference import Difference
    from governed_cdk.cost.book import PriceBook
    from governed_cdk.cost.estimate import Estimate
    from governed_cdk.cost.rise import CostRise
    from governed_cdk.cost.settings import CostSettings
    from governed_cdk.formats.report import CheckReport
    from governed_cdk.gate.sides import Sides
    from governed_cdk.reviewed.parts import Parts


@dataclass(frozen=True, slots=True)
class OfBase:
    """What counts as it is on the base branch, whatever the change does to it."""

    commit: str
    costs: CostSettings
    book: PriceBook
    access: Access | None
    manifests: Sequence[Path] = ()


@dataclass(frozen=True)
class EnvironmentJudgement:
    """One environment: what changes, what is wrong, what it costs, and the record of what was looked at.

    `accepted` are the acceptances that come with the change: they count when somebody has approved them. `lines` are
    the findings of contract, lock and access, each with what found it.
    """

    environment: str
    differences: tuple[Difference, ...]
    report: CheckReport
    accepted: tuple[Acceptance, ...]
    lines: tuple[tuple[str, str], ...]
    before: Estimate
    now: Estimate
    rise: CostRise
    record: ReviewRecord

    @property
    def failed(self) -> bool:
        """Whether something fails the gate."""
        return bool(self.report.errors or self.report.faults or self.lines)


def judged(
    environment: str,
    sides: Sides,
    base: OfBase,
    *,
    lock: Lock,
    today: datetime.date,
    report: CheckReport,
    accepted: Sequence[Acceptance],
    account: Parts | None = None,
) -> EnvironmentJudgement:
    """Judge an environment. `report` is of the head's rules, `account` what was read of the account, if anybody did."""
    head = read_assembly(sides.head)
    old = read_assembly(sides.base) if sides.base else []
    differences = compared(sides.base, sides.head) if sides.base else []
    before, now = (estimate(one, base.book, base.costs) for one in (old, head))
    return EnvironmentJudgement(
        environment,
        (*differences, *(access_differences(old, head) if sides.base else ())),
        report,
        tuple(accepted),
        (
            *_of_contract(head, base.manifests),
            *_of_lock(environment, head, lock, today),
            *_of_access(head, base.access),
        ),
        before,
        now,
        rise(before.usd, now.usd, base.costs.thresholds, uncounted=len(lost_prices(before, now))),
        ReviewRecord(environment, base.commit, assembly_parts(sides.head), account),
    )


def _of_contract(head: list[Template], manifests: Sequence[Path]) -> Iterator[tuple[str, str]]:
    name = project_of(head)
    others = [one for one in read_manifests(manifests) if one.repository != name]
    graph = with_manifests(graph_of(head), others)
    for one in (*contract_findings(graph), *name_findings(graph, stacks_of(head))):
        yield "contract", one


def _of_lock(environment: str, head: list[Template], lock: Lock, today: datetime.date) -> Iterator[tuple[str, str]]:
    gone = broken(lock, head, environment)
    for one in gone:
        yield "lock", f"{one.address}: {one.kind}, and it is locked"
    for line in () if gone else renewed(lock, {environment: head}, today=today).changes:
        yield "lock", f"{line}: the lock is not current; run governed-cdk accept"


def _of_access(head: list[Template], access: Access | None) -> Iterator[tuple[str, str]]:
    found = ask(world_of(head), access).findings if access else ()
    yield from dict.fromkeys(("access", f"{one.says}: {one.who} {one.action} {one.what}") for one in found)


def new_acceptances(base: Sequence[Acceptance], head: Sequence[Acceptance]) -> list[Acceptance]:
    """The acceptances that the head has and the base has not, or has in other words."""
    there = {_said(one) for one in base}
    return [one for one in head if not one.by_design and _said(one) not in there]


def _said(one: Acceptance) -> tuple[str, ...]:
    return (one.finding, one.place, one.reason, one.owner, one.until)
