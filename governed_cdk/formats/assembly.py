"""What is wrong with assemblies as a whole, as a report says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.assembly_rules import assembly_findings
from aspects.judge.template.assembly import MANIFEST
from constructs_lib.kernel.errors import printable
from constructs_lib.kernel.project import NAME
from governed_cdk.formats.report import ReportedFinding, shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from aspects.judge.assembly_rules import AssemblyFinding
    from aspects.judge.template import Template


def reported_assemblies(templates: Iterable[Template]) -> list[ReportedFinding]:
    """Each finding in the assemblies that some templates are of."""
    folders = dict.fromkeys(template.assembly for template in templates if template.assembly)
    return [_reported(folder, finding) for folder in folders for finding in assembly_findings(folder)]


def _reported(folder: Path, finding: AssemblyFinding) -> ReportedFinding:
    rule, place = finding.rule, printable(finding.place)
    return ReportedFinding(
        rule=rule.id,
        pack=NAME,
        since=rule.since,
        link=rule.link,
        severity=rule.severity,
        template=shown(folder / MANIFEST),
        line=1,
        logical_id=place or MANIFEST,
        type="",
        construct_path=place,
        source="",
        property="",
        found=printable(finding.text),
        why=rule.why,
        fix=rule.fix,
        accept="nothing accepts this",
    )
