"""As much evidence as a number of characters holds: what weighs most, not what comes first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governed_cdk.diagnosis.evidence import Evidence

LONGEST = 700
"""Characters of one line; of a longer one the begin and the end."""

_CUT = " ... "


@dataclass(frozen=True)
class Chosen:
    """The lines that are told, in the order in which they came, and how many are left out."""

    lines: tuple[Evidence, ...]
    left_out: int


def within(evidence: Sequence[Evidence], characters: int) -> Chosen:
    """Choose lines until their texts are `characters` long together; of equal weight, the earlier ones.

    What says the same twice is told once, where it weighs most.
    """
    best: dict[str, tuple[int, Evidence]] = {}
    for number, one in enumerate(evidence):
        shortened = replace(one, text=_shortened(one.text))
        told = shortened.told()
        if told not in best or best[told][1].weight < one.weight:
            best[told] = (number, shortened)
    left = characters
    taken: list[tuple[int, Evidence]] = []
    for number, one in sorted(best.values(), key=lambda pair: (-pair[1].weight, pair[0])):
        if (size := len(one.told()) + 1) <= left:
            taken.append((number, one))
            left -= size
    return Chosen(tuple(one for _, one in sorted(taken, key=lambda pair: pair[0])), len(best) - len(taken))


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= LONGEST:
        return text
    half = (LONGEST - len(_CUT)) // 2
    return f"{text[:half]}{_CUT}{text[-half:]}"
