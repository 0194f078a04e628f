"""What the search for secrets finds, what it finds wrongly, and how fast it is: `python -m tests.bench.secrets`.

Both halves of the labelled lines, composed anew for each seed; then a text of the repository, over and over.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from constructs_lib.kernel.secret_text import secrets_in
from constructs_lib.runtime.secret_scan.workflow.scanning.detectors import also
from tests.secret_samples import HALVES, half
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.secret_samples import Sample

SEEDS = range(5)
BAR = 0.97
_BYTES = 8_000_000


class Score(NamedTuple):
    """Lines with a secret and without, how many of the first were found, and of the second wrongly."""

    secret: int
    none: int
    found: int
    wrong: int

    @property
    def recall(self) -> float:
        """Of the lines with a secret, those that were found."""
        return self.found / self.secret

    @property
    def precision(self) -> float:
        """Of the lines that were found, those with a secret."""
        return self.found / (self.found + self.wrong)


def score(samples: Iterable[Sample]) -> Score:
    """How the search does on some lines."""
    counts = Counter((one.secret, any(secrets_in(one.line, also()))) for one in samples)
    secret, none = counts[True, True] + counts[True, False], counts[False, True] + counts[False, False]
    return Score(secret, none, counts[True, True], counts[False, True])


def megabytes_a_second() -> float:
    """Processor time of one text, of which nearly nothing is a secret."""
    page = (ROOT / "docs/operations.md").read_text(encoding="utf-8") + (ROOT / "CHANGELOG.md").read_text(
        encoding="utf-8"
    )
    text = page * (_BYTES // len(page.encode()))
    start = time.process_time()
    sum(1 for _ in secrets_in(text, also()))
    return len(text.encode()) / 1e6 / (time.process_time() - start)


def lines() -> list[str]:
    """A part of the page of the bench."""
    rows = []
    for name in HALVES:
        scored = score([sample for seed in SEEDS for sample in half(name, seed)])
        count = len(half(name))
        rows.append(f"| {name} | {count} | {scored.recall:.1%} | {scored.precision:.1%} |")
    return [
        "## Secrets",
        "",
        f"Lines with and without a secret, composed with {len(SEEDS)} seeds; the bar is {BAR:.0%} for both.",
        "The patterns were made with the first half, and frozen before the second was labelled.",
        "",
        "| half | lines | found | precision |",
        "|---|---:|---:|---:|",
        *rows,
        "",
        f"{megabytes_a_second():.1f} MB of text a second of one processor.",
        "",
    ]


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines()) + "\n")
