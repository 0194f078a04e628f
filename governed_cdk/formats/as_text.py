"""For a person at a terminal: grouped by template, in colour where there is any, never wrapped by us."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from governed_cdk.formats.report import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governed_cdk.formats.report import Entry, Report

_STYLES = {"error": "bold red", "warning": "bold yellow", "unknown": "bold magenta", "accepted": "green"}
_INDENT = " " * 4

# A piece of text and its style. Never rich's markup: a template's own text could hold some.
Piece = tuple[str, str]


def render(report: Report, *, colour: bool = False) -> str:
    """The report as text that ends with the summary line. `colour`: with the escape sequences of a terminal."""
    pieces = list(_pieces(report))
    if not colour:
        return "".join(text for text, _ in pieces)
    console = Console(file=io.StringIO(), force_terminal=True, highlight=False, emoji=False)
    with console.capture() as capture:
        console.print(Text.assemble(*pieces), soft_wrap=True, end="")
    return capture.get()


def _pieces(report: Report) -> Iterator[Piece]:
    for fault in report.faults:
        yield from (("fatal", "bold red"), (f" {fault}\n\n", ""))
    named = [
        *((entry.severity, entry) for entry in report.findings),
        *(("unknown", entry) for entry in report.unknown),
        *(("accepted", entry) for entry in report.accepted),
    ]
    by_template: dict[str, list[tuple[str, Entry]]] = {}
    for word, entry in named:
        by_template.setdefault(entry.template, []).append((word, entry))
    for template, entries in by_template.items():
        yield f"{template}\n", "bold underline"
        for word, entry in entries:
            yield from _accepted(entry) if word == "accepted" else _entry(word, entry)
        yield "\n", ""
    good = not report.errors and not report.faults
    yield f"{report.summary}\n", "bold green" if good else "bold red"


def _entry(word: str, entry: Entry) -> Iterator[Piece]:
    yield from (("  ", ""), (word, _STYLES[word]), (f" {entry.rule}", "bold"), ("\n", ""))
    place = f"{entry.logical_id} ({entry.type}) {entry.property}".rstrip()
    where = (place, f"{entry.template}:{entry.line}", entry.source, entry.construct_path)
    yield f"{_INDENT}{', '.join(part for part in where if part)}\n", "cyan"
    yield f"{_INDENT}{entry.found} {entry.why}\n", ""
    yield from _labelled("fix", entry.fix)
    if word != "unknown":
        yield from _labelled("accept", entry.accept)


def _accepted(entry: Entry) -> Iterator[Piece]:
    yield from (("  ", ""), ("accepted", _STYLES["accepted"]), (f" {entry.rule} {entry.logical_id}", "dim"))
    if entry.acceptance:
        yield f" {printable(f'{entry.acceptance.terms}: {entry.acceptance.reason}')}", "dim"
    yield "\n", ""


def _labelled(label: str, code: str) -> Iterator[Piece]:
    first, *more = code.split("\n")
    yield from ((f"{_INDENT}{label}: ", "bold"), (f"{first}\n", "green"))
    for line in more:
        yield f"{_INDENT}{' ' * (len(label) + 2)}{line}".rstrip() + "\n", "green"
