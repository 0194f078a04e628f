from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from aspects.judge.template.assembly import read_assembly, stacks_of
from constructs_lib import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Templates


def _stack(folder: Path, name: str, display_name: str = "") -> dict[str, object]:
    (folder / f"{name}.template.json").write_text(json.dumps({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}))
    return {
        "type": "aws:cloudformation:stack",
        "environment": "aws://111122223333/ap-northeast-2",
        "properties": {"templateFile": f"{name}.template.json"},
        **({"displayName": display_name} if display_name else {}),
    }


def _manifest(folder: Path, **artifacts: object) -> None:
    (folder / "manifest.json").write_text(json.dumps({"artifacts": artifacts}))


def test_an_assembly_is_read_as_cdk_wrote_it(prod: Templates) -> None:
    stacks = {found.stack_name: found for found in stacks_of(read_assembly(prod.folder))}
    assert set(stacks) == {f"prod-{name}" for name in prod}
    assert stacks["prod-kms"].account == "111122223333"
    assert stacks["prod-route53-us-east-1"].region == "us-east-1"
    assert stacks["prod-kms"].body == prod["kms"]


def test_stages_at_any_depth_are_part_of_the_app(tmp_path: Path) -> None:
    inner = tmp_path / "assembly-Prod" / "assembly-Prod-Inner"
    inner.mkdir(parents=True)
    _manifest(inner, deep=_stack(inner, "deep", "Prod/Inner/deep"))
    stage = {"type": "cdk:cloud-assembly", "properties": {"directoryName": inner.name}}
    _manifest(inner.parent, orders=_stack(inner.parent, "orders", "Prod/orders"), Inner=stage)
    outer = {"type": "cdk:cloud-assembly", "properties": {"directoryName": inner.parent.name}}
    _manifest(tmp_path, top=_stack(tmp_path, "top"), Prod=outer)
    found = read_assembly(tmp_path)
    assert {one.stack_name: one.stack_path for one in found} == {
        "top": "top", "orders": "Prod/orders", "deep": "Prod/Inner/deep",
    }  # fmt: skip
    assert all(set(one.app) == set(found) for one in found)


def test_a_folder_without_its_manifest_is_no_assembly(tmp_path: Path) -> None:
    _stack(tmp_path, "top")
    with pytest.raises(ConfigurationError, match="no manifest"):
        read_assembly(tmp_path)
