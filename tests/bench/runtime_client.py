"""What a read costs that governed_runtime knows already, beside what it costs Powertools' own parameters.

`python -m tests.bench.runtime_client` measures this alone.
"""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.utilities.parameters import SecretsProvider

from governed_runtime import Runtime
from governed_runtime.audit import Audit
from tests.governed_runtime.fakes import DB, SETTINGS, FakeAws

if TYPE_CHECKING:
    from collections.abc import Callable

_READS, _THREADS = 100_000, 8
MOST_MICROSECONDS = 3.0
"""The median of a hit has to be below."""


class _Secrets:
    """Secrets Manager, as far as Powertools asks it."""

    def get_secret_value(self, **_: Any) -> dict[str, str]:
        return {"SecretString": '{"password": "hidden"}'}


def client() -> Runtime:
    """A client that knows its secret."""
    aws = FakeAws()
    aws.set(DB, {"password": "hidden"})
    made = Runtime(SETTINGS, aws=aws, audit=Audit("orders", write=lambda _: None))
    made.secret("db")
    return made


def timed(read: Callable[[], object], reads: int = _READS) -> list[float]:
    """Microseconds of each read, the clock's own left in."""
    found = []
    for _ in range(reads):
        start = time.perf_counter_ns()
        read()
        found.append((time.perf_counter_ns() - start) / 1_000)
    return found


def measure() -> dict[str, tuple[float, float]]:
    """Median and 99th percentile, in microseconds."""
    runtime = client()
    powertools: Any = SecretsProvider(boto3_client=_Secrets())
    powertools.get(DB, max_age=300)
    found = {
        "a secret that is known": timed(lambda: runtime.secret("db")),
        "the same by Powertools' parameters": timed(lambda: powertools.get(DB, max_age=300)),
    }
    with ThreadPoolExecutor(_THREADS) as pool:
        parts = pool.map(lambda _: timed(lambda: runtime.secret("db"), _READS // _THREADS), range(_THREADS))
        found[f"a secret that is known, {_THREADS} threads at once"] = [one for part in parts for one in part]
    return {what: (statistics.median(times), statistics.quantiles(times, n=100)[98]) for what, times in found.items()}


def lines(costs: dict[str, tuple[float, float]]) -> list[str]:
    """The section of the page."""
    return [
        "## A read at run time",
        "",
        f"`python -m tests.bench.runtime_client`: {_READS:,} reads each by `governed_runtime`, counted for the audit;",
        f"the median has to be below {MOST_MICROSECONDS:g} µs.",
        "",
        "| What | Median µs | p99 µs |",
        "|---|---|---|",
        *(f"| {what} | {median:.2f} | {p99:.2f} |" for what, (median, p99) in costs.items()),
        "",
    ]


if __name__ == "__main__":
    print("\n".join(lines(measure())))  # noqa: T201 - what the command is for
