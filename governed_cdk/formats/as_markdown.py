"""For a comment on a pull request: a table for each template, and the details of each finding folded away."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING

from governed_cdk.formats.markdown_text import inert
from governed_cdk.formats.report import fenced, language_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from governed_cdk.formats.report import CheckReport, ReportedFinding

# GitHub refuses a comment of more than 65,536 characters.
_LONGEST = 60_000
_FULL = "\n*{} more lines and details do not fit into one comment.*"

# A block of lines, made when it is known to fit.
Block = Callable[[], str]


def pieces(report: CheckReport) -> Iterator[str]:
    """The report as GitHub's Markdown, short enough for one comment."""
    lines = ["## governed-cdk", "", f"**{inert(report.summary)}**", ""]
    length = sum(len(line) + 1 for line in lines)
    blocks = _blocks(report)
    for block in blocks:
        made = block()
        length += len(made) + 1
        if length > _LONGEST:
            lines.append(_FULL.format(1 + sum(1 for _ in blocks)))
            break
        lines.append(made)
    yield "\n".join(lines).rstrip() + "\n"


def _blocks(report: CheckReport) -> Iterator[Block]:
    for fault in report.faults:
        yield functools.partial("- fatal: {}".format, inert(fault))
    if report.faults:
        yield str
    yield from _tables("Found", report.findings)
    yield from _tables("Unknown before the deploy", report.unknown, word="unknown")
    yield from _tables("Accepted", report.accepted, word="accepted")
    for finding in report.findings:
        yield functools.partial(_details, finding)


def _tables(heading: str, findings: Iterable[ReportedFinding], *, word: str = "") -> Iterator[Block]:
    by_template: dict[str, list[ReportedFinding]] = {}
    for finding in findings:
        by_template.setdefault(finding.template, []).append(finding)
    for template, group in by_template.items():
        yield functools.partial(_head, heading, template)
        for finding in group:
            yield functools.partial(_row, word or finding.severity, finding)
    if by_template:
        yield str


def _head(heading: str, template: str) -> str:
    return f"\n### {heading}: {inert(template)}\n\n| | Resource | Found | Rule |\n|---|---|---|---|"


def _row(word: str, finding: ReportedFinding) -> str:
    said = finding.found
    if finding.acceptance:
        said += f" Accepted {finding.acceptance.terms}: {finding.acceptance.reason}"
    resource = f"{inert(finding.logical_id)}<br>{inert(finding.type)}<br>line {finding.line}"
    rule = f"[{finding.rule}]({finding.link})" if finding.link else inert(finding.rule)
    return f"| {word} | {resource} | {inert(said)} | {rule} |"


def _details(finding: ReportedFinding) -> str:
    places = (f"{finding.template}:{finding.line}", finding.property, finding.source, finding.construct_path)
    where = ", ".join(place for place in places if place)
    lines = [f"<details><summary>{inert(finding.logical_id)}: {inert(finding.rule)}</summary>", ""]
    lines += [inert(where), "", inert(finding.why), ""]
    lines += ["Fix:", *_fenced(finding.fix, language_of(finding)), "Accept:", *_fenced(finding.accept)]
    return "\n".join([*lines, "</details>", ""])


def _fenced(code: str, language: str = "") -> list[str]:
    return ["", *fenced(code, language), ""]
