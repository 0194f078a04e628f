"""A deployed part of prod whose home region is lost, again and again: afterwards it is there as before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from governed_cdk.deployment import steps
from governed_cdk.drilling.walk import Walked, walked
from governed_cdk.rehearsal.disaster import HELD, LOST
from governed_cdk.rehearsal.report import RehearsalReport
from governed_cdk.rehearsal.session import Plan, Recorder, Session
from tests.integration.support import HOME
from tests.support import ROOT

if TYPE_CHECKING:
    from tests.integration.support import Rehearsed

LEFT = "ap-northeast-1"


@dataclass(frozen=True)
class Drilled:
    """An emulator with deployed stacks, and drills on it."""

    rehearsed: Rehearsed
    names: tuple[str, ...]

    def drill(self) -> Walked:
        """Lose the home region, come back from the other one, and give the home region back."""
        rehearsed = self.rehearsed
        wanted = steps.with_dependencies(rehearsed.assembly, self.names)
        stacks = [one for one in rehearsed.stacks if one.stack_name in wanted]
        recorder = Recorder(RehearsalReport("prod"), tell=lambda _: None, hear=lambda _: None)
        session = Session(
            Plan(ROOT, "prod"), rehearsed.emulator.folder, rehearsed.assembly, stacks, rehearsed.emulator,
            rehearsed.cdk, recorder,
        )  # fmt: skip
        try:
            return walked(session, home=HOME, region=LEFT, tell=lambda _: None)
        finally:
            for order in (LOST, HELD):
                (rehearsed.emulator.folder / order).unlink(missing_ok=True)
