from __future__ import annotations

import time
from typing import Any

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.kernel.yaml_file import read_yaml_text


def mistakes(text: str) -> tuple[str, ...]:
    with pytest.raises(ConfigurationError) as caught:
        read_yaml_text(text, "f.yaml")
    return caught.value.mistakes


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("-3", -3),
        ("1.5", 1.5),
        ("yes", True),
        ("off", False),
        ("~", None),
        ("", None),
        ("2026-02-30", "2026-02-30"),
        ("2026-11-29T10:00:00Z", "2026-11-29T10:00:00Z"),
        ("'012'", "012"),
        ("03:00-04:00", "03:00-04:00"),
        ("1e5", "1e5"),
        ("=", "="),
        ("'<<'", "<<"),
        ("|\n  two\n  lines\n", "two\nlines\n"),
        ("[1, [true, a]]", [1, [True, "a"]]),
    ],
)
def test_a_value_is_what_it_looks_like(text: str, value: Any) -> None:
    assert read_yaml_text(f"key: {text}", "f.yaml") == {"key": value}


@pytest.mark.parametrize(
    "number",
    [
        "012",
        "08",
        "-07",
        "0x1f",
        "0b1",
        "1_000",
        "1:30",
        "190:20:30.15",
        ".inf",
        "-.INF",
        ".nan",
        "1.",
        "9" * 19,
        "0x" + "f" * 5000,
    ],
)
def test_a_number_that_is_not_decimal_or_has_no_end_is_refused_as_it_was_written(number: str) -> None:
    (mistake,) = mistakes(f"a: 1\nb:\n  c: {number}\n")
    assert mistake.startswith(f"f.yaml:3: b.c: given {number[:19]}; allowed: a decimal number")


@pytest.mark.parametrize(
    "tag", ["!!int", "!!float", "!!bool", "!!map", "!!str", "!!binary", "!!timestamp", "!", "!own", "!<tag:x>"]
)
@pytest.mark.parametrize("value", ["abc", "''", "1"])
def test_a_tag_is_refused_whatever_it_stands_before(tag: str, value: str) -> None:
    (mistake,) = mistakes(f"a: 1\nb: {tag} {value}\n")
    assert mistake.startswith("f.yaml:2: b: given the tag '")
    assert mistake.endswith("; allowed: no tags")


@pytest.mark.parametrize("key", ["1", "1.5", "null", "~", "yes", "0x1", "012"])
def test_a_key_that_yaml_takes_for_no_text_is_refused(key: str) -> None:
    assert mistakes(f"stacks:\n  {key}: {{}}\n") == (
        f"f.yaml:2: stacks: given {key} as a key; allowed: text, so put it in quotes",
    )
    assert read_yaml_text(f"stacks: {{'{key}': x}}", "f.yaml") == {"stacks": {key: "x"}}


@pytest.mark.parametrize("key", ["[a, b]", "{a: b}", "*x"])
def test_a_key_of_several_values_is_refused(key: str) -> None:
    assert "f.yaml:2: given a list, a mapping or an alias as a key; allowed: text" in mistakes(f"a: &x b\n? {key}\n: 1")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", ":3: not YAML: key 'a' stands twice"),
        ("a: {b: 1, c: 2, b: 1}", ":1: not YAML: key 'b' stands twice"),
        ("x: &x {a: 1}\ny: {<<: *x, <<: *x}", ":2: not YAML: key '<<' stands twice"),
        ("a:\n\tb: 1", ":2: not YAML: a tab before the text; allowed: spaces"),
        ("a: 1\n---\nb: 2", ":2: a second document begins; allowed: one"),
        ("a: [1", ":2: not YAML: "),
        ("a: b: c", ":1: not YAML: mapping values are not allowed"),
        ("a: 1\n@b: 2", ":2: not YAML: "),
        ("%YAML 3.0\n---\na: 1", ":1: not YAML: "),
        ("a: *b", ":1: a: given '*b'; allowed: an alias of what ends before it"),
        ("a: &a [1, *a]", ":1: a.1: given '*a'; allowed: an alias of what ends before it"),
        ("a: {<<: 1}", ":1: a.<<: given 1; allowed: a mapping, or a list of mappings"),
        ('a: "\\e[2J"', ":1: a: holds the control character U+001B"),
        ('"\\0": 1', ":1: holds the control character U+0000"),
        ('a: "\\ud800"', ":1: "),
    ],
)
def test_what_is_wrong_is_told_in_one_line_with_its_line(text: str, said: str) -> None:
    (mistake,) = mistakes(text)
    assert mistake.startswith(f"f.yaml{said}")


def test_all_that_is_wrong_with_values_is_told_at_once_but_no_more_than_ten() -> None:
    assert mistakes("a: 0x1\nb: !!int c\n1: d\ne: [") == (
        "f.yaml:1: a: given 0x1; allowed: a decimal number of at most 18 digits, or text in quotes",
        "f.yaml:2: b: given the tag '!!int'; allowed: no tags",
        "f.yaml:3: given 1 as a key; allowed: text, so put it in quotes",
        mistakes("\n\n\ne: [")[0],
    )
    many = mistakes("\n".join(f"k{number}: 0x1" for number in range(5_000)))
    assert (len(many), many[-1]) == (11, "f.yaml: and 4,990 more")


NESTED = {
    "items": "a: " + "[" * 30_000,
    "mappings": "{a: " * 30_000,
    "dashes": "- " * 30_000,
    "keys": "? " * 30_000,
    "aliases": "a0: &a0 x\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 60)),
}
MANY = {
    "aliases of aliases": "a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9]\n"
    + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 25)),
    "merge keys of merge keys": "a0: &a0 {k0: 1, l0: 1}\n"
    + "".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}], k{n}: 1}}\n" for n in range(1, 9_000)),
    "keys": "\n".join(f"k{n}: {n}" for n in range(60_000)),
    "items": "a: [" + "1," * 400_000 + "]",
}


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED)
def test_what_is_nested_too_deep_is_refused(text: str) -> None:
    (mistake,) = mistakes(text)
    assert mistake.endswith(": nested more than 32 deep")


@pytest.mark.parametrize("text", MANY.values(), ids=MANY)
def test_what_unfolds_into_too_much_is_refused_soon(text: str) -> None:
    start = time.process_time()
    (mistake,) = mistakes(text[:990_000])
    assert mistake.endswith(": more than 10,000 values, those that aliases repeat counted in")
    assert time.process_time() - start < 2


def test_aliases_and_merge_keys_are_read_and_own_keys_win() -> None:
    text = "base: &b {a: 1, c: 2}\nmore: &m {a: 3, d: 4}\none: {<<: [*b, *m], c: 5}\ntwo:\n  c: 6\n  <<: *b\nsame: *b\n"
    found = read_yaml_text(text, "f.yaml")
    assert found["one"] == {"a": 1, "c": 5, "d": 4}
    assert found["two"] == {"a": 1, "c": 6}
    assert found["same"] == {"a": 1, "c": 2}
    assert found.source.at(("two", "a")) == "f.yaml:6"
    assert found.source.at(("two", "c")) == "f.yaml:5"


def test_every_value_knows_its_line_and_how_it_was_written() -> None:
    source = read_yaml_text("a: yes\nb:\n  - c\n  - d: ~\n    e:\nf: text\n", "f.yaml").source
    places = [("a",), ("b",), ("b", 0), ("b", 1, "d"), ("b", 1, "e"), ("b", 7, "no such"), ("none",), ()]
    assert [source.at(place) for place in places] == [
        "f.yaml:1", "f.yaml:2", "f.yaml:3", "f.yaml:4", "f.yaml:5", "f.yaml:2", "f.yaml", "f.yaml",
    ]  # fmt: skip
    assert source.given(("a",), value=True) == "yes"
    assert source.given(("b", 1, "e"), value=None) == "nothing"
    assert source.given(("f",), value="text") == "'text'"


def test_what_is_made_of_settings_has_no_places() -> None:
    settings = read_yaml_text("a: 1", "f.yaml")
    assert type({**settings}) is dict
