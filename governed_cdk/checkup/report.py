"""The outcomes as text, Markdown and JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from constructs_lib.kernel.language import words_of
from governed_cdk.checkup.item import CheckupVerdict
from governed_cdk.checkup.run import WORDS
from governed_cdk.formats.markdown_text import inert

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from constructs_lib.kernel.language import Language
    from governed_cdk.checkup.item import CheckupOutcome, Period

_MARKS = {CheckupVerdict.FINE: "✅", CheckupVerdict.LOOK: "🔎", CheckupVerdict.UNKNOWN: "❔"}


def as_text(outcome: CheckupOutcome, language: Language) -> Iterator[str]:
    """One line of an item, and one of each thing to look at."""
    yield f"{words_of(WORDS, language)(outcome.verdict)}: {outcome.title}"
    yield from (f"    {line}" for line in outcome.says)


def as_markdown(
    outcomes: Sequence[CheckupOutcome],
    *,
    environment: str,
    periods: Sequence[Period],
    day: datetime.date,
    language: Language,
) -> str:
    """A report for people: what to look at first, what nobody can tell, and what is fine in one line."""
    words = words_of(WORDS, language)
    of = ", ".join(words(f"period-{period}") for period in periods)
    lines = [f"# {words('report', environment=environment, periods=of)}", "", f"{day}", ""]
    for verdict in (CheckupVerdict.LOOK, CheckupVerdict.UNKNOWN):
        for one in (one for one in outcomes if one.verdict is verdict):
            lines += [f"## {_MARKS[verdict]} {one.title}", "", *(f"- {inert(line)}" for line in one.says), ""]
    fine = [one.title for one in outcomes if one.verdict is CheckupVerdict.FINE]
    if fine:
        lines += [f"## {_MARKS[CheckupVerdict.FINE]} {words('all-fine', count=len(fine))}", "", ", ".join(fine), ""]
    return "\n".join(lines)


def as_json(outcomes: Sequence[CheckupOutcome]) -> str:
    """The outcomes as a list."""
    return json.dumps([asdict(one) for one in outcomes], indent=2, ensure_ascii=False)
