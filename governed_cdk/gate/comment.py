"""The comment of the gate, as GitHub's Markdown: the verdict first, then each environment; lines, and no tables.

It is told by a mark that nobody sees, and is short enough for GitHub: what does not fit is counted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from governed_cdk.comparing import as_markdown as differences
from governed_cdk.cost.views import as_markdown as costs
from governed_cdk.cost.views import said
from governed_cdk.formats.markdown_text import inert

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aspects.judge.acceptances import Acceptance
    from governed_cdk.cost.book import PriceBook
    from governed_cdk.gate.approvals import Approvals
    from governed_cdk.gate.judgement import EnvironmentJudgement
    from governed_cdk.gate.scan import Scan

MARK = "<!-- governed-cdk gate -->"
"""The first line: by it the comment is found again."""

# GitHub refuses a comment of more than 65,536 characters.
_LONGEST = 60_000
_MOST = 30  # findings of one scanner


@dataclass(frozen=True)
class GateResult:
    """What one run of the gate came to.

    `behind`: the base branch has commits that the head has not. `approvals` is None where nobody could ask for them.
    """

    base: str
    head: str
    environments: Sequence[EnvironmentJudgement]
    scans: Sequence[Scan]
    needed: int
    behind: bool = False
    approvals: Approvals | None = None

    @property
    def failed(self) -> bool:
        """Whether something is wrong with the change itself."""
        return any(one.failed for one in self.environments) or any(scan.errors for scan in self.scans)

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong, and enough people have approved, as far as that was asked."""
        return not self.failed and (self.approvals is None or self.approvals.enough)

    def with_approvals(self, counted: Approvals) -> GateResult:
        """The same, now that somebody has counted who approved."""
        return replace(self, approvals=counted)

    @property
    def verdict(self) -> str:
        """One line."""
        if self.failed:
            return "findings: this cannot be merged yet"
        if self.approvals and not self.approvals.enough:
            return f"{len(self.approvals.by)} of {self.approvals.needed} approvals of code owners"
        return "nothing is wrong"


def comment(result: GateResult, book: PriceBook) -> str:
    """The comment."""
    return _fitting([MARK, *_blocks(result, book)])


def _fitting(blocks: Sequence[str]) -> str:
    """The blocks from the first on, as many as fit into a comment; the rest is counted."""
    kept: list[str] = []
    length = 0
    for index, block in enumerate(blocks):
        length += len(block) + 1
        if length > _LONGEST:
            kept.append(f"*{len(blocks) - index} more parts do not fit into one comment; the gate's log has them.*\n")
            break
        kept.append(block)
    return "\n".join(kept).rstrip() + "\n"


def _blocks(result: GateResult, book: PriceBook) -> Iterator[str]:
    yield f"## Gate: {inert(result.verdict)}\n"
    yield f"{inert(result.base[:12] or 'nothing')} → {inert(result.head[:12])}\n"
    if result.behind:
        yield "This branch is behind: merge the base branch first, or something else than this is deployed later.\n"
    yield from _needed(result)
    yield from _scans(result.scans)
    for one in result.environments:
        yield from _environment(one, book)


def _needed(result: GateResult) -> Iterator[str]:
    if result.approvals is None:
        yield f"Approvals of code owners needed: {result.needed}; who has approved was not asked.\n"
        return
    by = ", ".join(map(inert, result.approvals.by)) or "nobody yet"
    yield f"Approvals of code owners on this commit: {len(result.approvals.by)} of {result.needed} ({by}).\n"
    if result.approvals.unknown:
        yield "\n".join(f"- not counted: {inert(line)}" for line in result.approvals.unknown) + "\n"


def _environment(one: EnvironmentJudgement, book: PriceBook) -> Iterator[str]:
    yield f"### {inert(one.environment)}: {inert(differences.headline(one.differences))}\n"
    yield from _findings(one)
    yield from differences.blocks(one.differences)
    yield f"#### Cost: {inert(said(one.rise))}\n"
    yield from list(costs(one.now, one.before, one.rise, book))[1:]
    if one.accepted:
        yield f"#### Accepted with this change ({len(one.accepted)})\n\n{_accepted(one.accepted)}\n"
    compared = one.record.account is not None
    account = "account compared" if compared else "account not compared, not valid for production"
    yield f"Reviewed, {account}:\n\n```\n{one.record.digest}\n```\n"


def _accepted(some: Sequence[Acceptance]) -> str:
    lines = ["They count once a code owner has approved this.", ""]
    for one in some:
        terms = f"{inert(one.owner)}, until {inert(one.until)}"
        lines.append(f"- {inert(one.finding)}<br>{inert(one.place)}<br>{inert(one.reason)} ({terms})")
    return "\n".join(lines)


def _findings(one: EnvironmentJudgement) -> Iterator[str]:
    lines = [f"- fatal: {inert(fault)}" for fault in one.report.faults]
    lines += [f"- {inert(it.rule)}<br>{inert(it.logical_id)}: {inert(it.found)}" for it in one.report.errors]
    lines += [f"- {inert(what)}: {inert(line)}" for what, line in one.lines]
    if lines:
        yield f"#### Findings ({len(lines)})\n\n{_some(lines)}\n"
    warnings = [f"- {inert(it.rule)}<br>{inert(it.logical_id)}: {inert(it.found)}" for it in one.report.warnings]
    if warnings:
        yield f"<details><summary>Warnings ({len(warnings)})</summary>\n\n{_some(warnings)}\n\n</details>\n"


def _scans(scans: Sequence[Scan]) -> Iterator[str]:
    told = [f"{scan.name}: {_count(scan)}" for scan in scans]
    yield f"{inert(', '.join(told))}\n" if told else ""
    for scan in scans:
        lines = [f"- {inert(one.rule)}<br>{inert(one.where)}: {inert(one.text)}" for one in scan.errors]
        if lines:
            yield f"#### {inert(scan.name)} ({len(lines)})\n\n{_some(lines)}\n"


def _count(scan: Scan) -> str:
    if scan.skipped:
        return f"skipped ({scan.skipped})"
    warnings = len(scan.findings) - len(scan.errors)
    return f"{len(scan.errors)}{f' and {warnings} warnings' if warnings else ''}"


def _some(lines: Sequence[str]) -> str:
    more = [f"- and {len(lines) - _MOST} more"] if len(lines) > _MOST else []
    return "\n".join([*lines[:_MOST], *more])
