"""Stages and nested stacks that hold themselves are told in the user's words, and however many there are it ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.template.assembly import read_assembly
from aspects.judge.template.loading import load_readable
from constructs_lib.kernel.errors import ConfigurationError
from tests.aspects.judge.template.written import TOPIC, assembly, nested, written

if TYPE_CHECKING:
    from pathlib import Path


def stage(folder: str) -> dict[str, Any]:
    return {"type": "cdk:cloud-assembly", "properties": {"directoryName": folder}}


def chain(folder: Path, last: Any, length: int) -> Path:
    """Stages within each other."""
    inner = folder
    for _ in range(length):
        written(inner, {"manifest.json": {"artifacts": {"S": stage("s")}}})
        inner = inner / "s"
        inner.mkdir()
    written(inner, {"manifest.json": {"artifacts": {"S": stage(last)}}})
    return folder


@pytest.mark.parametrize("last", [".", "..", "../s", "../../s/s", "../../.."])
def test_a_stage_that_holds_itself_is_told(tmp_path: Path, last: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        read_assembly(chain(tmp_path, last, 3))
    (mistake,) = refused.value.mistakes
    assert "a stage that holds itself" in mistake or "leads out of the assembly" in mistake


def test_stages_nested_without_end_are_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="a stage that holds itself"):
        read_assembly(chain(tmp_path, "x", 300))


@pytest.mark.parametrize("first", ["prod-x.template.json", "b.json", "./c.json", "d.json"])
def test_a_nested_stack_that_holds_itself_is_told(tmp_path: Path, first: str) -> None:
    others = {"b.json": nested("./b.json"), "c.json": nested("d.json"), "d.json": nested("c.json")}
    written(tmp_path, {**assembly(), **others, "prod-x.template.json": nested(first)})
    with pytest.raises(ConfigurationError) as refused:
        read_assembly(tmp_path)
    (mistake,) = refused.value.mistakes
    assert mistake.endswith("Nested: a nested stack that holds itself")
    assert "Error" not in mistake


def test_local_stacks_that_hold_themselves_are_told_and_judged(tmp_path: Path) -> None:
    notes: list[str] = []
    stack = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "a.json"}}
    written(tmp_path, {"a.json": {"Resources": {"Again": stack, "Topic": TOPIC}}})
    (template,), mistakes = load_readable([tmp_path], note=notes.append)
    assert (len(template.resources), mistakes) == (2, [])
    assert notes == [
        f"{tmp_path}/a.json: Again: TemplateURL: {tmp_path}/a.json holds itself and is not followed any further"
    ]


def test_a_long_chain_of_local_stacks_ends_whichever_is_read_first(tmp_path: Path) -> None:
    for number in range(600):
        stack = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": f"t{number + 1:04}.json"}}
        (tmp_path / f"t{number:04}.json").write_text(json.dumps({"Resources": {"Next": stack}}))
    templates, mistakes = load_readable([tmp_path])
    assert (len(templates), mistakes) == (600, [])
    assert len(templates[0].app) == 600


def test_a_broken_child_hides_neither_its_parent_nor_its_siblings(tmp_path: Path) -> None:
    stacks = {
        name: {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": f"{name.lower()}.json"}}
        for name in ("Bad", "Good")
    }
    written(tmp_path, {"a.json": {"Resources": stacks}, "bad.json": "{", "good.json": {"Resources": {"Topic": TOPIC}}})
    templates, mistakes = load_readable([tmp_path / "a.json"])
    assert [template.path.name for template in templates] == ["a.json", "good.json"]
    assert [mistake.partition("bad.json")[2][:14] for mistake in mistakes] == [":1: not JSON: "]
