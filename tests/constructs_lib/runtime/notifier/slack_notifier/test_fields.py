from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.runtime.notifier.slack_notifier.fields import at, json_object, text_of


@pytest.mark.parametrize(("text", "data"), [('{"a": 1}', {"a": 1}), ("[1]", {}), ("x", {}), ("", {}), ("null", {})])
def test_only_an_object_is_data(text: str, data: dict[str, Any]) -> None:
    assert json_object(text) == data


@pytest.mark.parametrize("text", ['{"a":' * 100_000, "[" * 100_000, '{"a": ' + "9" * 5000 + "}"])
def test_what_cannot_be_read_is_no_data(text: str) -> None:
    assert json_object(text) == {}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("a\r\nb", "a\nb"),
        (7, "7"),
        (True, "true"),
        ([1, "ä"], '[1, "ä"]'),
        ("\ud800x", "\ufffdx"),
        ("\x00\x1b[31m", "\ufffd\ufffd[31m"),
        ("x" * 5000, "x" * 3000),
    ],
)
def test_any_value_is_a_text_that_can_be_shown(value: Any, text: str) -> None:
    assert text_of(value) == text


def test_what_is_nested_too_deep_is_named_and_not_shown() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    assert text_of(deep) == "(an unreadable list)"


@pytest.mark.parametrize("document", [{}, [], "x", None, 3, {"a": None}, {"a": []}, {"a": {"c": 1}}])
def test_nothing_stands_at_a_path_that_is_not_there(document: Any) -> None:
    assert at(document, "a", "b") is None


def test_what_stands_at_a_path() -> None:
    assert at({"a": {"b": 1}}, "a", "b") == 1
