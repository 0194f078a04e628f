from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.console import Console

from governed_cdk.rehearsal.assemblies import RehearsedStack
from governed_cdk.rehearsal.coverage import Coverage
from governed_cdk.rehearsal.report import Phase, Report, rows

if TYPE_CHECKING:
    from rich.table import Table

RESOURCES = {
    "One": {"Type": "AWS::KMS::Key"}, "Two": {"Type": "AWS::KMS::Key"}, "Three": {"Type": "AWS::GuardDuty::Detector"},
    "Four": {"Type": "AWS::Foo::Bar"},
}  # fmt: skip
STACK = RehearsedStack("dev-kms", "111122223333", "ap-northeast-2", "dev-kms.template.json", {"Resources": RESOURCES})
COVERAGE = {
    "AWS::KMS::Key": Coverage.REAL, "AWS::GuardDuty::Detector": Coverage.RECORDED, "AWS::Foo::Bar": Coverage.NONE,
}  # fmt: skip


def report() -> Report:
    return Report("dev", [Phase("deploy", 1.5, "1 stacks created")], rows([STACK], COVERAGE, {"dev-kms": 1.25}))


def test_resources_are_counted_by_what_came_of_them() -> None:
    data = json.loads(report().json_text())
    assert data["stacks"] == [
        {
            "stack": "dev-kms", "region": "ap-northeast-2", "seconds": 1.25,
            "resources": {"created": 2, "recorded": 1, "not rehearsed": 1},
        }
    ]  # fmt: skip
    assert data["phases"] == [{"name": "deploy", "seconds": 1.5, "result": "1 stacks created"}]
    assert data["failure"] is None


def shown(table: Table, width: int) -> list[str]:
    console = Console(width=width)
    with console.capture() as captured:
        console.print(table)
    return captured.get().splitlines()


def test_the_table_shows_every_stack() -> None:
    lines = shown(report().table(), 120)
    assert "dev: 1 stacks, 4 resources, 2 s" in lines[0]
    assert lines[-1].split() == ["dev-kms", "ap-northeast-2", "4", "2", "1", "1", "1.2"]


def test_the_table_fits_into_80_columns_with_every_heading_whole() -> None:
    longest = replace(STACK, name="prod-cloudtrail-us-east-1")
    wide = Report("prod", [], rows([longest], COVERAGE, {longest.name: 123.4}))
    lines = shown(wide.table(), 80)
    assert not [line for line in lines if "…" in line]
    assert " ".join(" ".join(lines[1:-1]).split()) == "Not Stack Region All Created Recorded rehearsed s"
    assert lines[-1].split() == [longest.name, "ap-northeast-2", "4", "2", "1", "1", "123.4"]
