from __future__ import annotations

from typing import Any

import pytest

from aspects.judge.template import ABSENT, Lookup, Partial, Unknown
from aspects.judge.template.text import joined, text_value

KEY = Unknown("parameter Key")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x", "x"),
        ("", ""),
        ("{{resolve:ssm:/prod/x}}", Lookup("/prod/x")),
        ("{{resolve:ssm:/prod/x:3}}", Lookup("/prod/x")),
        ("{{resolve:ssm:/prod/x:y}}", Lookup("/prod/x:y")),
        ("{{resolve:secretsmanager:a:SecretString:b}}", Unknown("dynamic reference to secretsmanager")),
        ("{{resolve:ssm-secure:/x:1}}", Unknown("dynamic reference to ssm-secure")),
        ("{{something else}}", "{{something else}}"),
    ],
)
def test_a_dynamic_reference_is_read_where_it_is_all_of_the_text(text: str, value: Any) -> None:
    assert text_value(text) == value


def test_a_dynamic_reference_inside_a_text_is_a_part_of_it() -> None:
    found = text_value("arn:{{resolve:ssm:/prod/x}}:end")
    assert isinstance(found, Partial)
    assert found.parts == ("arn:", Lookup("/prod/x"), ":end")


@pytest.mark.parametrize(
    ("parts", "value"),
    [
        ([], ""),
        ([""], ""),
        (["a", "b"], "ab"),
        (["a", 1, True, 2.5], "a1true2.5"),
        ([KEY], KEY),
        (["", KEY, ""], KEY),
        (["{{resolve:ssm:", "/prod/x", "}}"], Lookup("/prod/x")),
    ],
)
def test_parts_that_are_known_become_one_text(parts: list[Any], value: Any) -> None:
    assert joined(parts) == value
    assert type(joined(parts)) is type(value)


def test_a_reference_whose_name_is_known_in_part_is_a_lookup_still() -> None:
    found = joined(["{{resolve:ssm:/", KEY, "/x}}"])
    assert isinstance(found, Lookup)
    assert found.name == "/${parameter Key}/x"


def test_what_is_no_text_is_an_unknown_part() -> None:
    found = joined(["a", ["b"], ABSENT])
    assert isinstance(found, Partial)
    assert found.parts == ("a", Unknown("a value that is no text"), Unknown("a value that is no text"))


def test_texts_inside_texts_are_one() -> None:
    inner = joined(["b", KEY])
    found = joined(["a", inner, "c"])
    assert isinstance(found, Partial)
    assert found.parts == ("ab", KEY, "c")
