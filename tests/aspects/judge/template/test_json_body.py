from __future__ import annotations

import json
from typing import Any

import pytest

from aspects.judge.template.json_body import read_json_body
from aspects.judge.template.limits import DEFAULT, Limits
from constructs_lib.kernel.errors import ConfigurationError


def read(text: str, limits: Limits = DEFAULT) -> Any:
    return read_json_body("t.json", text, limits)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", 1), ("-1", -1), ("9" * 5_000, "9" * 5_000), ("9" * 20, "9" * 20), ("1e400", 1e400), ('"\\u0041"', "A")],
    ids=["1", "-1", "thousands of digits", "twenty digits", "an exponent", "an escape"],
)  # fmt: skip
def test_a_value_is_what_it_stands_for(text: str, value: Any) -> None:
    assert read(f'{{"a": {text}}}') == {"a": value}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1,\n"a": 2}', ("t.json:2: not JSON: key 'a' stands twice, first in line 1",)),
        ('{"R":\n{"A": {},\n"B": 1,\n"A": {}}}', ("t.json:4: not JSON: key 'A' stands twice, first in line 2",)),
        ('[{"a": 1}, {"a":\n 1, "\\u0061": 2}]', ("t.json:2: not JSON: key 'a' stands twice, first in line 1",)),
        ('{"a": "\\"a\\": ", "b": {"a": 1}, "a": 2}', ("t.json:1: not JSON: key 'a' stands twice, first in line 1",)),
        (
            '{"a": {"x": 1, "x": 1},\n "a": 1}',
            (
                "t.json:1: not JSON: key 'x' stands twice, first in line 1",
                "t.json:2: not JSON: key 'a' stands twice, first in line 1",
            ),
        ),
    ],
)
def test_a_key_that_stands_twice_is_told_with_both_lines(text: str, said: tuple[str, ...]) -> None:
    with pytest.raises(ConfigurationError) as refused:
        read(text)
    assert refused.value.mistakes == said


def test_the_same_key_in_two_mappings_is_none_that_stands_twice() -> None:
    assert read('[{"a": {"a": 1}, "b": [{"a": 2}]}, {"a": 3}]')[1] == {"a": 3}


def test_what_stands_in_texts_counts_as_no_value() -> None:
    text = json.dumps({"a": ',:[{"' * 100, "b": "\\"})
    assert read(text, Limits(values=3)) == json.loads(text)
    with pytest.raises(ConfigurationError, match="holds more than 2 values"):
        read(text, Limits(values=2))


def test_what_is_no_json_is_left_to_others() -> None:
    with pytest.raises(json.JSONDecodeError):
        read('{"a": "' + '\\"' * 400_000)
