"""For a person at a terminal: grouped by template, in colour where there is any, never wrapped by us."""

from __future__ import annotations

import io
import itertools
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from constructs_lib.kernel.errors import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governed_cdk.formats.report import CheckReport, ReportedFinding

_STYLES = {"error": "bold red", "warning": "bold yellow", "unknown": "bold magenta", "accepted": "green"}
_INDENT = " " * 4
_AT_ONCE = 1_000  # pieces that rich colours together

# A piece of text and its style. Never rich's markup: a template's own text could hold some.
Piece = tuple[str, str]


def render(report: CheckReport, *, colour: bool = False) -> str:
    """As `pieces`, as one text."""
    return "".join(pieces(report, colour=colour))


def pieces(report: CheckReport, *, colour: bool = False) -> Iterator[str]:
    """The report as text that ends with the summary line. `colour`: with the escape sequences of a terminal."""
    styled = _pieces(report)
    if not colour:
        yield from (text for text, _ in styled)
        return
    console = Console(file=io.StringIO(), force_terminal=True, highlight=False, emoji=False)
    while some := list(itertools.islice(styled, _AT_ONCE)):
        with console.capture() as capture:
            console.print(Text.assemble(*some), soft_wrap=True, end="")
        yield capture.get()


def _pieces(report: CheckReport) -> Iterator[Piece]:
    for fault in report.faults:
        yield from (("fatal", "bold red"), (f" {fault}\n\n", ""))
    named = [
        *((finding.severity, finding) for finding in report.findings),
        *(("unknown", finding) for finding in report.unknown),
        *(("accepted", finding) for finding in report.accepted),
    ]
    by_template: dict[str, list[tuple[str, ReportedFinding]]] = {}
    for word, finding in named:
        by_template.setdefault(finding.template, []).append((word, finding))
    for template, findings in by_template.items():
        yield f"{template}\n", "bold underline"
        for word, finding in findings:
            yield from _accepted(finding) if word == "accepted" else _finding(word, finding)
        yield "\n", ""
    good = not report.errors and not report.faults
    yield f"{report.summary}\n", "bold green" if good else "bold red"


def _finding(word: str, finding: ReportedFinding) -> Iterator[Piece]:
    yield from (("  ", ""), (word, _STYLES[word]), (f" {finding.rule}", "bold"), ("\n", ""))
    place = f"{finding.logical_id} ({finding.type}) {finding.property}".rstrip()
    where = (place, f"{finding.template}:{finding.line}", finding.source, finding.construct_path)
    yield f"{_INDENT}{', '.join(part for part in where if part)}\n", "cyan"
    yield f"{_INDENT}{finding.found} {finding.why}\n", ""
    yield from _labelled("fix", finding.fix)
    if word != "unknown":
        yield from _labelled("accept", finding.accept)


def _accepted(finding: ReportedFinding) -> Iterator[Piece]:
    yield from (("  ", ""), ("accepted", _STYLES["accepted"]), (f" {finding.rule} {finding.logical_id}", "dim"))
    if finding.acceptance:
        yield f" {printable(f'{finding.acceptance.terms}: {finding.acceptance.reason}')}", "dim"
    yield "\n", ""


def _labelled(label: str, code: str) -> Iterator[Piece]:
    first, *more = code.split("\n")
    yield from ((f"{_INDENT}{label}: ", "bold"), (f"{first}\n", "green"))
    for line in more:
        yield f"{_INDENT}{' ' * (len(label) + 2)}{line}".rstrip() + "\n", "green"
