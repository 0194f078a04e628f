"""The table of an assembly is of the environment that was asked for, or it is refused."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from governed_cdk.cli import main
from tests.governed_cdk.assemblies import KMS, Stack, write

if TYPE_CHECKING:
    from pathlib import Path

TAGGED = {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"Tags": [{"Key": "Environment", "Value": "dev"}]}}}


def summary(*arguments: str) -> int:
    sys.argv = ["governed-cdk", "summary", *arguments]
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def test_the_table_of_another_environment_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = write(tmp_path / "out", {"dev-kms": Stack(resources=TAGGED)})
    assert summary(str(out), "--env", "prod") == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == f"error: {out}: holds dev, not prod: another synth has run since\n"


def test_the_table_of_the_environment_asked_for_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = write(tmp_path / "out", {"dev-kms": Stack(resources=TAGGED)})
    assert summary(str(out), "--env", "dev") == 0
    assert "dev-kms" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [(), ("--env", "prod")])
def test_stacks_that_name_no_environment_are_shown(arguments: tuple[str, ...], tmp_path: Path) -> None:
    assert summary(str(write(tmp_path / "out", {"kms": KMS})), *arguments) == 0
