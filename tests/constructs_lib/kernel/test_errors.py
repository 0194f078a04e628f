from __future__ import annotations

from typing import Any

import pytest

from constructs_lib import ConfigurationError, DataClass, invalid
from constructs_lib.kernel.errors import bounded, closest, printable, shown
from tests.support import refusal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain, 서울", "plain, 서울"),
        ("\x1b[2Jcleared", "\\x1b[2Jcleared"),
        ("two\nlines\r", "two\\nlines\\r"),
        ("right\u202eleft", "right\\u202eleft"),
        ("half \ud800", "half \\ud800"),
        ("nothing\x00more", "nothing\\x00more"),
        ("line\u2028line\x85", "line\\u2028line\\x85"),
        ("no\u200bwidth\u061c\ufeff", "no\\u200bwidth\\u061c\\ufeff"),
        ("::error file=app.py,line=1::approved", "\\x3a:error file=app.py,line=1::approved"),
        ("  ::stop-commands::x", "  \\x3a:stop-commands::x"),
        ("\n::set-output name=a::b", "\\n::set-output name=a::b"),
        ("a ##[error]b", "a #\\x23[error]b"),
        ("##vso[task.complete]", "#\\x23vso[task.complete]"),
        ("##teamcity[x]", "#\\x23teamcity[x]"),
        ("::/0 and ::1 and AWS::SNS::Topic, ## heading", "::/0 and ::1 and AWS::SNS::Topic, ## heading"),
    ],
)
def test_what_a_terminal_would_obey_is_only_shown(text: str, expected: str) -> None:
    assert printable(text) == expected
    assert ConfigurationError(text).mistakes == (expected,)
    assert str(ConfigurationError(text, text)) == f"{expected}\n{expected}"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, "true"),
        (None, "nothing"),
        (7, "7"),
        ("7", "'7'"),
        (DataClass.PUBLIC, "'public'"),
        ("https://me:secret@example.com/", "'https://...@example.com/'"),
        (("a", None), "['a', nothing]"),
        ({"a": [1, False]}, "{'a': [1, false]}"),
        (10**5000, "a huge number"),
        ([[[[[["deep"]]]]]], "[[[...]]]"),
    ],
    ids=range(10),
)
def test_a_value_is_shown_as_yaml_has_it(value: Any, expected: str) -> None:
    assert shown(value) == expected
    assert str(invalid("key", value, "else")) == f"key: given {expected}; allowed: else"


@pytest.mark.parametrize(
    "value", ["x" * 1_000_000, ["x"] * 100_000, {str(n): n for n in range(100_000)}, [["y"] * 99] * 99], ids=range(4)
)
def test_a_long_value_is_cut_to_a_line(value: Any) -> None:
    assert len(shown(value)) <= 100


def test_the_nearest_of_what_is_known_is_named() -> None:
    assert closest("prd", ["stg", "prod", "dev"]) == " (did you mean prod?); allowed: dev, prod, stg"
    assert closest("zzz", ["stg"]) == "; allowed: stg"
    assert closest("p" * 1_000_000, ["prod"]) == "; allowed: prod"


@pytest.mark.parametrize(
    ("value", "high", "allowed"),
    [
        (0, 5, "1 to 5 days"),
        (6, 5, "1 to 5 days"),
        (0, None, "1 or more days"),
        (float("nan"), 5, "1 to 5 days"),
    ],
)
def test_a_number_out_of_bounds_is_refused(value: float, high: int | None, allowed: str) -> None:
    said = refusal(lambda: bounded("prod-app/Bucket", 1, high, "days", kept=value))
    assert said == f"prod-app/Bucket: kept: given {shown(value)}; allowed: {allowed}"


@pytest.mark.parametrize(("value", "high"), [(1, 5), (5, 5), (10**9, None), (None, 5), (2.5, 5)])
def test_both_bounds_and_what_is_not_given_are_allowed(value: float | None, high: int | None) -> None:
    assert refusal(lambda: bounded("x", 1, high, kept=value)) is None
