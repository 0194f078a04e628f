"""Lines that hold a secret, and lines that only look as if: composed at run time, so that the repository holds none."""

from __future__ import annotations

import functools
import random
import re
import string
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = ROOT / "tests" / "samples" / "secrets"
HALVES = {
    "first": (
        "first_half", "first_half_of_scanners", "first_half_of_nosey_parker", "first_half_of_detectors",
        "first_half_of_small_scanners", "first_half_of_credsweeper", "first_half_of_secretlint",
        "first_half_of_semgrep", "first_half_of_trivy", "first_half_of_sarif",
    ),
    "second": ("second_half",),
}  # fmt: skip
"""The files of those with which the patterns were made, and of those that were labelled when they were frozen."""
_HOLE = re.compile(r"\[(?P<characters>[^\[\]:]+):(?P<count>\d+)\]")
_RANGE = re.compile(r"(\w)-(\w)")
_NOTHING = "\u205e"


@dataclass(frozen=True, slots=True)
class Sample:
    """A line, whether it holds a secret, and where its shape is from."""

    line: str
    secret: bool
    source: str


def composed(line: str, chance: random.Random) -> str:
    """A line with its holes filled: `[a-f0-9:32]` with so many characters of these."""

    def filled(hole: re.Match[str]) -> str:
        letters, count = _letters(hole["characters"]), int(hole["count"])
        drawn = "".join(chance.choices(letters, k=count))
        if count >= 8 and not set(letters).isdisjoint(string.digits):  # nobody's key is without a digit
            at = chance.randrange(1, count - 1)
            drawn = f"{drawn[:at]}{chance.choice('3456789' if '3' in letters else '123')}{drawn[at + 1 :]}"
        return drawn

    return _HOLE.sub(filled, line).replace(_NOTHING, "")


def half(name: str, seed: int = 0) -> list[Sample]:
    """One half of the labelled lines."""
    chance = random.Random(f"{name} {seed}")  # noqa: S311 - a sample
    rows = [row for file in HALVES[name] for row in _rows(_read(file))]
    return [Sample(composed(line, chance), secret, source) for line, secret, source in rows]


def _rows(document: dict[str, Any]) -> Iterable[tuple[str, bool, str]]:
    for source, rows in (document.get("sources") or {"this repository": document}).items():
        for key, secret in (("secret", True), ("none", False)):
            for line in rows.get(key) or ():
                yield line, secret, source


@functools.cache
def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


@functools.cache
def _letters(characters: str) -> str:
    plain = _RANGE.sub("", characters)
    ranges = ("".join(map(chr, range(ord(low), ord(high) + 1))) for low, high in _RANGE.findall(characters))
    return "".join(ranges) + plain
