from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError
from governed_cdk.deployment.first_step import new, unprotected
from tests.governed_cdk.deployment.one_stack import TOPIC, assembly, read

if TYPE_CHECKING:
    from pathlib import Path

    from aspects.judge.template import Template


def test_a_new_stack_has_neither_flags_nor_termination_protection_and_its_template_another_name(tmp_path: Path) -> None:
    given = assembly(tmp_path / "given")
    before = {path.name: path.read_text(encoding="utf-8") for path in given.iterdir()}
    first = tmp_path / "first"
    assert unprotected(given, first, ["prod-rds"]) == {"prod-rds": True}
    template = (first / "prod-rds.template.json").read_text(encoding="utf-8")
    assert json.loads(template)["Resources"]["Database"]["Properties"] == {
        "DeletionProtection": False, "Engine": "mysql",
    }  # fmt: skip
    digest = hashlib.sha256(template.encode()).hexdigest()
    (asset,) = read(first, "prod-rds.assets.json")["files"].items()
    assert asset[0] == digest
    assert asset[1]["destinations"]["here"]["objectKey"] == f"{digest}.json"
    properties = read(first, "manifest.json")["artifacts"]["prod-rds"]["properties"]
    assert properties["stackTemplateAssetObjectUrl"] == f"s3://assets/{digest}.json"
    assert "terminationProtection" not in properties
    assert {path.name: path.read_text(encoding="utf-8") for path in given.iterdir()} == before


def test_a_stack_that_exists_keeps_what_it_has(tmp_path: Path) -> None:
    given = assembly(tmp_path / "given")
    assert unprotected(given, tmp_path / "first", []) == {}
    assert read(tmp_path / "first", "manifest.json") == read(given, "manifest.json")
    assert (tmp_path / "first" / "prod-rds.template.json").is_symlink()


def test_a_stack_without_protection_needs_no_first_step(tmp_path: Path) -> None:
    given = assembly(tmp_path / "given", resources={"Topic": TOPIC}, protection=False)
    assert unprotected(given, tmp_path / "first", ["prod-rds"]) == {}


def test_termination_protection_alone_is_lifted_too(tmp_path: Path) -> None:
    given = assembly(tmp_path / "given", resources={"Topic": TOPIC})
    assert unprotected(given, tmp_path / "first", ["prod-rds"]) == {"prod-rds": False}
    assert (tmp_path / "first" / "prod-rds.template.json").is_symlink()


def test_a_stage_is_looked_into(tmp_path: Path) -> None:
    given = assembly(tmp_path / "given", resources={})
    assembly(given / "assembly-Prod")
    assert unprotected(given, tmp_path / "first", ["prod-rds"]) == {"prod-rds": True}
    inside = read(tmp_path / "first" / "assembly-Prod", "prod-rds.template.json")
    assert inside["Resources"]["Database"]["Properties"]["DeletionProtection"] is False


def test_what_is_no_assembly_is_said_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "given").mkdir()
    with pytest.raises(ConfigurationError, match="no assembly that can be read"):
        unprotected(tmp_path / "given", tmp_path / "first", [])


@pytest.mark.parametrize(
    ("status", "is_new"),
    [(None, True), ("ROLLBACK_COMPLETE", True), ("ROLLBACK_FAILED", True), ("REVIEW_IN_PROGRESS", True),
     ("CREATE_COMPLETE", False), ("UPDATE_ROLLBACK_FAILED", False)],
)  # fmt: skip
def test_a_stack_is_new_until_it_has_been_created(status: str | None, is_new: bool) -> None:  # noqa: FBT001 - a case
    stack: Any = type("Named", (), {"stack_name": "prod-rds"})()
    named: list[Template] = [stack]
    assert new({"prod-rds": status} if status else {}, named) == (["prod-rds"] if is_new else [])
