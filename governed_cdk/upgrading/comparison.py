"""An app synthesised by two versions of the library: what it means differently, and what is found that was not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aspects.judge.template.assembly import read_assembly
from governed_cdk.comparing.access import access_differences
from governed_cdk.comparing.difference import DifferenceKind
from governed_cdk.comparing.stacks import compared
from governed_cdk.validation_report import Found, found

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from governed_cdk.comparing.difference import Difference

GRAVE = (DifferenceKind.LOST, DifferenceKind.PROTECTION, DifferenceKind.ACCESS, DifferenceKind.EXPOSURE)
"""What somebody has to look at before they upgrade."""


@dataclass(frozen=True)
class Upgrade:
    """What another version makes of one environment."""

    environment: str
    differences: Sequence[Difference]
    """The gravest first."""
    findings: Sequence[Found]
    """New ones, of the other version's rules."""
    gone: int
    """How many findings are no longer there."""

    @property
    def wants_a_person(self) -> bool:
        """Whether something is replaced, deleted, less protected or more open, or a finding fails the synth."""
        return any(one.kind in GRAVE for one in self.differences) or any(one.fails for one in self.findings)


def upgraded(environment: str, old: Path, new: Path) -> Upgrade:
    """Two assemblies of one environment, the old library's and the new one's."""
    before, after = found(old), found(new)
    fresh = sorted(after - before, key=lambda one: (not one.fails, one.rule, one.place))
    kinds = list(DifferenceKind)
    told = [*compared(old, new), *access_differences(read_assembly(old), read_assembly(new))]
    return Upgrade(environment, sorted(told, key=lambda one: kinds.index(one.kind)), fresh, len(before - after))
