"""For a comment on a pull request: a table for each template, and the details of each finding folded away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from governed_cdk.formats.report import fenced, language_of, printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from governed_cdk.formats.report import CheckReport, ReportedFinding

# GitHub refuses a comment of more than 65,536 characters.
_LONGEST = 60_000
# What GitHub's Markdown, its formulas or HTML would take for their own, and `@` and `#`, which call people and issues.
_SPECIAL = re.compile(r"[\\`*\[\]<>|~&@#$]")


def render(report: CheckReport) -> str:
    """The report as GitHub's Markdown, short enough for one comment."""
    lines = ["## governed-cdk", "", f"**{_text(report.summary)}**", ""]
    lines += [f"- fatal: {_text(fault)}" for fault in report.faults]
    blocks = [
        *_tables("Found", report.findings),
        *_tables("Unknown before the deploy", report.unknown, word="unknown"),
        *_tables("Accepted", report.accepted, word="accepted"),
        *(_details(finding) for finding in report.findings),
    ]
    length = sum(len(line) + 1 for line in lines)
    for number, block in enumerate(blocks):
        length += len(block) + 1
        if length > _LONGEST:
            lines.append(f"\n*{len(blocks) - number} more lines and details do not fit into one comment.*")
            break
        lines.append(block)
    return "\n".join(lines).rstrip() + "\n"


def _tables(heading: str, findings: Iterable[ReportedFinding], *, word: str = "") -> list[str]:
    by_template: dict[str, list[ReportedFinding]] = {}
    for finding in findings:
        by_template.setdefault(finding.template, []).append(finding)
    blocks = []
    for template, group in by_template.items():
        blocks.append(f"\n### {heading}: {_text(template)}\n\n| | Resource | Found | Rule |\n|---|---|---|---|")
        blocks += [_row(word or finding.severity, finding) for finding in group]
    return [*blocks, ""] if blocks else []


def _row(word: str, finding: ReportedFinding) -> str:
    said = finding.found
    if finding.acceptance:
        said += f" Accepted {finding.acceptance.terms}: {finding.acceptance.reason}"
    resource = f"{_text(finding.logical_id)}<br>{_text(finding.type)}<br>line {finding.line}"
    rule = f"[{finding.rule}]({finding.link})" if finding.link else _text(finding.rule)
    return f"| {word} | {resource} | {_text(printable(said))} | {rule} |"


def _details(finding: ReportedFinding) -> str:
    places = (f"{finding.template}:{finding.line}", finding.property, finding.source, finding.construct_path)
    where = ", ".join(place for place in places if place)
    lines = [f"<details><summary>{_text(finding.logical_id)}: {_text(finding.rule)}</summary>", ""]
    lines += [_text(where), "", _text(finding.why), ""]
    lines += ["Fix:", *_fenced(finding.fix, language_of(finding)), "Accept:", *_fenced(finding.accept)]
    return "\n".join([*lines, "</details>", ""])


def _fenced(code: str, language: str = "") -> list[str]:
    return ["", *fenced(code, language), ""]


def _text(text: str) -> str:
    """Text that stays text: nothing of it is Markdown, HTML, a table's border, a person or an issue."""
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", text)
