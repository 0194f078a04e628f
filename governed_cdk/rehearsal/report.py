"""What a rehearsal did, as data, as a table and as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.table import Table

from governed_cdk.rehearsal.coverage import Coverage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aspects.judge.template import Template


@dataclass(frozen=True)
class Phase:
    """One thing that the rehearsal did."""

    name: str
    seconds: float
    result: str


@dataclass(frozen=True)
class StackRow:
    """One stack: how many of its resources came to what, and how long its first deploy took."""

    stack: str
    region: str
    counts: Mapping[Coverage, int]
    seconds: float


@dataclass
class RehearsalReport:
    """The rehearsal of one environment."""

    environment: str
    phases: list[Phase] = field(default_factory=list)
    rows: list[StackRow] = field(default_factory=list)
    failure: str | None = None
    platform: list[str] = field(default_factory=list)
    """The platform's stacks that a service was deployed on."""
    proved: dict[str, int] = field(default_factory=dict)
    """How much of what the last look found to be as it should: parameters, alarms, grants, calls and the like."""

    def json_text(self) -> str:
        """All of it, for programs."""
        data = {
            "environment": self.environment,
            "failure": self.failure,
            "platform": self.platform,
            "proved": self.proved,
            "phases": [
                {"name": phase.name, "seconds": round(phase.seconds, 2), "result": phase.result}
                for phase in self.phases
            ],
            "stacks": [
                {
                    "stack": row.stack, "region": row.region, "seconds": round(row.seconds, 2),
                    "resources": {coverage.value: row.counts.get(coverage, 0) for coverage in Coverage},
                }
                for row in self.rows
            ],
        }  # fmt: skip
        return json.dumps(data, indent=2)

    def table(self) -> Table:
        """The stacks, for people."""
        seconds = sum(phase.seconds for phase in self.phases)
        total = sum(sum(row.counts.values()) for row in self.rows)
        title = f"{self.environment}: {len(self.rows)} stacks, {total} resources, {seconds:.0f} s"
        table = Table(title=title, box=None, padding=(0, 1, 0, 0))  # as narrow as it can be: 80 columns are common
        for heading in ("Stack", "Region"):
            table.add_column(heading, no_wrap=True)
        for heading in ("All", *(coverage.value.capitalize().replace(" ", "\n") for coverage in Coverage), "s"):
            table.add_column(heading, justify="right", no_wrap=True)
        for row in self.rows:
            counts = [row.counts.get(coverage, 0) for coverage in Coverage]
            cells = [str(count) for count in (sum(counts), *counts)]
            table.add_row(row.stack, row.region, *cells, f"{row.seconds:.1f}")
        return table


def rows(stacks: Iterable[Template], coverage: Mapping[str, Coverage], seconds: Mapping[str, float]) -> list[StackRow]:
    """A row for each stack that was deployed, in the order in which they were done."""
    by_name = {stack.stack_name: stack for stack in stacks}
    found = []
    for name, took in seconds.items():
        counts: dict[Coverage, int] = {}
        for resource in (one for _, template in by_name[name].with_nested() for one in template.resources.values()):
            reached = coverage[resource.type]
            counts[reached] = counts.get(reached, 0) + 1
        found.append(StackRow(name, by_name[name].region, counts, took))
    return found
