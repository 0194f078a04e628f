from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from aspects.judge.template import Template
from governed_cdk.rehearsal.coverage import Coverage
from governed_cdk.rehearsal.report import Phase, RehearsalReport, rows

if TYPE_CHECKING:
    from rich.table import Table

RESOURCES = {
    "One": {"Type": "AWS::KMS::Key"}, "Two": {"Type": "AWS::KMS::Key"}, "Three": {"Type": "AWS::GuardDuty::Detector"},
    "Four": {"Type": "AWS::Foo::Bar"},
}  # fmt: skip
STACK = Template(Path(), {"Resources": RESOURCES}, stack_name="dev-kms", region="ap-northeast-2")
COVERAGE = {
    "AWS::KMS::Key": Coverage.REAL, "AWS::GuardDuty::Detector": Coverage.RECORDED, "AWS::Foo::Bar": Coverage.NONE,
}  # fmt: skip


def report() -> RehearsalReport:
    return RehearsalReport(
        "dev", [Phase("deploy", 1.5, "1 stacks created")], rows([STACK], COVERAGE, {"dev-kms": 1.25})
    )


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
    longest = Template(Path(), {"Resources": RESOURCES}, stack_name="prod-cloudtrail-us-east-1", region=STACK.region)
    wide = RehearsalReport("prod", [], rows([longest], COVERAGE, {longest.stack_name: 123.4}))
    lines = shown(wide.table(), 80)
    assert not [line for line in lines if "…" in line]
    assert " ".join(" ".join(lines[1:-1]).split()) == "Not Stack Region All Created Recorded rehearsed s"
    assert lines[-1].split() == [longest.stack_name, "ap-northeast-2", "4", "2", "1", "1", "123.4"]


def test_a_nested_stack_counts_with_the_stack_that_holds_it() -> None:
    parent = Template(Path(), {"Resources": {"Part": {"Type": "AWS::KMS::Key"}}}, stack_name="dev-app")
    parent.nested["Part"] = STACK
    (row,) = rows([parent], COVERAGE, {"dev-app": 1.0})
    assert row.counts == {Coverage.REAL: 3, Coverage.RECORDED: 1, Coverage.NONE: 1}
