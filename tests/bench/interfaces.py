"""What it costs that a governed construct is an interface of CDK's: to make one, and each member that CDK reads of it.

`python -m tests.bench.interfaces` measures this alone.
"""

from __future__ import annotations

import tempfile
import time
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib.stack import interfaces

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_TIMES, _ROUNDS = 100, 20


class _Bucket(interfaces.IsBucket):
    """The least that is a bucket."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.bucket = s3.Bucket.from_bucket_name(self, "Resource", "example")


def measure() -> dict[str, float]:
    """Microseconds of each, in the quickest of some rounds: whatever else the machine does only adds."""
    with tempfile.TemporaryDirectory() as folder:
        stack = cdk.Stack(cdk.App(outdir=folder, analytics_reporting=False), "Bench")
        bucket = _Bucket(stack, "Bucket")
        cases: Mapping[str, Callable[[str], object]] = {
            "make a construct": lambda name: Construct(stack, f"Plain{name}"),
            "make one that is an IRole (16 members)": lambda name: interfaces.IsRole(stack, f"Role{name}"),
            "make one that is an IBucket (37 members)": lambda name: interfaces.IsBucket(stack, f"Bucket{name}"),
            "let CDK read a member of the L2": lambda name: lambda_.Code.from_bucket(bucket.bucket, name),
            "let CDK read a member of the governed construct": lambda name: lambda_.Code.from_bucket(bucket, name),
            "read a member of the governed construct in Python": lambda _: bucket.bucket_name,
        }
        return {what: min(_round(case, number) for number in range(_ROUNDS)) for what, case in cases.items()}


def _round(case: Callable[[str], object], number: int) -> float:
    start = time.perf_counter()
    for turn in range(_TIMES):
        case(f"{number}x{turn}")
    return (time.perf_counter() - start) / _TIMES * 1e6


def lines(costs: Mapping[str, float]) -> list[str]:
    """The section of the page."""
    return [
        "## Constructs that are CDK's interfaces",
        "",
        f"`python -m tests.bench.interfaces`: the quickest of {_ROUNDS} rounds of {_TIMES}. A governed bucket is an",
        "`s3.IBucket`: CDK, in JavaScript, asks Python for each member that it reads of it, and Python asks the L2.",
        "",
        "| What | µs |",
        "|---|---|",
        *(f"| {what} | {microseconds:.0f} |" for what, microseconds in costs.items()),
        "",
    ]


if __name__ == "__main__":
    print("\n".join(lines(measure())))  # noqa: T201 - what the command is for
