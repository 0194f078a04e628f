"""Patterns as IAM compares them."""

from __future__ import annotations

import time

import pytest

from constructs_lib.kernel.iam_patterns import SOMETHING, arn_parts, covers


@pytest.mark.parametrize(
    ("pattern", "text", "covered"),
    [
        ("s3:Get*", "s3:GetObject", True),
        ("s3:*Object", "s3:GetObject", True),
        ("s3:*e*c*", "s3:GetObject", True),
        ("s3:*c*e*", "s3:GetObject", False),
        ("s3:?etObject", "s3:GetObject", True),
        ("s3:??etObject", "s3:GetObject", False),
        ("*:*:*", "a:b", False),
        ("a**b", "ab", True),
        ("${*}a", "*a", True),
        ("${*}a", "ba", False),
        ("*a?b*", "xaabyb", True),
        ("line*", "line\nline", True),
        ("a.c", "abc", False),
        ("?*", SOMETHING, True),
    ],
)
def test_a_pattern_covers_what_iam_says_it_does(pattern: str, text: str, *, covered: bool) -> None:
    assert covers(pattern, text) is covered


def test_a_pattern_that_never_fits_says_so_soon() -> None:
    started = time.perf_counter()
    assert not covers("*a" * 2_000 + "b", "a" * 5_000)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        ("arn:aws:sqs", ("arn", "aws", "sqs", "*", "*", "*")),
        ("arn:aws:logs:*:*:log-group:a:*", ("arn", "aws", "logs", "*", "*", "log-group:a:*")),
        ("*", ("*",) * 6),
        ("**", ("*",) * 6),
        ("orders", ()),
        ("", ()),
    ],
)
def test_an_arn_has_six_parts_and_one_that_is_missing_is_any(pattern: str, parts: tuple[str, ...]) -> None:
    assert arn_parts(pattern) == parts
