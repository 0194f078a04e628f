"""`governed-cdk acceptances`: the ledger of accepted findings: who, why, until when, where; and what is by design."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aspects.judge.judgement import judge
from aspects.judge.ledger import WARN_DAYS
from aspects.judge.template import load
from constructs_lib.kernel.errors import EXIT_FINDINGS, invalid
from governed_cdk.ledger import ledger_of
from governed_cdk.terminal import say
from governed_cdk.today import today_or

if TYPE_CHECKING:
    import datetime

    from aspects.judge.acceptances import Acceptance
    from aspects.judge.ledger import Ledger, LedgerFinding

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
    ledger = ledger_of(judge(templates, today=day), templates)
    findings = list(ledger.findings(day))
    if format_ == "json":
        typer.echo(_json(ledger, findings))
    else:
        _show(ledger, findings, day)
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(EXIT_FINDINGS)


def _show(ledger: Ledger, findings: list[LedgerFinding], day: datetime.date) -> None:
    # No table: ids and paths are long, and one that is broken over lines can be neither searched nor copied.
    for one in _by_end(ledger.people):
        left = one.days_left(day)
        colour = "red" if left < 0 else "yellow" if left <= WARN_DAYS else ""
        _say_one(one, f"{one.until} ({left} days), {one.owner}, accepted at {one.where}", colour)
    for one in _by_place(ledger.by_design):
        _say_one(one, f"{one.terms}, at {one.where}", "")
    say(str(ledger.tally()))
    for finding in findings:
        colour = "red" if finding.severity == "error" else "yellow"
        say(f"{finding.severity}: {finding.rule}: {finding.text} ({finding.acceptance.where})", colour)


def _say_one(one: Acceptance, head: str, colour: str) -> None:
    say(head, colour)
    for line in (one.finding, one.place, one.reason):
        say(f"  {line}")


def _by_place(accepted: list[Acceptance]) -> list[Acceptance]:
    return sorted(accepted, key=lambda one: (one.place, one.finding))


def _by_end(accepted: list[Acceptance]) -> list[Acceptance]:
    return sorted(accepted, key=lambda one: (one.until, one.place, one.finding))


def _json(ledger: Ledger, findings: list[LedgerFinding]) -> str:
    tally = ledger.tally()
    wrong = [
        {"rule": one.rule, "severity": one.severity, "text": one.text, "acceptance": asdict(one.acceptance)}
        for one in findings
    ]
    told = {
        "version": 2,
        "acceptances": [asdict(one) for one in _by_end(ledger.people)],
        "by_design": [asdict(one) for one in _by_place(ledger.by_design)],
        "mistakes": wrong,
        "accepted": {"all": tally.all, **asdict(tally)},
    }
    return json.dumps(told, indent=2)
