"""All that is read of the stacks of an environment, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aspects.judge.template.assembly import read_assembly, stacks_of
from aspects.judge.traits import stack_environment
from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.facts.drift import watched
from governed_cdk.deployment.artifacts import artifacts
from governed_cdk.drift.accepting import held_against
from governed_cdk.drift.declared import declared, reads
from governed_cdk.drift.deployed import STACK, RegionStacks
from governed_cdk.drift.found import Drift, DriftKind, DriftPlace, Severity, Unread
from governed_cdk.drift.listed import listed
from governed_cdk.drift.reading import AccountReader
from governed_cdk.drift.regions import Regions
from governed_cdk.drift.severities import severity_of
from governed_cdk.drift.tagged import tagged
from governed_cdk.drift.watching import watching

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from aspects.judge.template import Template
    from governed_cdk.deployment.artifacts import Artifact
    from governed_cdk.drift.accepting import AcceptedDrift
    from governed_cdk.preflight.account import Account

_DELETED = "DELETE_COMPLETE"


@dataclass
class Watch:
    """What came of it.

    `unread` is what nothing is known of, `places` what was read, `unseen` how many resources of which types nothing
    reads, `absent` the stacks that are not deployed, `accepting` what is wrong with `drift.yaml`.
    """

    environment: str
    drifts: list[Drift] = field(default_factory=list)
    accepted: list[tuple[Drift, AcceptedDrift]] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    unseen: dict[str, int] = field(default_factory=dict)
    absent: list[DriftPlace] = field(default_factory=list)
    accepting: list[str] = field(default_factory=list)
    stacks: int = 0
    resources: int = 0
    places: set[DriftPlace] = field(default_factory=set)

    @property
    def clean(self) -> bool:
        """Whether everything was read and nothing has drifted."""
        return not self.drifts and not self.unread

    def knows(self, fingerprint: str) -> bool:
        """Whether it was read what an issue of that fingerprint is about, and would have been found again."""
        regions = {one.place.region for one in self.unread if not one.place.stack}
        stacks = {one.place for one in self.unread}
        read = {place.key for place in self.places if place not in stacks and place.region not in regions}
        return fingerprint.endswith("-unread") or fingerprint.rpartition("-")[0] in read


def watch(
    folder: Path,
    environment: str,
    account: Account,
    accepted: Sequence[AcceptedDrift] = (),
    *,
    names: Sequence[str] = (),
    today: datetime.date,
) -> Watch:
    """Read the stacks of an environment, or those that are named; without names also what is beside them.

    Raises ConfigurationError for an unknown environment or stack, for credentials of another account, and without any.
    """
    chosen = _chosen(folder, environment, names)
    found, drifts = Watch(environment), list[Drift]()
    regions = Regions(_stacks_by_region(chosen, environment, account, of_stacks := artifacts(folder)))
    for stacks in regions.each:
        drifts += _region(stacks, regions, of_stacks, found, beside=not names)
    found.unread += [one for stacks in regions.each for one in stacks.unread]
    order = list(Severity)
    by_fingerprint = {drift.fingerprint: drift for drift in reversed(drifts)}  # the first that found it tells
    some = sorted(by_fingerprint.values(), key=lambda one: (order.index(one.severity), one.place.region, one.what))
    held, found.accepting = held_against(accepted, some, environment=environment, today=today)
    found.drifts = [one for one in some if one.fingerprint not in held]
    found.accepted = [(one, held[one.fingerprint]) for one in some if one.fingerprint in held]
    return found


def _stacks_by_region(
    chosen: Sequence[Template], environment: str, account: Account, of_stacks: Mapping[str, Artifact]
) -> Iterator[RegionStacks]:
    by_region: dict[str, list[Template]] = {}
    for stack in chosen:
        by_region.setdefault(stack.region or account.region, []).append(stack)
    for region, here in by_region.items():
        _check_account(here, account, region)
        reader = AccountReader(_as_reader(account, here, of_stacks, region), region)
        yield RegionStacks(reader, environment, [stack.stack_name for stack in here])


def _region(
    stacks: RegionStacks, regions: Regions, of_stacks: Mapping[str, Artifact], found: Watch, *, beside: bool
) -> Iterator[Drift]:
    yield from _missing(stacks, found)
    yield from _unprotected(stacks, of_stacks)
    yield from declared(stacks, found.unread)
    yield from watching(stacks, found.unread)
    yield from tagged(stacks, regions, found.unread, beside=beside)
    if beside:
        yield from listed(stacks, regions, found.unread)
        found.places.add(stacks.region)
    found.places |= {stack.place for stack in stacks.ours} | {
        DriftPlace(stacks.region.environment, stacks.region.region, name) for name in stacks.missing
    }
    found.stacks += len(stacks.ours)
    for one in stacks.resources():
        found.resources += 1
        if not reads(one.type) and one.type not in {row.type for row in watched()} | {STACK}:
            found.unseen[one.type] = found.unseen.get(one.type, 0) + 1


def _missing(stacks: RegionStacks, found: Watch) -> Iterator[Drift]:
    """Stacks that are not there: deleted, or not deployed yet."""
    if not stacks.missing:
        return
    answer, code = stacks.reader.ask("cloudformation", "list_stacks", StackStatusFilter=[_DELETED])
    if code:
        found.unread.append(Unread(stacks.region, "cloudformation list_stacks", code))
    deleted = {one["StackName"] for one in answer.get("StackSummaries", ())}
    for name in stacks.missing:
        place = DriftPlace(stacks.region.environment, stacks.region.region, name)
        if name in deleted:
            severity = severity_of(STACK, "", DriftKind.DELETED)
            yield Drift(place=place, kind=DriftKind.DELETED, type=STACK, resource=name, severity=severity)
        else:
            found.absent.append(place)


def _unprotected(stacks: RegionStacks, of_stacks: Mapping[str, Artifact]) -> Iterator[Drift]:
    """Stacks whose termination protection somebody has taken off."""
    property_ = "EnableTerminationProtection"
    for stack in stacks.ours:
        meant = of_stacks.get(stack.place.stack)
        if meant and meant.protected and not stack.protected:
            yield Drift(
                place=stack.place, kind=DriftKind.CHANGED, type=STACK, resource=stack.place.stack, physical=stack.id,
                path=property_, expected="true", actual="false",
                severity=severity_of(STACK, property_, DriftKind.CHANGED),
            )  # fmt: skip


def _chosen(folder: Path, environment: str, names: Sequence[str]) -> list[Template]:
    stacks = stacks_of(read_assembly(folder))
    own = [stack for stack in stacks if stack_environment(stack) == environment]
    if not own:
        there = {stack_environment(stack) for stack in stacks}
        raise invalid("--env", environment, f"{' or '.join(sorted(there)) or 'none'}, as synthesised into {folder}")
    known = [stack.stack_name for stack in own]
    if unknown := [name for name in names if name not in known]:
        raise ConfigurationError(*(str(invalid("--stack", name, ", ".join(known))) for name in unknown))
    return [stack for stack in own if not names or stack.stack_name in names]


def _check_account(stacks: Sequence[Template], account: Account, region: str) -> None:
    number = account.number(region)
    for stack in stacks:
        if stack.account not in ("", number):
            raise invalid("AWS credentials", number, f"account {stack.account}, which {stack.stack_name} is in")


def _as_reader(account: Account, stacks: Sequence[Template], of_stacks: Mapping[str, Artifact], region: str) -> Account:
    """As the bootstrap's lookup role, which only reads; as the caller where that may not be assumed."""
    role = next((one.lookup for stack in stacks if (one := of_stacks.get(stack.stack_name)) and one.lookup), "")
    return account.as_role(role, region) if role else account
