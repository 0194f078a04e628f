"""Two records side by side: which findings a change has taken away, and which it has brought."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.corpus.recording import Record, Said


@dataclass
class Change:
    """What became of a rule's findings. `reworded` are those whose message alone is another."""

    before: int = 0
    after: int = 0
    gone: list[Said] = field(default_factory=list)
    come: list[Said] = field(default_factory=list)
    reworded: int = 0


def compared(before: Record, after: Record) -> dict[str, Change]:
    """What changed, by rule; rules of which nothing changed are left out."""
    changes: dict[str, Change] = {}
    old, new = _by_place(before), _by_place(after)
    for key in sorted({*old, *new}):
        change = changes.setdefault(key[0], Change())
        was, is_ = old.get(key, {}), new.get(key, {})
        change.before += len(was)
        change.after += len(is_)
        gone, come = sorted(set(was) - set(is_)), sorted(set(is_) - set(was))
        same = min(len(gone), len(come))
        change.reworded += same
        change.gone += [was[one] for one in gone[same:]]
        change.come += [is_[one] for one in come[same:]]
    return {rule: change for rule, change in changes.items() if change.gone or change.come or change.reworded}


def _by_place(record: Record) -> dict[tuple[str, str, str, str], dict[str, Said]]:
    found: dict[tuple[str, str, str, str], dict[str, Said]] = defaultdict(dict)
    for one in record.said:
        if not one.is_unknown:
            found[one.rule, one.folder, one.file, one.logical_id][one.message] = one
    return found


def told(before: Record, after: Record, *, shown: int) -> Iterator[str]:
    """The comparison in lines, at most `shown` findings of each kind and rule."""
    for what in ("files", "resources", "seconds", "peak_mb"):
        yield f"{what}: {getattr(before, what)} -> {getattr(after, what)}"
    for what in ("refused", "faults"):
        was, is_ = getattr(before, what), getattr(after, what)
        yield f"{what}: {len(was)} -> {len(is_)}"
        yield from (f"  + {line}" for line in sorted(set(is_) - set(was))[:shown])
        yield from (f"  - {line}" for line in sorted(set(was) - set(is_))[:shown])
    for rule, change in compared(before, after).items():
        yield (
            f"{rule}: {change.before} -> {change.after}: {len(change.gone)} gone, {len(change.come)} new, "
            f"{change.reworded} in other words"
        )
        for sign, found in (("-", change.gone), ("+", change.come)):
            yield from (
                f"  {sign} {one.folder}/{one.file} {one.logical_id}: {one.message.splitlines()[0]}"
                for one in found[:shown]
            )
