from __future__ import annotations

import pytest

from governed_cdk.diagnosis.evidence import Weight
from governed_cdk.diagnosis.sources.lines import weighed


@pytest.mark.parametrize(
    ("line", "weight"),
    [
        ("ERROR: failed to solve", Weight.FAILURE), ("exec format error", Weight.FAILURE),
        ("toomanyrequests: You have reached", Weight.FAILURE), ("0 errors, 3 warnings", Weight.CONTEXT),
        ("error-rate alarm is there", Weight.CONTEXT), ("Step 3/7", Weight.CONTEXT),
    ],
)  # fmt: skip
def test_a_line_that_speaks_of_an_error_weighs_more(line: str, weight: Weight) -> None:
    assert list(weighed([line])) == [(line, weight)]


def test_colours_and_times_of_the_runner_are_no_part_of_a_line() -> None:
    assert list(weighed(["2026-11-30T12:00:00.1234567Z \x1b[31mfailed\x1b[0m", "", "\x1b[0m"])) == [
        ("failed", Weight.FAILURE)
    ]


def test_of_a_long_log_the_errors_and_the_last_lines_stay() -> None:
    lines = ["fatal: first", *(f"line {number}" for number in range(1000))]
    found = [text for text, _ in weighed(lines)]
    assert (found[0], found[1], found[-1], len(found)) == ("fatal: first", "line 900", "line 999", 101)
