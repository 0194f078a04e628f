from __future__ import annotations

from typing import Any

import pytest

from aspects.judge.template import ABSENT, Lookup, Partial, Unknown, describe, same_value
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


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (["a-{{resolve:ssm:/", KEY, "/x}}-b"], "a-${SSM parameter /${parameter Key}/x}-b"),
        (["{{resolve:ssm:", KEY, ":2}}"], "SSM parameter ${parameter Key}"),
        (["{{resolve:ssm:/x}}{{resolve:ssm:/y}}"], "${SSM parameter /x}${SSM parameter /y}"),
        (["{{resolve:secretsmanager:", KEY, ":SecretString:password}}"], "dynamic reference to secretsmanager"),
        (
            ["https://{{resolve:secretsmanager:a}}@", KEY],
            "https://${dynamic reference to secretsmanager}@${parameter Key}",
        ),
        (["{{resolve:ssm-secure:/", KEY, ":1}}"], "dynamic reference to ssm-secure"),
        (["{{resolve:", "ssm:/x", ":3}}"], "SSM parameter /x"),
        (["{{resolve:ssm:/x"], "{{resolve:ssm:/x"),
        (["{{resolve:ssm:/x} }"], "{{resolve:ssm:/x} }"),
    ],
)
def test_a_reference_is_read_wherever_it_stands_in_a_text(parts: list[Any], words: str) -> None:
    assert describe(joined(parts)) == words


def test_the_version_of_a_parameter_is_no_part_of_its_name_and_tells_values_apart() -> None:
    first, second = text_value("{{resolve:ssm:/x:1}}"), text_value("{{resolve:ssm:/x:2}}")
    assert first == second == Lookup("/x")
    assert same_value(first) != same_value(second)


def test_what_is_no_text_is_an_unknown_part() -> None:
    found = joined(["a", ["b"], ABSENT])
    assert isinstance(found, Partial)
    assert found.parts == ("a", Unknown("a value that is no text"), Unknown("a value that is no text"))


def test_texts_inside_texts_are_one() -> None:
    inner = joined(["b", KEY])
    found = joined(["a", inner, "c"])
    assert isinstance(found, Partial)
    assert found.parts == ("ab", KEY, "c")
