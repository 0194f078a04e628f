"""A verdict as plain text and numbers, the same for every format."""

from __future__ import annotations

import functools
import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import printable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from aspects.judge.acceptances import Acceptance
    from aspects.judge.judgement import Finding, Verdict
    from aspects.judge.ledger import Tally
    from aspects.judge.patch import Patch
    from aspects.judge.rule import Rule
    from aspects.judge.template import Template
    from constructs_lib.kernel.level import Level


@dataclass(frozen=True, slots=True)
class ReportedFinding:
    """One thing to say about one resource; every text is printable.

    `rule` is the rule's id, with its `pack` before it where that is not ours; `since` the version that brought it;
    `link` its page, where it has one. `template` is the file as shown: relative to the working directory where it is
    inside. `line` is where the resource begins in it, from 1. `source` is the Python line, `stacks/rds.py:86`.
    `construct_path`, `source` and `property` are empty where they are not known. `acceptance` is what accepted it.
    `patches` are the fix as changes of the template, where it is known as such.
    """

    rule: str
    pack: str
    since: str
    link: str
    severity: Level
    template: str
    line: int
    logical_id: str
    type: str
    construct_path: str
    source: str
    property: str
    found: str
    why: str
    fix: str
    accept: str
    acceptance: Acceptance | None = None
    patches: tuple[Patch, ...] = ()


@dataclass(frozen=True)
class CheckReport:
    """What one check found.

    `templates` names every file that was judged, `seconds` how long that took. `accepted` holds what is accepted of the
    rules that judged, ours and `own` beside them; `tally` counts everything that the templates accept, also of others
    that the synth ran.
    """

    findings: tuple[ReportedFinding, ...] = ()
    unknown: tuple[ReportedFinding, ...] = ()
    accepted: tuple[ReportedFinding, ...] = ()
    faults: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    resources: int = 0
    own: tuple[Rule, ...] = ()
    tally: Tally | None = None
    seconds: float = field(default=0.0, compare=False)

    @property
    def errors(self) -> tuple[ReportedFinding, ...]:
        """The findings that fail a build."""
        return tuple(one for one in self.findings if one.severity == "error")

    @property
    def warnings(self) -> tuple[ReportedFinding, ...]:
        """The findings that do not."""
        return tuple(one for one in self.findings if one.severity == "warning")

    @property
    def summary(self) -> str:
        """`3 findings, 2 warnings, 1 unknown, 0 accepted in 120 resources of 3 templates (0.21 s)`."""
        counts = [
            counted(len(self.errors), "finding"),
            counted(len(self.warnings), "warning"),
            f"{len(self.unknown)} unknown",
            str(self.tally) if self.tally else f"{len(self.accepted)} accepted",
        ]
        if self.faults:
            counts.insert(0, counted(len(self.faults), "fatal fault"))
        where = f"{counted(self.resources, 'resource')} of {counted(len(self.templates), 'template')}"
        return f"{', '.join(counts)} in {where} ({self.seconds:.2f} s)"


def counted(number: int, noun: str) -> str:
    """`1 finding`, `2 findings`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def report(
    verdict: Verdict,
    templates: Iterable[Template],
    *,
    ledger: Iterable[ReportedFinding] = (),
    tally: Tally | None = None,
    seconds: float = 0.0,
) -> CheckReport:
    """The report of a verdict on some templates.

    `ledger` holds what is wrong with the acceptances and the assemblies themselves, `tally` how many findings are
    accepted.
    """
    return CheckReport(
        findings=(*map(reported, verdict.findings), *ledger),
        unknown=tuple(map(reported, verdict.unknown)),
        accepted=tuple(map(reported, verdict.accepted)),
        faults=tuple(map(printable, verdict.faults)),
        templates=tuple(shown(template.path) for template in templates),
        resources=verdict.resources,
        own=verdict.own,
        tally=tally,
        seconds=seconds,
    )


def reported(finding: Finding) -> ReportedFinding:
    """A finding as a report says it."""
    resource = finding.resource
    return ReportedFinding(
        rule=finding.rule.name,
        pack=finding.rule.pack,
        since=finding.rule.since,
        link=finding.rule.link,
        severity=finding.severity,
        template=shown(resource.template.path),
        line=resource.template.line_of(resource.logical_id),
        logical_id=_named(str(resource.logical_id)),
        type=_named(resource.type),
        construct_path=printable(resource.construct_path),
        source=printable(finding.source),
        property=printable(finding.breach.at),
        found=printable(finding.breach.found),
        why=finding.rule.why,
        fix=_printable_code(finding.fix),
        accept=printable(finding.accept_line),
        acceptance=finding.acceptance,
        patches=finding.breach.patches,
    )


def language_of(finding: ReportedFinding) -> str:
    """What a fix is written in, where that is known: `yaml` for a piece of the template."""
    return "yaml" if finding.patches and not finding.construct_path else ""


def fenced(code: str, language: str = "") -> list[str]:
    """The lines of a block of Markdown that holds some code, whatever fences are in that."""
    longest = max((len(ticks) for ticks in re.findall("`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}{language}", code, fence]


def shown(path: Path) -> str:
    """A file as it is shown: relative to the working directory where it is inside, with forward slashes."""
    return _shown(path, os.getcwd())  # noqa: PTH109 - a path would take longer than all the rest


@functools.lru_cache(maxsize=64)
def _shown(path: Path, folder: str) -> str:
    """As `shown`, once for all the findings of a file."""
    absolute = folder / path
    if ".." in absolute.parts:
        absolute = absolute.resolve()
    inside = absolute.relative_to(folder) if absolute.is_relative_to(folder) else absolute
    return printable(inside.as_posix())


def _printable_code(text: str) -> str:
    return "\n".join(map(printable, text.strip("\n").split("\n")))


def _named(text: str) -> str:
    """A name, and the empty one as it stands in the template: no format has an empty place."""
    return printable(text) or '""'
