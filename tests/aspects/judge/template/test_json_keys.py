from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aspects.judge.template.json_keys import keys_of, keys_twice

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


def keys(value: object) -> list[str]:
    if isinstance(value, dict):
        return [found for key, inner in value.items() for found in (key, *keys(inner))]
    return [found for inner in value for found in keys(inner)] if isinstance(value, list) else []


@given(VALUES, st.sampled_from([None, 0, 1, "\t"]), st.booleans())
def test_every_key_is_found_in_its_order(value: object, indent: int | str | None, ascii_: bool) -> None:  # noqa: FBT001 - drawn
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_)
    found = list(keys_of(text))
    assert [key.name for key in found] == keys(value)
    lines = text.split("\n")
    assert all(json.dumps(key.name, ensure_ascii=ascii_) in lines[key.line - 1] for key in found)
    assert list(keys_twice(text)) == []


@pytest.mark.parametrize("text", ['"' * 100_001, '{"' * 50_000, '\\"' * 100_000, "[" * 100_000, '{"a":' * 100_000])
def test_what_is_no_json_ends_soon(text: str) -> None:
    assert len(list(keys_of(text))) < 1_000
