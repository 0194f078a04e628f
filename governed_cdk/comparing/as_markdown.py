"""Differences as GitHub's Markdown: lines and no tables, for a phone; what matters less is folded."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import printable
from governed_cdk.comparing.difference import DifferenceKind
from governed_cdk.formats.markdown_text import inert

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from governed_cdk.comparing.difference import Difference, ValueDifference

MOST = 40
"""So many lines of one kind are shown; the others are counted."""

_LONGEST = 120  # characters of a value
_VALUES = 12  # of one resource
_FOLDED = (DifferenceKind.TAGS, DifferenceKind.ALARMS, DifferenceKind.OTHER)


def headline(found: Sequence[Difference]) -> str:
    """How many differences there are of each kind, in one line."""
    counts = Counter(one.kind for one in found)
    said = [f"{kind.value.lower()}: {counts[kind]}" for kind in DifferenceKind if counts[kind]]
    return ", ".join(said) or "nothing changes in meaning"


def blocks(found: Sequence[Difference]) -> Iterator[str]:
    """A block of Markdown for each kind, in the order in which a reader wants to know of them."""
    for kind in DifferenceKind:
        some = [one for one in found if one.kind is kind]
        lines = list(_tags(some) if kind is DifferenceKind.TAGS else _lines(some))
        if lines:
            yield _block(f"{kind.value} ({len(some)})", lines, folded=kind in _FOLDED)


def _block(heading: str, lines: Sequence[str], *, folded: bool) -> str:
    shown = [f"- {line}" for line in lines[:MOST]]
    if len(lines) > MOST:
        shown.append(f"- and {len(lines) - MOST} more")
    body = "\n".join(shown)
    if folded:
        return f"<details><summary>{heading}</summary>\n\n{body}\n\n</details>\n"
    return f"#### {heading}\n\n{body}\n"


def _lines(some: Sequence[Difference]) -> Iterator[str]:
    """A line for each; what another one takes along, and holds nothing, stands together."""
    along: dict[tuple[str, str], list[str]] = {}
    for one in some:
        if one.cause and not one.heavy:
            along.setdefault((one.stack, one.cause), []).append(one.logical_id)
        else:
            yield _line(one)
    for (stack, cause), names in along.items():
        more = "resource" if len(names) == 1 else "resources"
        said = f"takes {len(names)} {more} along, which are replaced too: {', '.join(names)}"
        yield f"**{inert(stack)}** {inert(cause)}: {inert(said)}"


def _line(one: Difference) -> str:
    where = f"**{inert(one.stack)}**{f' {inert(one.logical_id)}' if one.logical_id else ''}"
    type_ = f" ({inert(one.type.removeprefix('AWS::'))})" if one.type else ""
    values = [_value(value) for value in one.values[:_VALUES]]
    if len(one.values) > _VALUES:
        values.append(f"and {len(one.values) - _VALUES} more")
    said = f"{where}{type_}: {inert(one.says)}"
    return "<br>".join([said, *values])


def _value(one: ValueDifference) -> str:
    return f"&nbsp;&nbsp;{inert(one.path)}: {_shown(one.old)} → {_shown(one.new)}"


def _shown(value: Any) -> str:
    if value is None:
        return "*absent*"
    text = printable(value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False))
    return inert(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…") or '""'


def _tags(some: Sequence[Difference]) -> Iterator[str]:
    """One line for each tag that changes in one way, however many resources have it."""
    counts: Counter[tuple[str, str, str]] = Counter()
    stacks: dict[tuple[str, str, str], set[str]] = {}
    for one in some:
        for value in one.values:
            key = (_tag(value.path), _shown(_tag_value(value.old)), _shown(_tag_value(value.new)))
            counts[key] += 1
            stacks.setdefault(key, set()).add(one.stack)
    for (path, old, new), count in sorted(counts.items()):
        where = ", ".join(sorted(stacks[path, old, new]))
        yield f"**{inert(path)}**: {old} → {new} in {count} {'place' if count == 1 else 'places'} of {inert(where)}"


def _tag(path: str) -> str:
    """The name of a tag: `Owner` of `Tags[Owner].Value` and of `Tags.Owner`."""
    _, _, rest = path.partition("[")
    return rest.partition("]")[0] or path.partition(".")[2] or path


def _tag_value(value: Any) -> Any:
    return value["Value"] if isinstance(value, dict) and "Value" in value else value
