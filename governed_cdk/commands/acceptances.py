"""`governed-cdk acceptances`: the ledger of accepted findings: who, why, until when, where; and what is by design."""

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

from aspects.judge.judgement import judge
from aspects.judge.ledger import WARN_DAYS
from aspects.judge.template import load
from constructs_lib.kernel.errors import EXIT_FINDINGS, invalid
from governed_cdk.ledger import ledger_of
from governed_cdk.today import today_or

if TYPE_CHECKING:
    import datetime

    from aspects.judge.acceptances import Acceptance
    from aspects.judge.ledger import Ledger, LedgerMistake

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
    mistakes = list(ledger.mistakes(day))
    if format_ == "json":
        typer.echo(_json(ledger, mistakes))
    else:
        _show(ledger, mistakes, day)
    if any(mistake.severity == "error" for mistake in mistakes):
        raise typer.Exit(EXIT_FINDINGS)


def _show(ledger: Ledger, mistakes: list[LedgerMistake], day: datetime.date) -> None:
    console = Console(width=None if Console().is_terminal else 160, emoji=False)
    if ledger.people:
        console.print(_of_people(ledger, day))
    if ledger.by_design:
        console.print(_by_design(ledger))
    console.print(str(ledger.tally()), highlight=False, soft_wrap=True)
    for mistake in mistakes:
        colour = "red" if mistake.severity == "error" else "yellow"
        text = f"{mistake.severity}: {mistake.rule}: {mistake.text} ({mistake.acceptance.where})"
        console.print(text, style=colour, markup=False, highlight=False, soft_wrap=True)


def _of_people(ledger: Ledger, day: datetime.date) -> Table:
    table = _table("Accepted by people", "Until", "Owner")
    for one in _by_end(ledger.people):
        left = one.days_left(day)
        colour = "red" if left < 0 else "yellow" if left <= WARN_DAYS else ""
        table.add_row(f"{one.until}\n{left} days", escape(one.owner), *_what(one), style=colour)
    return table


def _by_design(ledger: Ledger) -> Table:
    table = _table("By design of the library", "Version")
    for one in sorted(ledger.by_design, key=lambda one: (one.place, one.finding)):
        table.add_row(escape(one.by_design), *_what(one))
    return table


def _table(title: str, *headings: str) -> Table:
    table = Table(box=box.SIMPLE, title=title)
    for heading in (*headings, "Finding and place", "Why", "Accepted at"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "Until")
    return table


def _what(one: Acceptance) -> tuple[str, str, str]:
    return f"{escape(one.finding)}\n{escape(one.place)}", escape(one.reason), escape(one.where)


def _by_end(accepted: list[Acceptance]) -> list[Acceptance]:
    return sorted(accepted, key=lambda one: (one.until, one.place, one.finding))


def _json(ledger: Ledger, mistakes: list[LedgerMistake]) -> str:
    tally = ledger.tally()
    wrong = [
        {"rule": one.rule, "severity": one.severity, "text": one.text, "acceptance": asdict(one.acceptance)}
        for one in mistakes
    ]
    told = {
        "version": 2,
        "acceptances": [asdict(one) for one in _by_end(ledger.people)],
        "by_design": [asdict(one) for one in sorted(ledger.by_design, key=lambda one: (one.place, one.finding))],
        "mistakes": wrong,
        "accepted": {"all": tally.all, **asdict(tally)},
    }
    return json.dumps(told, indent=2)
