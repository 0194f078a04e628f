from __future__ import annotations

from typing import Any

import pytest

from aspects.judge.template import ABSENT, Import, Lookup, Partial, Unknown, as_bool, as_int, describe, is_known
from aspects.judge.template.model import references


@pytest.mark.parametrize(
    ("value", "meant"),
    [(True, True), ("true", True), ("TRUE", True), (False, False), ("False", False)],
)
def test_a_boolean_may_be_text(value: Any, meant: Any) -> None:
    assert as_bool(value) is meant


@pytest.mark.parametrize("value", ["yes", "", 1, 0, None, ABSENT, [], {}, Unknown("x"), "true "])
def test_anything_else_is_no_boolean(value: Any) -> None:
    assert as_bool(value) is None


@pytest.mark.parametrize(("value", "meant"), [(3, 3), ("3", 3), (" -3 ", -3), (3.0, 3), ("0", 0), (0, 0)])
def test_a_number_may_be_text(value: Any, meant: int) -> None:
    assert as_int(value) == meant


@pytest.mark.parametrize(
    "value", [True, False, 3.5, "3.5", "", "x", None, ABSENT, [], {}, Unknown("x"), "9" * 20, "²", "٣", "--3"]
)
def test_anything_else_is_no_whole_number(value: Any) -> None:
    assert as_int(value) is None


@pytest.mark.parametrize(
    ("value", "words", "known"),
    [
        ("x", "x", True),
        (True, "true", True),
        (3, "3", True),
        (ABSENT, "absent", True),
        (Unknown("parameter Key"), "parameter Key", False),
        (Lookup("/prod/x"), "SSM parameter /prod/x", False),
        (Import("x"), "import x", False),
        (Partial(("a-", Unknown("parameter Key"))), "a-${parameter Key}", False),
    ],
)
def test_a_value_is_said_in_words_and_is_known_or_not(value: Any, words: str, *, known: bool) -> None:
    assert describe(value) == words
    assert is_known(value) is known


def test_text_that_is_known_in_part_is_text_and_keeps_its_parts() -> None:
    text = Partial(("arn:", Lookup("/prod/x"), ":end"))
    assert text == "arn:${SSM parameter /prod/x}:end"
    assert text.startswith("arn:")
    assert text.parts == ("arn:", Lookup("/prod/x"), ":end")
    assert references(text) == []
