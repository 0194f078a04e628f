"""What every rehearsal needs: a folder, an assembly, an emulator that knows its types, and the phases' record."""

from __future__ import annotations

import contextlib
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from aspects.judge.template.assembly import read_assembly, stacks_of
from constructs_lib.kernel.errors import EXIT_BAD_INPUT, ConfigurationError, invalid
from governed_cdk.deployment import steps
from governed_cdk.rehearsal import execution_policies, fault, inventory, preconditions
from governed_cdk.rehearsal.cdk import Cdk, Run, Step
from governed_cdk.rehearsal.emulator import HOST, Emulator, clean_environment, running
from governed_cdk.rehearsal.report import Phase, RehearsalReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from aspects.judge.template import Template

# Where nothing listens: a synth has no business with AWS, so whatever it asks for must fail.
_NOWHERE = f"http://{HOST}:9"


class RehearsalError(Exception):
    """The rehearsal failed. Its text is the line that says where and why."""


@dataclass(frozen=True)
class Plan:
    """What to rehearse: stacks (all, where none is named) and what they depend on; a fault, or none.

    `exists` are names and types of singletons that the account holds before, `quotas` those that are higher than a new
    account's, by type.
    """

    project: Path
    environment: str
    stacks: tuple[str, ...] = ()
    fail: str | None = None
    exists: tuple[str, ...] = ()
    quotas: Mapping[str, int] = field(default_factory=dict)


@dataclass
class Session:
    """A rehearsal that is going on: where it works, on what, and what it has done."""

    plan: Plan
    folder: Path
    assembly: Path
    stacks: list[Template]
    emulator: Emulator
    cdk: Cdk
    recorder: Recorder

    @property
    def chosen(self) -> list[str]:
        """The stacks of the plan, as the command line calls them; none where all are meant."""
        return [stack.stack_path for stack in self.stacks if stack.stack_name in self.plan.stacks]

    def again(self, settings: Path) -> Path:
        """Another assembly, from a folder with other settings."""
        assembly = self.folder / "changed"
        require_synth(self.cdk.synth(self.plan.environment, assembly, settings=settings))
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

    Raises ConfigurationError for bad input, RehearsalError where the synth or the bootstrap fails.
    """
    with contextlib.ExitStack() as undo:
        folder = Path(undo.enter_context(tempfile.TemporaryDirectory(prefix="governed-cdk-rehearsal-")))
        assembly = folder / "assembly"
        with recorder.phase("synth") as result:
            offline = clean_environment(folder) | {"AWS_ENDPOINT_URL": _NOWHERE}
            require_synth(Cdk(plan.project, folder, offline).synth(plan.environment, assembly))
            stacks = stacks_of(read_assembly(assembly))
            _check(plan, stacks)
            result.append(f"{len(stacks)} stacks")
        with recorder.phase("check") as result:
            wanted = steps.with_dependencies(assembly, plan.stacks)
            chosen = [stack for stack in stacks if not wanted or stack.stack_name in wanted]
            refused = preconditions.refusals(chosen)
            if refused:
                raise RehearsalError(f"AWS would refuse: {refused[0]} ({len(refused)} in all)")
            result.append(f"no property and no network in {len(chosen)} stacks that AWS would refuse")
        account, (home, *others) = stacks[0].account, inventory.regions(stacks)
        with recorder.phase("start"):
            emulator = undo.enter_context(
                running(
                    folder, account=account, region=home, types=inventory.types(stacks), exists=plan.exists,
                    quotas=plan.quotas,
                )
            )  # fmt: skip
        cdk = Cdk(plan.project, folder, emulator.variables)
        with recorder.phase("bootstrap") as result:
            policies = execution_policies.create(emulator, stacks)
            require(cdk.bootstrap(account, (home, *others), policies), "bootstrap")
            result.append(f"{1 + len(others)} regions, {len(policies)} policies of what CloudFormation may do")
        yield Session(plan, folder, assembly, stacks, emulator, cdk, recorder)


def require(run: Run, what: str) -> Run:
    """The run, if it ended well; else RehearsalError with the line that says why."""
    if run.exit_code != 0:
        raise RehearsalError(f"{what}: {run.error}")
    return run


def require_synth(run: Run) -> None:
    """Pass on what the app says of bad input, as ConfigurationError; anything else that fails is a RehearsalError."""
    said = [line.removeprefix("error: ") for line in run.output.splitlines() if line.startswith("error: ")]
    if said and run.exit_code == EXIT_BAD_INPUT:
        raise ConfigurationError(*said)
    require(run, "synth")


def _check(plan: Plan, stacks: list[Template]) -> None:
    names = sorted(stack.stack_name for stack in stacks)
    for name in plan.stacks:
        if name not in names:
            raise invalid("--stack", name, ", ".join(names))
    if plan.fail is not None:
        fault.parse(plan.fail, stacks)
