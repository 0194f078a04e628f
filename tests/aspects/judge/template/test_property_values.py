from __future__ import annotations

from typing import Any

import pytest

from aspects.judge.template import ABSENT, Import, Lookup, Partial, Unknown, describe, is_known, references


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
