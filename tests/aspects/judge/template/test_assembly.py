from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.template.assembly import read_assembly

if TYPE_CHECKING:
    from pathlib import Path

HASH = "16dee7ca6419155f81cb955e1876de76f16333597edcc90df4b64850d2e1c2f4"
URL = {"Fn::Join": ["", ["https://s3.eu-west-1.", {"Ref": "AWS::URLSuffix"}, f"/assets/{HASH}.json"]]}
NESTED = "/prod-app/Part.NestedStack/Part.NestedStackResource"


def _write(folder: Path, metadata: dict[str, Any], paths: dict[str, str]) -> None:
    """An assembly with one stack, in it one nested stack, each with a bucket of the same logical id."""
    bucket = {"Type": "AWS::S3::Bucket"}
    stack = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": URL}, "Metadata": metadata}
    artifact = {
        "type": "aws:cloudformation:stack",
        "environment": "aws://111122223333/eu-west-1",
        "properties": {"templateFile": "prod-app.template.json"},
        "metadata": {path: [{"type": "aws:cdk:logicalId", "data": name}] for path, name in paths.items()},
    }
    asset = {"source": {"path": "part.nested.template.json"}, "destinations": {"x": {"objectKey": f"{HASH}.json"}}}
    files = {
        "manifest.json": {"artifacts": {"prod-app": artifact}},
        "prod-app.template.json": {"Resources": {"Part1": stack, "Data1": bucket}},
        "prod-app.assets.json": {"files": {HASH: asset, "code": {"source": {"executable": ["x"]}, "destinations": {}}}},
        "part.nested.template.json": {"Resources": {"Data1": bucket}},
    }
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize("metadata", [{}, {"aws:asset:path": "part.nested.template.json"}])
def test_a_nested_stack_is_read_with_or_without_the_metadata_of_the_cdk_cli(
    tmp_path: Path, metadata: dict[str, str]
) -> None:
    _write(tmp_path, metadata, {})
    parent, child = read_assembly(tmp_path)
    assert parent.nested == {"Part1": child}
    assert list(child.resources) == ["Data1"]


@pytest.mark.parametrize("order", [1, -1])
def test_the_same_logical_id_in_parent_and_nested_stack_has_its_own_construct_path(tmp_path: Path, order: int) -> None:
    paths = {"/prod-app/Data/Resource": "Data1", NESTED: "Part1", "/prod-app/Part/Data/Resource": "Data1"}
    _write(tmp_path, {}, dict(list(paths.items())[::order]))
    parent, child = read_assembly(tmp_path)
    assert parent.resources["Data1"].construct_path == "prod-app/Data/Resource"
    assert child.resources["Data1"].construct_path == "prod-app/Part/Data/Resource"
