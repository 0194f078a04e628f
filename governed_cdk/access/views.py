"""The access of an app as text, JSON and Markdown."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import printable
from governed_cdk.formats.markdown_text import inert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governed_cdk.access.asking import AccessFinding, AccessVerdict
    from governed_cdk.access.table import AccessRow, AccessTable


@dataclass(frozen=True, slots=True)
class AccessReport:
    """The rows, and what the statements come to, where there are any."""

    table: AccessTable
    verdict: AccessVerdict | None

    @property
    def unknown(self) -> tuple[str, ...]:
        """What nobody knows, in a line each."""
        said = (_line(one) for one in self.verdict.unknown) if self.verdict else ()
        return (*self.table.unknown, *said)

    @property
    def findings(self) -> tuple[AccessFinding, ...]:
        """The ways in which statements do not hold."""
        return self.verdict.findings if self.verdict else ()

    @property
    def summary(self) -> str:
        """One line that counts."""
        broken = len({one.says for one in self.findings})
        return (
            f"{len(self.table.rows)} ways of access; {len(self.verdict.asked) if self.verdict else 0} statements, "
            f"{broken} broken in {len(self.findings)} ways; {len(self.unknown)} unknown"
        )


def as_text(report: AccessReport) -> str:
    """For a terminal: each resource, then who and how; what is broken comes last."""
    return "\n".join(map(printable, [*_rows(report.table), *_verdict(report), report.summary])) + "\n"


def _rows(table: AccessTable) -> Iterator[str]:
    place = None
    for row in table.rows:
        if place != (row.stack, row.logical_id):
            place = (row.stack, row.logical_id)
            yield f"{row.kind} {row.what} ({row.stack} {row.logical_id})"
        yield f"  {row.who}: {', '.join(row.actions)}"
        yield from (f"    by {one}" for one in row.by)
        yield from (f"    unless {one}" for one in row.unless)


def _verdict(report: AccessReport) -> Iterator[str]:
    for line in report.unknown:
        yield f"unknown: {line}"
    for finding in report.findings:
        yield f"finding: {_line(finding)}"
        yield from (f"    if {one}" for one in finding.depends_on)
        yield from (f"    by {one}" for one in finding.by)


def _line(finding: AccessFinding) -> str:
    return f"{finding.says}: {finding.who} {finding.action} {finding.what}: {finding.found}"


def as_json(report: AccessReport) -> str:
    """For programs: `{"version": 1, "access": [...], "findings": [...], "unknown": [...], "asked": {...}}`."""
    data = {
        "version": 1,
        "access": [asdict(row) for row in report.table.rows],
        "findings": [asdict(one) for one in report.findings],
        "unknown": list(report.unknown),
        "asked": report.verdict.asked if report.verdict else {},
    }
    return json.dumps(data, indent=2) + "\n"


def as_markdown(report: AccessReport) -> str:
    """For a pull request: a table of each resource, and the findings."""
    lines = ["# Access", "", report.summary]
    place = None
    for row in report.table.rows:
        if place != (row.stack, row.logical_id):
            place = (row.stack, row.logical_id)
            lines += ["", f"## {row.kind} {_cell(row.what)}", "", f"{_cell(row.stack)} {_cell(row.logical_id)}", ""]
            lines += ["| Who | May | By | Unless |", "|---|---|---|---|"]
        lines.append(_cells(row))
    lines += ["", "## Findings", ""] if report.findings else []
    lines += [f"- {_cell(_line(one))}, by {_cell('; '.join(one.by) or 'no statement')}" for one in report.findings]
    lines += ["", "## Unknown", "", *(f"- {_cell(one)}" for one in report.unknown)] if report.unknown else []
    return "\n".join(lines) + "\n"


def _cells(row: AccessRow) -> str:
    cells = (row.who, ", ".join(row.actions), "; ".join(row.by), "; ".join(row.unless))
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    """Text that neither ends a cell nor is taken for mark-up."""
    return inert(text)
