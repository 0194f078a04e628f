"""Templates that a stack uploads: of the assembly itself, and of nothing beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.template import Template
from aspects.judge.template.asset_templates import asset_template

if TYPE_CHECKING:
    from pathlib import Path

KEY = "0123.json"
ADDRESS = f"https://s3.${{AWS::Region}}.amazonaws.com/assets/{KEY}"
TOPIC: dict[str, Any] = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}


def stack(folder: Path, source: str, content: str = "") -> Template:
    files = {"0123": {"source": {"path": source}, "destinations": {"here": {"objectKey": KEY}}}}
    (folder / "App.assets.json").write_text(json.dumps({"files": files}), encoding="utf-8")
    if content:
        (folder / source).write_text(content, encoding="utf-8")
    return Template(folder / "App.template.json", {"Resources": {}}, assembly=folder)


def test_it_is_found_by_the_key_at_the_end_of_its_address(tmp_path: Path) -> None:
    around = stack(tmp_path, "x.product.template.json", json.dumps(TOPIC))
    found = asset_template(around, ADDRESS)
    assert found is not None
    assert (found.path, set(found.resources), found.app) == (tmp_path / "x.product.template.json", {"Topic"}, (found,))
    assert asset_template(around, "https://s3.amazonaws.com/assets/4567.json") is None
    assert asset_template(around, f"https://s3.amazonaws.com/assets-{KEY}") is None


def test_outside_of_an_assembly_there_is_none(tmp_path: Path) -> None:
    around = stack(tmp_path, "x.json", json.dumps(TOPIC))
    around.assembly = None
    assert asset_template(around, ADDRESS) is None


@pytest.mark.parametrize("source", ["../x.json", "/etc/passwd", "", ".."])
def test_a_file_outside_of_the_assembly_is_not_read(tmp_path: Path, source: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "x.json").write_text(json.dumps(TOPIC), encoding="utf-8")
    assert asset_template(stack(tmp_path / "out", source), ADDRESS) is None


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"Resources": []}', "[" * 100_000, " " * 1_000_001, '{"Resources": {"A": 1}}']
)
def test_what_is_no_template_is_none(tmp_path: Path, content: str) -> None:
    assert asset_template(stack(tmp_path, "x.json", content), ADDRESS) is None


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.json").write_text(json.dumps(TOPIC), encoding="utf-8")
    (tmp_path / "out").mkdir()
    around = stack(tmp_path / "out", "x.json")
    (tmp_path / "out" / "x.json").symlink_to(tmp_path / "elsewhere.json")
    assert asset_template(around, ADDRESS) is None


@pytest.mark.parametrize("manifest", ["", "[]", '{"files": 1}', '{"files": {"a": {}}}'])
def test_a_manifest_of_another_shape_names_none(tmp_path: Path, manifest: str) -> None:
    around = stack(tmp_path, "x.json", json.dumps(TOPIC))
    (tmp_path / "App.assets.json").write_text(manifest, encoding="utf-8")
    assert asset_template(around, ADDRESS) is None
