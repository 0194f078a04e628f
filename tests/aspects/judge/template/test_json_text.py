from __future__ import annotations

from typing import Any

import pytest

from aspects.judge.template import ABSENT, Partial, Unknown
from aspects.judge.template.json_text import from_json

WHO = Unknown("parameter Who")


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ('{"a": [1, true, null]}', {"a": [1, True, None]}),
        ("[]", []),
        ('"x"', "x"),
        ('{"a": "line\nbreak"}', {"a": "line\nbreak"}),
    ],
)
def test_json_in_text_is_data(text: str, data: Any) -> None:
    assert from_json(text) == data


@pytest.mark.parametrize("value", [{"a": 1}, [1], 3, ABSENT, WHO])
def test_what_is_no_text_comes_back_as_it_is(value: Any) -> None:
    assert from_json(value) is value


@pytest.mark.parametrize("text", ["", "hello", "{", "{'a': 1}", "[" * 5000])
def test_other_text_is_unknown(text: str) -> None:
    assert from_json(text) == Unknown("text that is not JSON")


def test_an_unknown_part_inside_a_string_stays_a_part_of_it() -> None:
    found = from_json(Partial(('{"a": "x/', WHO, '"}')))
    assert found == {"a": "x/${parameter Who}"}
    assert found["a"].parts == ("x/", WHO)


def test_an_unknown_part_outside_of_a_string_is_a_value() -> None:
    assert from_json(Partial(('{"a": ', WHO, ', "b": [', WHO, "]}"))) == {"a": WHO, "b": [WHO]}


def test_an_escaped_quotation_mark_does_not_end_the_string() -> None:
    found = from_json(Partial(('{"a": "say \\"', WHO, '\\""}')))
    assert found == {"a": 'say "${parameter Who}"'}


def test_a_key_may_be_known_in_part() -> None:
    assert from_json(Partial(('{"a', WHO, '": 1}'))) == {"a${parameter Who}": 1}
