from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from governed_cdk.formats.json_pieces import Lazy, pieces_of

if TYPE_CHECKING:
    from collections.abc import Iterator

LISTS: list[list[Any]] = [[], [1], [{"a": [1, {"b": "c\nd"}]}, "x"], ["\\u00000\\u0000"]]


@pytest.mark.parametrize("items", LISTS)
def test_a_lazy_list_is_written_as_any_other(items: list[Any]) -> None:
    whole = {"a": {"b": [{"items": items, "more": items}]}, "c": 1}
    lazy = {"a": {"b": [{"items": Lazy(lambda: iter(items)), "more": Lazy(lambda: items)}]}, "c": 1}
    assert "".join(pieces_of(lazy)) == json.dumps(whole, indent=2) + "\n"


def test_each_item_is_made_when_it_is_written() -> None:
    made: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(3):
            made.append(number)
            yield number

    pieces = pieces_of({"a": Lazy(numbers)})
    next(pieces)
    assert made == []
    next(pieces)
    assert made == [0]
