"""The report as Markdown and as numbers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.language import Words, words_of
from constructs_lib.kernel.yaml_file import read_yaml
from constructs_lib.observability.telemetry.slo import OBJECTIVES
from governed_cdk.checkup.item import CheckupVerdict
from governed_cdk.formats.markdown_text import inert
from governed_cdk.objectives.requests import by_month, now

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping, Sequence

    from constructs_lib.kernel.language import Language
    from governed_cdk.checkup.item import CheckupOutcome
    from governed_cdk.objectives.requests import ObjectiveKept, RequestsOfDay

WORDS = Path(__file__).with_name("words.yaml")
_DURABILITY = Path(__file__).with_name("durability.yaml")


@dataclass(frozen=True)
class ObjectivesRead:
    """What was read for a report.

    Attributes:
        environment: whose.
        until: the last whole day, UTC.
        days: how many were asked for.
        months: how many calendar months are told.
        source: where the requests are from; empty where from nowhere.
        services: the days of each service or load balancer.
        unread: why a source could not be read.
        state: what a checkup said of replication and backups.
    """

    environment: str
    until: datetime.date
    days: int
    months: int
    source: str
    services: Mapping[str, Sequence[RequestsOfDay]]
    unread: Sequence[str]
    state: Sequence[CheckupOutcome]

    @property
    def missed(self) -> list[str]:
        """The promises that are broken now: `orders availability`."""
        return [
            f"{service} {objective.slug}"
            for service, days in self.services.items()
            for objective in OBJECTIVES
            if (kept := now(days, objective, until=self.until)).known and not kept.is_kept
        ]


def as_markdown(read: ObjectivesRead, language: Language) -> str:
    """For people: each service's promises now and by month, and what is known of durability."""
    words = words_of(WORDS, language)
    lines = [f"# {words('title', environment=read.environment)}", ""]
    lines += [f"- {inert(words('unread', reason=reason))}" for reason in read.unread]
    if read.services:
        lines += [words("until", day=read.until, source=read.source), ""]
    else:
        lines += [words("nothing", days=read.days), ""]
    for service, days in read.services.items():
        lines += [f"## {inert(service)}", "", *_now(read, days, words), "", f"### {words('by-month')}", ""]
        lines += [*_months(read, days, words), ""]
    return "\n".join([*lines, *_durability(words), "", *_state(read, words), ""])


def _now(read: ObjectivesRead, days: Sequence[RequestsOfDay], words: Words) -> Iterator[str]:
    yield from _head(words, "objective", "good", "left", "requests", "kept")
    for objective in OBJECTIVES:
        kept = now(days, objective, until=read.until)
        verdict = words(("kept" if kept.is_kept else "missed") if kept.known else "too-few")
        yield f"| {words(objective.slug)} | {_share(kept)} | {kept.left:.0%} | {kept.requests:.0f} | {verdict} |"


def _months(read: ObjectivesRead, days: Sequence[RequestsOfDay], words: Words) -> Iterator[str]:
    yield from _head(words, "month", "objective", "good", "left", "requests", "windows")
    found = {one.slug: by_month(days, one, months=read.months, until=read.until) for one in OBJECTIVES}
    for of_month in zip(*found.values(), strict=True):
        for slug, one in zip(found, of_month, strict=True):
            whole = one.whole
            start = f"| {one.month} | {words(slug)} | {_share(whole)} | {whole.left:.0%} | {whole.requests:.0f} "
            yield f"{start}| {one.kept} / {one.windows} |"


def _share(kept: ObjectiveKept) -> str:
    return f"{100 * kept.good:.3f} %"


def _head(words: Words, *columns: str) -> Iterator[str]:
    yield "| " + " | ".join(words(f"column-{one}") for one in columns) + " |"
    yield "|" + "---|" * len(columns)


def _durability(words: Words) -> Iterator[str]:
    yield from (f"## {words('durability')}", "", words("durability-quoted"), "")
    yield from _head(words, "store", "designed", "source")
    for row in read_yaml(_DURABILITY)["durability"]:
        yield f"| {row['what']} | {row['quote']} | {row['source']} ({row['checked']}) |"


def _state(read: ObjectivesRead, words: Words) -> Iterator[str]:
    marks = {CheckupVerdict.FINE: "✅", CheckupVerdict.LOOK: "🔎", CheckupVerdict.UNKNOWN: "❔"}
    yield from (f"## {words('state')}", "")
    for outcome in read.state:
        said = "".join(f"; {inert(line)}" for line in outcome.says)
        yield f"- {marks[outcome.verdict]} {outcome.title}{said}"


def as_numbers(read: ObjectivesRead) -> str:
    """For programs: shares from 0 to 1, budget left 1 for all of it and below 0 for a broken promise."""
    services = {name: [_numbers(read, days, one) for one in OBJECTIVES] for name, days in read.services.items()}
    found = {
        "environment": read.environment,
        "until": f"{read.until}",
        "source": read.source,
        "unread": list(read.unread),
        "missed": read.missed,
        "services": services,
        "durability": read_yaml(_DURABILITY)["durability"],
        "state": {one.id: str(one.verdict) for one in read.state},
    }
    return json.dumps(found, indent=2, ensure_ascii=False)


def _numbers(read: ObjectivesRead, days: Sequence[RequestsOfDay], objective: Any) -> dict[str, Any]:
    def told(kept: ObjectiveKept) -> dict[str, Any]:
        shares = {"good": round(kept.good, 6), "budget_left": round(kept.left, 4)}
        return {"requests": round(kept.requests), "bad": round(kept.bad), **shares, "known": kept.known}

    return {
        "objective": objective.slug,
        "target": objective.target,
        "window_days": objective.window_seconds // 86_400,
        **told(now(days, objective, until=read.until)),
        "months": [
            {"month": one.month, **told(one.whole), "windows": one.windows, "windows_kept": one.kept}
            for one in by_month(days, objective, months=read.months, until=read.until)
        ],
    }
