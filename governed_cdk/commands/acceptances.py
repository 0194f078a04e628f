"""`governed-cdk acceptances`: the ledger of accepted findings: who, why, until when, where."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aspects.judge.acceptances import PACK
from aspects.judge.judgement import judge
from aspects.judge.ledger import WARN_DAYS, ledger_mistakes
from aspects.judge.template import load
from constructs_lib.kernel.errors import EXIT_FINDINGS, invalid
from governed_cdk.terminal import say
from governed_cdk.today import today_or
from governed_cdk.validation_report import reported

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from aspects.judge.acceptances import Acceptance
    from aspects.judge.judgement import Verdict
    from aspects.judge.ledger import LedgerMistake
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
    mistakes = list(ledger_mistakes(verdict.acceptances, _accepted(verdict, templates), today=day))
    if format_ == "json":
        typer.echo(_json(verdict.acceptances, mistakes))
    else:
        _show(verdict.acceptances, mistakes, day)
    if any(mistake.severity == "error" for mistake in mistakes):
        raise typer.Exit(EXIT_FINDINGS)


def _accepted(verdict: Verdict, templates: Iterable[Template]) -> dict[str, list[str]]:
    """Where each finding stands: ours as judged now, those of other packs as the synth reported them."""
    found = verdict.places()
    for folder in {template.assembly for template in templates if template.assembly}:
        for said, places in reported(folder, but=PACK).items():
            found.setdefault(said, []).extend(places)
    return found


def _show(accepted: list[Acceptance], mistakes: list[LedgerMistake], day: datetime.date) -> None:
    # No table: ids and paths are long, and one that is broken over lines can be neither searched nor copied.
    for one in sorted(accepted, key=lambda one: (one.until, one.place, one.finding)):
        left = one.days_left(day)
        colour = "red" if left < 0 else "yellow" if left <= WARN_DAYS else ""
        say(f"{one.until} ({left} days), {one.owner}, accepted at {one.where}", colour)
        for line in (one.finding, one.place, one.reason):
            say(f"  {line}")
    say(f"{len(accepted)} accepted findings")
    for mistake in mistakes:
        colour = "red" if mistake.severity == "error" else "yellow"
        say(f"{mistake.severity}: {mistake.rule}: {mistake.text} ({mistake.acceptance.where})", colour)


def _json(accepted: list[Acceptance], mistakes: list[LedgerMistake]) -> str:
    told = [asdict(one) for one in sorted(accepted, key=lambda one: (one.until, one.place, one.finding))]
    wrong = [
        {"rule": one.rule, "severity": one.severity, "text": one.text, "acceptance": asdict(one.acceptance)}
        for one in mistakes
    ]
    return json.dumps({"version": 1, "acceptances": told, "mistakes": wrong}, indent=2)
