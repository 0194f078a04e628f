"""`governed-cdk acceptances`: the ledger of accepted findings: who, why, until when, where."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from aspects.judge.acceptances import PACK
from aspects.judge.judgement import judge
from aspects.judge.ledger import WARN_DAYS, ledger_findings
from aspects.judge.template import load
from constructs_lib.kernel.errors import EXIT_FINDINGS, invalid
from governed_cdk.today import today_or
from governed_cdk.validation_report import reported

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from aspects.judge.acceptances import Acceptance
    from aspects.judge.judgement import Verdict
    from aspects.judge.ledger import LedgerFinding
    from aspects.judge.template import Template

_FORMATS = ("text", "json")


def acceptances(
    paths: Annotated[list[Path] | None, typer.Argument(help="Templates, folders of them; cdk.out if absent.")] = None,
    *,
    format_: Annotated[str, typer.Option("--format", help=f"One of {', '.join(_FORMATS)}.")] = "text",
    today: Annotated[str, typer.Option(help="YYYY-MM-DD that they are held against; today if absent.")] = "",
) -> None:
    """List what was accepted. Exits with 3 when one has expired, accepts nothing any more, or covers two resources."""
    if format_ not in _FORMATS:
        raise invalid("--format", format_, f"one of {', '.join(_FORMATS)}")
    day = today_or(today)
    templates = load(paths or [Path("cdk.out")])
    verdict = judge(templates)
    findings = list(ledger_findings(verdict.acceptances, _accepted(verdict, templates), today=day))
    if format_ == "json":
        typer.echo(_json(verdict.acceptances, findings))
    else:
        _show(verdict.acceptances, findings, day)
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(EXIT_FINDINGS)


def _accepted(verdict: Verdict, templates: Iterable[Template]) -> dict[str, list[str]]:
    """Where each finding stands: ours as judged now, those of other packs as the synth reported them."""
    found = verdict.places()
    for folder in {template.assembly for template in templates if template.assembly}:
        for said, places in reported(folder, but=PACK).items():
            found.setdefault(said, []).extend(places)
    return found


def _show(accepted: list[Acceptance], findings: list[LedgerFinding], day: datetime.date) -> None:
    console = Console(width=None if Console().is_terminal else 160, emoji=False)
    table = Table(box=box.SIMPLE, title=f"{len(accepted)} accepted findings")
    for heading in ("Until", "Owner", "Finding and place", "Why", "Accepted at"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "Until")
    for one in sorted(accepted, key=lambda one: (one.until, one.place, one.finding)):
        left = one.days_left(day)
        colour = "red" if left < 0 else "yellow" if left <= WARN_DAYS else ""
        table.add_row(
            f"{one.until}\n{left} days", escape(one.owner), f"{escape(one.finding)}\n{escape(one.place)}",
            escape(one.reason), escape(one.where), style=colour,
        )  # fmt: skip
    console.print(table)
    for finding in findings:
        colour = "red" if finding.severity == "error" else "yellow"
        text = f"{finding.severity}: {finding.rule}: {finding.text} ({finding.acceptance.where})"
        console.print(text, style=colour, markup=False, highlight=False, soft_wrap=True)


def _json(accepted: list[Acceptance], findings: list[LedgerFinding]) -> str:
    told = [asdict(one) for one in sorted(accepted, key=lambda one: (one.until, one.place, one.finding))]
    wrong = [
        {"rule": one.rule, "severity": one.severity, "text": one.text, "acceptance": asdict(one.acceptance)}
        for one in findings
    ]
    return json.dumps({"version": 1, "acceptances": told, "mistakes": wrong}, indent=2)
