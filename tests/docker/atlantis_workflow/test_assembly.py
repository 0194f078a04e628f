from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from atlantis_workflow.assembly import stacks_of
from atlantis_workflow.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path

STACK = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "s.json"}}
ASSETS = {"type": "cdk:asset-manifest", "properties": {"file": "a.json"}}


def assembly(folder: Path, artifacts: dict[str, Any], assets: object = None, **manifest: Any) -> Path:
    (folder / "manifest.json").write_text(json.dumps({"version": "55.0.0", "artifacts": artifacts, **manifest}))
    (folder / "s.json").write_text("{}")
    (folder / "a.json").write_text(json.dumps(assets))
    return folder


def test_stacks_are_named_as_cloudformation_does_at_any_depth(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    assembly(tmp_path / "inner", {"x": {**STACK, "displayName": "Stage/x"}})
    nested = {"type": "cdk:cloud-assembly", "properties": {"directoryName": "inner"}}
    assets = {"version": "1", "files": {"f": {"source": {"path": "s.json", "packaging": "file"}}}, "dockerImages": {}}
    named = {"type": STACK["type"], "properties": {"templateFile": "s.json", "stackName": "orders"}}
    assert stacks_of(assembly(tmp_path, {"b": STACK, "c": named, "n": nested, "a": ASSETS}, assets)) == [
        "b", "orders", "x",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("assets", "why"),
    [
        ({"files": {"f": {"source": {"executable": ["sh"]}}}}, "not a program"),
        ({"files": {"f": {"source": {"path": "s.json", "executable": ["sh"]}}}}, "not a program"),
        ({"dockerImages": {"i": {"source": {"directory": "."}}}}, "builds container images"),
        ({"dockerImages": {"i": {"source": {"executable": ["sh"]}}}}, "builds container images"),
        ({"files": {"f": {"source": {"path": "/proc/self/environ"}}}}, "no file of the assembly"),
        ({"files": {"f": {"source": {"path": "../../etc/passwd"}}}}, "no file of the assembly"),
        ({"files": {"f": {"source": {"path": "none"}}}}, "no file of the assembly"),
        ({"files": {"f": {"source": {"path": ["s.json"]}}}}, "no file of the assembly"),
        ({"plugins": ["x"]}, "plugins, which is not known here"),
        ([], "not what the schema says"),
        ({"files": [1]}, "not what the schema says"),
    ],
    ids=str,
)
def test_assets_that_run_read_or_are_not_known_are_refused(tmp_path: Path, assets: object, why: str) -> None:
    with pytest.raises(Refused, match=why):
        stacks_of(assembly(tmp_path, {"a": ASSETS}, assets))


@pytest.mark.parametrize(
    ("artifact", "why"),
    [
        ({"type": "cdk:plugin"}, "not known here"),
        ({**STACK, "properties": {"templateFile": "/etc/passwd"}}, "no file of the assembly"),
        ({**STACK, "properties": {"templateFile": "../s.json"}}, "no file of the assembly"),
        ({**STACK, "displayName": "--plugin=x"}, "no name of a stack"),
        ({**STACK, "displayName": "*"}, "no name of a stack"),
        ({**STACK, "properties": {"templateFile": "s.json", "stackName": "--leave-out=x"}}, "no name of a stack"),
        ({"type": "cdk:cloud-assembly", "properties": {"directoryName": "."}}, "nested deeper"),
    ],
    ids=str,
)
def test_an_artifact_that_leads_out_or_is_not_known_is_refused(tmp_path: Path, artifact: object, why: str) -> None:
    with pytest.raises(Refused, match=why):
        stacks_of(assembly(tmp_path, {"a": artifact}))


def test_missing_context_and_links_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="context is missing"):
        stacks_of(assembly(tmp_path, {}, missing=[{"provider": "ami"}]))
    (tmp_path / "link").symlink_to("/proc/self/environ")
    with pytest.raises(Refused, match="neither a file nor a folder"):
        stacks_of(assembly(tmp_path, {}))


@pytest.mark.parametrize("text", ["", "[", "[" * 100_000, "null", "[]", '{"artifacts": 1}', '{"artifacts": {"a": 1}}'])
def test_what_is_no_manifest_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(Refused):
        stacks_of(tmp_path)
