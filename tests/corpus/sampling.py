"""A sample of findings to be judged by hand: at least some of every rule, drawn by the hash of a commit."""

from __future__ import annotations

from collections import defaultdict
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.corpus.recording import Record, Said

LEAST = 6  # of each rule, or all that there are


def sampled(record: Record, *, seed: str, size: int, but: Collection[str] = ()) -> list[Said]:
    """Some findings of a record, of every rule the least number, the rest from all; none in files named by `but`.

    Of one file at most one finding of a rule is drawn while there are others: templates repeat themselves.
    """
    random = Random(seed)  # noqa: S311 - a sample
    by_rule: dict[str, list[Said]] = defaultdict(list)
    for one in record.said:
        if not one.is_unknown and f"{one.folder}/{one.file}" not in but:
            by_rule[one.rule].append(one)
    drawn: list[Said] = []
    rest: list[Said] = []
    for rule in sorted(by_rule):
        found = by_rule[rule]
        random.shuffle(found)
        firsts = list({(one.folder, one.file): one for one in found}.values())
        ordered = [*firsts, *(one for one in found if one not in set(firsts))]
        drawn += ordered[:LEAST]
        rest += firsts[LEAST:]
    random.shuffle(rest)
    return sorted([*drawn, *rest[: max(0, size - len(drawn))]])
