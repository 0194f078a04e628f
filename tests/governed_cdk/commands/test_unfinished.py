"""A synth writes its manifest last: a folder without one is no assembly for any command."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from governed_cdk.cli import main
from tests.governed_cdk.assemblies import KMS, Stack, write

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = (
    ("check",),
    ("acceptances",),
    ("summary",),
    ("contract",),
    ("lock",),
    ("lock", "--check"),
    ("preflight", "--env", "prod"),
)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An assembly as CDK leaves it: templates, their assets, a marker, the manifest."""
    folder = write(tmp_path / "out", {"prod-kms": KMS, "prod-rds": Stack()})
    (folder / "cdk.out").write_text('{"version":"55.0.0"}')
    (folder / "prod-kms.assets.json").write_text("{}")
    return folder


def ended(*arguments: str) -> int:
    sys.argv = ["governed-cdk", *arguments]
    with pytest.raises(SystemExit) as end:
        main()
    return int(end.value.code or 0)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("left", ["cdk.out", "prod-kms.assets.json", "synth.lock"])
def test_an_assembly_without_its_manifest_is_refused(
    command: tuple[str, ...], left: str, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("manifest.json", "cdk.out", "prod-kms.assets.json"):
        if name != left:
            (out / name).unlink()
    (out / left).touch()
    name, *options = command
    assert ended(name, str(out), *options) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"error: {out}: no manifest: an unfinished synth? run make synth")
    assert len(told.err.splitlines()) == 1


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_where_nothing_was_synthesised_one_is_told_to(
    command: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, *options = command
    assert ended(name, str(tmp_path / "cdk.out"), *options) == 2
    assert "run make synth first" in capsys.readouterr().err
    (tmp_path / "cdk.out").mkdir()
    assert ended(name, str(tmp_path / "cdk.out"), *options) == 2
    assert "run make synth first" in capsys.readouterr().err


def test_an_unfinished_synth_somewhere_below_is_told_after_what_stands_beside_it(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (out / "manifest.json").unlink()
    role = {"Type": "AWS::SNS::Topic"}
    (out.parent / "template.json").write_text(json.dumps({"Resources": {"Topic": role}}))
    assert ended("check", str(out.parent)) == 2
    told = capsys.readouterr()
    assert "template.json" in told.out
    assert f"{out}: no manifest" in told.err


def test_a_folder_of_templates_that_cdk_did_not_write_needs_no_manifest(tmp_path: Path) -> None:
    (tmp_path / "a.template.json").write_text(json.dumps({"Resources": {}}))
    (tmp_path / "manifest.json").write_text("{}")
    assert ended("check", str(tmp_path)) == 0
