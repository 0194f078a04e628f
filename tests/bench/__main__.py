"""`make bench`: what a synth and a check cost; docs/performance.md is the result of one run."""

from __future__ import annotations

import os
import platform
import sys

from tests.bench import check, interfaces, rehearsal, runtime_client, scale, secrets, shapes, synth
from tests.bench.measure import ROOT

PAGE = ROOT / "docs/performance.md"


def main() -> None:
    """Measure, write the page, print it."""
    # Without cached bytecode every run compiles all of CDK's Python anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    page = [
        "# Performance",
        "",
        "One run of `make bench`: whole processes, in interleaved runs after one that warms the caches, on",
        f"{os.cpu_count()} cores with Python {platform.python_version()}. Trust ratios, not seconds.",
        "",
        "Not among it, since it takes an hour: `python -m tests.bench.fuzz` has `check` read one new file after the",
        "other, and tells each that it does not end well with, in two seconds and a gigabyte, with its seed.",
        "`python -m tests.bench.fuzz 180` does so for three minutes; `.ci/run` for one, `make nightly` for an hour.",
        "",
        *synth.lines(*synth.measure()),
        *interfaces.lines(interfaces.measure()),
        *runtime_client.lines(runtime_client.measure()),
        *check.lines(check.measure()),
        *shapes.lines(shapes.measure()),
        *rehearsal.lines(rehearsal.measure()),
        *scale.lines(scale.measure()),
        *secrets.lines(),
    ]
    PAGE.write_text("\n".join(page), encoding="utf-8")
    print("\n".join(page))  # noqa: T201 - what the command is for


if __name__ == "__main__":
    main()
