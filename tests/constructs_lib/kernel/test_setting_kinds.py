from __future__ import annotations

import contextlib
import time
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from constructs_lib.kernel import values
from constructs_lib.kernel.setting_kinds import Distinct, text, whole, within

Word = Annotated[str, *text("a word", r"\w+", lambda word: word != "no")]


@pytest.mark.parametrize("value", ["no", "", "a b", "w\n", "\u7ba1", "\uff11", 7, None, ["w"], "w" * 3000])
def test_text_fits_its_pattern_as_a_whole_in_ascii(value: Any) -> None:
    with pytest.raises(ValidationError, match="a word"):
        TypeAdapter(Word).validate_python(value)


def test_whole_numbers_of_a_list_are_told_with_their_unit() -> None:
    some = TypeAdapter(Annotated[int, *whole((1, 5), "days")])
    assert some.validate_python(5) == 5
    for wrong in (True, 1.0, "1", 2):
        with pytest.raises(ValidationError, match=r"1, 5 \(days\)"):
            some.validate_python(wrong)


def test_bounds_are_the_closer_of_the_schemas_and_our_own() -> None:
    schema = TypeAdapter(Annotated[int, within("AWS::KMS::Key.PendingWindowInDays", least=1, most=20)]).json_schema()
    assert (schema["minimum"], schema["maximum"]) == (7, 20)


@pytest.mark.parametrize("given", [("a", "A"), ("a", "b", "a")])
def test_what_stands_twice_is_named(given: tuple[str, ...]) -> None:
    distinct: TypeAdapter[Any] = TypeAdapter(Distinct[str])
    assert distinct.validate_python(("a", "b")) == ("a", "b")
    assert distinct.json_schema()["uniqueItems"]
    with pytest.raises(ValidationError, match=rf"{given[-1]} stands there twice"):
        distinct.validate_python(given)


@pytest.mark.parametrize("name", [name for name in values.__all__ if name[0].isupper() and not name.isupper()])
@pytest.mark.parametrize("piece", ["a", "a-", "1", "a.", "/a", "a@", "a:", "[", "a@a."])
def test_no_type_takes_long_over_a_long_text(name: str, piece: str) -> None:
    adapter = TypeAdapter[Any](getattr(values, name))
    start = time.process_time()
    for length in (200, 2040, 900_000):
        for end in ("", "!", ".com"):
            with contextlib.suppress(ValidationError):
                adapter.validate_python((piece * length)[:length] + end)
    assert time.process_time() - start < 1
