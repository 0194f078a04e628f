"""An app synthesised by two versions of the library: what it means differently, and what is found that was not."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aspects.judge.template.assembly import read_assembly
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.app_run import has_made, run_app
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


def synthesised(environment: str, bin_folder: Path, out: Path, *, whose: str) -> Path:
    """The assembly of one environment by the library of a Python; findings fail nothing.

    Raises ConfigurationError with what the app said where it made none.
    """
    # A PYTHONPATH would hide the one library behind the other.
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = run_app(environment, out, bin_folder=bin_folder, variables=variables)
    if not has_made(done, out):
        said = [line.removeprefix("error: ") for line in done.stderr.splitlines() if line.startswith("error: ")]
        said = said or (done.stderr or done.stdout).splitlines()[-1:] or [f"exit code {done.returncode}"]
        raise ConfigurationError(*(f"{environment}, by {whose}: {line}" for line in said))
    return out


def upgraded(environment: str, old: Path, new: Path) -> Upgrade:
    """Two assemblies of one environment, the old library's and the new one's."""
    before, after = found(old), found(new)
    fresh = sorted(after - before, key=lambda one: (not one.fails, one.rule, one.place))
    kinds = list(DifferenceKind)
    told = [*compared(old, new), *access_differences(read_assembly(old), read_assembly(new))]
    return Upgrade(environment, sorted(told, key=lambda one: kinds.index(one.kind)), fresh, len(before - after))
