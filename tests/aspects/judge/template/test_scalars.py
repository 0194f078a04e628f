from __future__ import annotations

from typing import Any

import pytest

from aspects.judge.template import ABSENT, Unknown, as_bool, as_int


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
