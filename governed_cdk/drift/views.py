"""What came of a watch, as text, JSON and Markdown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.language import words_of
from governed_cdk.formats.markdown_text import inert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.kernel.language import Language, Words
    from governed_cdk.drift.found import Drift
    from governed_cdk.drift.watch import Watch

WORDS = Path(__file__).with_name("words.yaml")


def as_text(found: Watch) -> list[tuple[str, str]]:
    """For a terminal: lines with their colours."""
    colours = {"critical": "red", "warning": "yellow"}
    lines = [(f"{one.severity}: {_line(one)}", colours.get(one.severity, "")) for one in found.drifts]
    lines += [(f"accepted: {_line(one)}; until {by.until} by {by.owner}", "") for one, by in found.accepted]
    lines += [(f"unknown: {one}", "yellow") for one in found.unread]
    lines += [(f"drift.yaml: {line}", "yellow") for line in found.accepting]
    lines += [(f"not deployed: {place}", "") for place in found.absent]
    lines += [(f"not looked at: {count} {type_}", "") for type_, count in sorted(found.unseen.items())]
    counted = f"{len(found.drifts)} drifts, {len(found.accepted)} accepted, {len(found.unread)} unknown"
    return [*lines, (f"{counted}; {found.resources} resources in {found.stacks} stacks of {found.environment}", "")]


def _line(one: Drift) -> str:
    if one.kind != "changed":
        return f"{one.what} ({one.type}, {one.place.region}): {one.kind}"
    return f"{one.what} ({one.type}, {one.place.region}): expected {one.expected or 'none'}, is {one.actual or 'none'}"


def as_json(found: Watch) -> str:
    """For programs: version 1."""
    data: dict[str, Any] = {
        "version": 1,
        "environment": found.environment,
        "drifts": [_row(one) for one in found.drifts],
        "accepted": [
            {**_row(one), "reason": by.reason, "owner": by.owner, "until": by.until} for one, by in found.accepted
        ],
        "unread": [str(one) for one in found.unread],
        "acceptances": found.accepting,
        "absent": [str(place) for place in found.absent],
        "unseen": found.unseen,
        "stacks": found.stacks,
        "resources": found.resources,
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _row(one: Drift) -> dict[str, str]:
    return {
        "fingerprint": one.fingerprint, "severity": one.severity, "kind": one.kind, "region": one.place.region,
        "stack": one.place.stack, "resource": one.resource, "physical_id": one.physical, "type": one.type,
        "property": one.path, "expected": one.expected, "actual": one.actual,
    }  # fmt: skip


def as_markdown(found: Watch, language: Language) -> str:
    """For a job's page: a table, and what nothing is known of."""
    words = words_of(WORDS, language)
    return "\n".join(_markdown(found, words)) + "\n"


def _markdown(found: Watch, words: Words) -> Iterator[str]:
    yield f"# {words('report_title', environment=found.environment)}"
    yield ""
    counts = {"drifts": len(found.drifts), "resources": found.resources, "stacks": found.stacks}
    yield words("some", **counts) if found.drifts else words("none", resources=found.resources, stacks=found.stacks)
    if found.accepted:
        yield words("accepted_some", count=len(found.accepted))
    if found.drifts:
        heads = [words(key) for key in ("severity", "stack", "resource", "type", "what_happened", "expected", "actual")]
        yield from ("", f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}")
    for one in found.drifts:
        cells = (words(one.severity), one.place.stack or one.place.region, one.resource, one.type, happened(one, words),
                 one.expected, one.actual)  # fmt: skip
        yield f"| {' | '.join(map(inert, cells))} |"
    if found.unread:
        yield from ("", words("unread"), "", *(f"- {inert(str(one))}" for one in found.unread))
    yield from (f"- drift.yaml: {inert(line)}" for line in found.accepting)


def happened(one: Drift, words: Words) -> str:
    """What happened, in a sentence."""
    return words("changed", property=one.path) if one.kind == "changed" else words(one.kind)
