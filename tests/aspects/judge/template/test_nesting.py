"""The resources that nest a template are found by what they pass, each parent gone through once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aspects.judge.template import load
from aspects.judge.template.nesting import Nesting

if TYPE_CHECKING:
    from pathlib import Path

    from aspects.judge.template import Template


def nested(folder: Path, **stacks: dict[str, Any]) -> tuple[Template, Template]:
    """A parent and its child, which stacks nest with some parameters each."""
    resources = {
        name: {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "./child.json", **properties}}
        for name, properties in stacks.items()
    }
    child = {"Parameters": {"P": {"Type": "String"}}, "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
    for name, body in {"parent": {"Resources": resources}, "child": child}.items():
        (folder / f"{name}.json").write_text(json.dumps(body), encoding="utf-8")
    found = {template.path.stem: template for template in load([folder])}
    return found["parent"], found["child"]


def test_a_resource_is_found_by_what_it_passes_and_any_by_nothing(tmp_path: Path) -> None:
    parent, child = nested(tmp_path, One={"Parameters": {"P": "a"}}, Two={"Parameters": {"P": "b"}}, Bare={})
    nesting = Nesting()
    by = {nesting.name(child, caller, passed): passed for caller, passed in child.callers}
    assert by == {"One": {"P": "a"}, "Two": {"P": "b"}, "One or Two or Bare": {}}
    assert nesting.by(child, parent, {}) is nesting.by(child, parent, {})
    assert nesting.by(parent, child, {}) == ()


def test_who_nests_it_otherwise_is_told_by_its_file(tmp_path: Path) -> None:
    parent, child = nested(tmp_path, One={"Parameters": {"P": "a"}})
    assert Nesting().name(child, parent, {"P": "made up"}) == "parent.json"
    assert Nesting().name(parent, child, {}) == "child.json"
