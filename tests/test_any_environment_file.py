"""Whatever stands in an environment file, reading it ends soon: in an Environment, or in a few clear lines.

New seeds each run; hypothesis prints the one that failed, and `-s` shows the others.
"""
# ruff: noqa: E501 - tables of bad input stand line by line

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from constructs_lib.kernel.places import MOST_MISTAKES
from constructs_lib.kernel.yaml_file import read_yaml
from stacks import discover
from tests.environment_files import FILES, PIECES, TEXTS, for_a_while, mutated, read
from tests.support import ROOT

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

pytestmark = pytest.mark.slow


def test_a_slip_in_an_environment_file_ends_in_a_few_clear_lines() -> None:
    assert len(discover()) > 10  # every section is known
    for_a_while(lambda chance: read(mutated(chance.choice(TEXTS), chance)), least=50)


def leaves(node: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where the values of settings stand."""
    if isinstance(node, dict | list) and node:
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from leaves(value, (*place, key))
    yield place


def full_settings() -> dict[str, Any]:
    """Prod with every setting of every stack at its default, so that each can be given something else."""
    sections = {
        stack.slug: TypeAdapter(stack.settings_type).dump_python(stack.settings_type(), mode="json")
        for stack in discover()
    }
    return {**read_yaml(ROOT / "environments/prod.yaml"), "stacks": sections}


SETTINGS = full_settings()
PLACES = [place for place in leaves(SETTINGS) if place]


def test_every_setting_takes_its_default() -> None:
    assert read(yaml.safe_dump(SETTINGS)) == ()


def test_any_value_at_any_setting_is_taken_or_refused_by_the_name_of_the_setting() -> None:
    odd = [
        None,
        True,
        False,
        0,
        1,
        -1,
        1.5,
        10**12,
        2**31,
        "",
        "x",
        "7",
        "true",
        [],
        ["a", "a"],
        {},
        {"a": 1},
        "a" * 3000,
        "\x1b",
    ]

    def try_one(chance: random.Random) -> None:
        data = copy.deepcopy(SETTINGS)
        *above, last = place = chance.choice(PLACES)
        node = data
        for key in above:
            node = node[key]
        node[last] = chance.choice(odd)
        said = read(json.dumps(data))  # which is YAML
        if said:  # another setting may be named where two do not agree, never another stack
            section = ".".join(map(str, place[: 2 if place[0] == "stacks" else 1]))
            assert any(
                f": {section}" in line or ": availability_zones" in line or "_region" in line or "control" in line
                for line in said
            ), (place, said)

    for_a_while(try_one, least=50)


SCALARS = st.one_of(
    st.sampled_from(PIECES), st.text(max_size=20), st.integers().map(str), st.floats().map(str), st.dates().map(str)
)
YAMLISH = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(st.tuples(SCALARS, inner), max_size=4).map(
            lambda pairs: "{" + ", ".join(f"{k}: {v}" for k, v in pairs) + "}"
        ),
        st.lists(st.tuples(SCALARS, inner), max_size=4).map(lambda pairs: "\n".join(f"{k}: {v}" for k, v in pairs)),
    ),
    max_leaves=12,
)


@settings(
    max_examples=300,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
@given(YAMLISH, st.sampled_from(["", "\n", *TEXTS]))
def test_any_text_ends_in_a_few_clear_lines(text: str, before: str) -> None:
    assert len(read(before + text)) <= MOST_MISTAKES + 1


BOMBS = {
    "brackets": "stacks: " + "[" * 100_000,
    "aliases": "a: &a [x, x]\n" + "".join(f"{c}: &{c} [*{b}, *{b}, *{b}, *{b}, *{b}]\n" for b, c in zip("abcdefgh", "bcdefghi", strict=True)),
    "merge keys": "a: &a {x: 1}\n" + "".join(f"{c}: &{c} {{<<: [*{b}, *{b}, *{b}, *{b}], {c}: 1}}\n" for b, c in zip("abcdefghijklm", "bcdefghijklmn", strict=True)),
    "keys": "".join(f"k{number}: 1\n" for number in range(9_000)),
    "sections": "stacks:\n" + "".join(f"  s{number}: {{}}\n" for number in range(9_000)),
    "items": "availability_zones: [" + "a, " * 9_000 + "]",
    "severities": "governance: {severities: {" + "".join(f"r{number}: error, " for number in range(9_000)) + "}}",
    "addresses": "stacks: {monitoring: {emails: {critical: [" + "a@b.co, " * 9_000 + "]}}}",
    "one word": "domain: " + "a-" * 400_000,
    "one address": "tags: {owner: " + "a." * 400_000 + "@b}",
    "blank lines": "\n" * 990_000,
}  # fmt: skip


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_much_of_anything_is_refused_soon(text: str) -> None:
    assert read(text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_environments_of_the_repository_are_taken(path: Any) -> None:
    assert read(path.read_text(encoding="utf-8")) == ()
