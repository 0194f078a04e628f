"""What every rehearsal needs: a folder, an assembly, an emulator that knows its types, and the phases' record."""

from __future__ import annotations

import contextlib
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import invalid
from governed_cdk.cdk_cli import programs
from governed_cdk.deployment import steps
from governed_cdk.rehearsal import execution_policies, fault, ground, inventory, preconditions
from governed_cdk.rehearsal.cdk import Cdk, Step
from governed_cdk.rehearsal.emulator import Emulator, running
from governed_cdk.rehearsal.failure import RehearsalError, require
from governed_cdk.rehearsal.report import Phase, RehearsalReport
from governed_cdk.rehearsal.synth import synthesised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from aspects.judge.template import Template


@dataclass(frozen=True)
class Plan:
    """What to rehearse: stacks (all, where none is named) and what they depend on; a fault, or none.

    `exists` are names and types of singletons that the account holds before, `quotas` those that are higher than a new
    account's, by type. `platform` is the assembly of the platform that a service stands on, or an archive of one.
    """

    project: Path
    environment: str
    stacks: tuple[str, ...] = ()
    fail: str | None = None
    exists: tuple[str, ...] = ()
    quotas: Mapping[str, int] = field(default_factory=dict)
    platform: Path | None = None


@dataclass
class Session:
    """A rehearsal that is going on: where it works, on what, and what it has done.

    `platform` are the platform's stacks that are there before those of a service.
    """

    plan: Plan
    folder: Path
    assembly: Path
    stacks: list[Template]
    emulator: Emulator
    cdk: Cdk
    recorder: Recorder
    platform: list[Template] = field(default_factory=list)

    @property
    def chosen(self) -> list[str]:
        """The stacks of the plan, as the command line calls them; none where all are meant."""
        return [stack.stack_path for stack in self.stacks if stack.stack_name in self.plan.stacks]

    def again(self, settings: Path) -> Path:
        """Another assembly, from a folder with other settings."""
        assembly = self.folder / "changed"
        synthesised(settings, self.plan.environment, assembly, self.folder)
        return assembly


class Recorder:
    """Keeps the record of the phases. `tell` is told of each, `hear` of each stack as it begins and ends."""

    def __init__(self, report: RehearsalReport, tell: Callable[[str], None], hear: Callable[[Step], None]) -> None:
        self.report = report
        self.hear = hear
        self._tell = tell

    @contextlib.contextmanager
    def phase(self, name: str) -> Iterator[list[str]]:
        """A phase, recorded when it ends well; what is put into its list becomes its result."""
        self._tell(name)
        start = time.monotonic()
        result: list[str] = []
        yield result
        self.report.phases.append(Phase(name, time.monotonic() - start, ", ".join(result)))


@contextlib.contextmanager
def open_session(plan: Plan, recorder: Recorder) -> Iterator[Session]:
    """Synthesise, start an emulator, bootstrap it; and stop and remove everything when the block ends.

    What a service needs of the platform is deployed by then.

    Raises ConfigurationError for bad input, RehearsalError where the synth, the bootstrap or the platform fails.
    """
    with contextlib.ExitStack() as undo:
        folder = Path(undo.enter_context(tempfile.TemporaryDirectory(prefix="governed-cdk-rehearsal-")))
        assembly = folder / "assembly"
        programs.find(plan.project)  # what is not installed is told before the synth
        platform = ground.find(plan.platform, plan.project, plan.environment, folder)
        with recorder.phase("synth") as result:
            stacks = synthesised(plan.project, plan.environment, assembly, folder)
            _check(plan, stacks)
            result.append(f"{len(stacks)} stacks")
        with recorder.phase("check") as result:
            wanted = steps.with_dependencies(assembly, plan.stacks)
            chosen = [stack for stack in stacks if not wanted or stack.stack_name in wanted]
            below = ground.needed(platform, stacks, chosen) if platform else None
            qualifier = ground.qualifier_of(assembly) if platform else ""
            refused = preconditions.refusals(chosen)
            if refused:
                raise RehearsalError(f"AWS would refuse: {refused[0]} ({len(refused)} in all)")
            result.append(f"no property and no network in {len(chosen)} stacks that AWS would refuse")
        with recorder.phase("start"):
            emulator = undo.enter_context(_running(plan, folder, [*(below.stacks if below else ()), *stacks]))
        cdk = Cdk(plan.project, folder, emulator.variables)
        session = Session(plan, folder, assembly, stacks, emulator, cdk, recorder, below.stacks if below else [])
        if below:
            _lay(session, below, qualifier)
        else:
            _bootstrap(session)
        yield session


def _running(plan: Plan, folder: Path, stacks: list[Template]) -> contextlib.AbstractContextManager[Emulator]:
    home, types = inventory.regions(stacks)[0], inventory.types(stacks)
    return running(
        folder, account=stacks[0].account, region=home, types=types, exists=plan.exists, quotas=plan.quotas
    )  # fmt: skip


def _bootstrap(session: Session) -> None:
    """As the platform is bootstrapped, by the policies that are printed for it."""
    with session.recorder.phase("bootstrap") as result:
        regions = inventory.regions(session.stacks)
        policies = execution_policies.create(session.emulator, session.stacks)
        require(session.cdk.bootstrap(session.emulator.account, regions, policies), "bootstrap")
        result.append(f"{len(regions)} regions, {len(policies)} policies of what CloudFormation may do")


def _lay(session: Session, below: ground.Ground, qualifier: str) -> None:
    """Deploy what is needed of the platform, and bootstrap for the service, whose boundary comes with it."""
    with session.recorder.phase("platform") as result:
        ground.deploy(below, session.cdk, session.emulator)
        session.recorder.report.platform = [stack.stack_name for stack in below.stacks]
        result.append(", ".join(session.recorder.report.platform))
    with session.recorder.phase("bootstrap") as result:
        result.append(ground.bootstrap(below, session.stacks, qualifier, cdk=session.cdk, emulator=session.emulator))


def _check(plan: Plan, stacks: list[Template]) -> None:
    names = sorted(stack.stack_name for stack in stacks)
    for name in plan.stacks:
        if name not in names:
            raise invalid("--stack", name, ", ".join(names))
    if plan.fail is not None:
        fault.parse(plan.fail, stacks)
