"""The tags of nested stacks: those of the stack around them, and those of their own resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.stack_tags import stack_tags
from aspects.judge.traits import is_sensitive, may_be_production, stack_environment
from tests.aspects.judge.tagged_stacks import NOTHING, assembly, found, listed, nested, of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_nested_stacks_have_the_tags_of_the_stack_around_them(tmp_path: Path, depth: int) -> None:
    templates = assembly(tmp_path, *[{"Part": nested()}] * depth, {"It": of("AWS::SNS::Topic")})
    assert found(templates) == set()
    topic = templates[-1].resources["It"]
    assert is_sensitive(topic)
    assert may_be_production(topic)
    assert stack_environment(templates[-1]) == "prod"


@pytest.mark.parametrize(
    ("tags", "values"),
    [
        (listed(DataClass="public"), ["public"]),
        ([{"Fn::If": ["More", listed(DataClass="public")[0], NOTHING]}], ["confidential", "public"]),
        ({"Fn::If": ["More", listed(DataClass="public"), NOTHING]}, ["public", "confidential"]),
        ([{"Fn::If": ["More", listed(Component="api")[0], NOTHING]}], ["confidential"]),
        (listed(Component="api"), ["confidential"]),
    ],
)
def test_a_nested_stack_has_the_tags_of_its_own_resource_too(tmp_path: Path, tags: Any, values: list[str]) -> None:
    _, part = assembly(tmp_path, {"Part": nested(Tags=tags)}, {"It": of("AWS::SNS::Topic")})
    assert stack_tags(part)["DataClass"] == values
    assert ("Component" in stack_tags(part)) is (tags == listed(Component="api"))
