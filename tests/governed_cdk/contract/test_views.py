from __future__ import annotations

from typing import TYPE_CHECKING

from tests.governed_cdk.assemblies import KEY, KMS, LIST, STRING, SUBNETS, VPC, Stack, run, write

if TYPE_CHECKING:
    from pathlib import Path


def test_the_text_shows_waves_producers_and_consumers(tmp_path: Path) -> None:
    done = run(write(tmp_path, {"prod-rds": Stack(reads={KEY: STRING}), "prod-kms": KMS}))
    assert done.code == 0
    assert done.output.index("wave 1") < done.output.index("prod-kms") < done.output.index("wave 2")
    row = next(line for line in done.output.splitlines() if KEY in line)
    assert [cell.strip() for cell in row.strip("│").split("│")] == [KEY, "String", "prod-kms", "prod-rds"]


def test_mermaid_draws_each_wave_and_arrow(tmp_path: Path) -> None:
    stacks = {
        "prod-kms": KMS,
        "prod-dr": Stack(),
        "prod-rds": Stack(reads={KEY: STRING}, after=("prod-dr", "prod-kms")),
    }
    lines = run(write(tmp_path, stacks), "--format", "mermaid").output.splitlines()
    assert lines[0] == "flowchart LR"
    assert '    s_prod_kms["prod-kms"]' in lines
    assert '  s_prod_kms -->|"rds-key-arn"| s_prod_rds' in lines
    assert [line for line in lines if "-.->" in line] == ["  s_prod_dr -.-> s_prod_rds"]
    assert lines.count("  end") == 2


def test_the_same_assembly_in_another_order_and_folder_gives_the_same_json(tmp_path: Path) -> None:
    stacks = {"prod-kms": KMS, "prod-rds": Stack(reads={KEY: STRING}), "prod-app": Stack(reads={KEY: STRING})}
    outputs = [
        run(write(tmp_path / folder, dict(sorted(stacks.items(), reverse=turned))), "--format", "json").output
        for folder, turned in (("a", False), ("b", True))
    ]
    assert outputs[0] == outputs[1]
    assert str(tmp_path) not in outputs[0]


def test_mermaid_draws_one_arrow_from_each_stack_of_the_platform_that_a_service_reads(tmp_path: Path) -> None:
    service = Stack(reads={SUBNETS: LIST, VPC: STRING})
    lines = run(write(tmp_path, {"prod-fileflow": service}), "--format", "mermaid").output.splitlines()
    assert lines[-2:] == [
        '  s_platform_network(["platform/network"])',
        '  s_platform_network -->|"private-subnet-ids<br>vpc-id"| s_prod_fileflow',
    ]


def test_brackets_in_a_name_are_no_markup(tmp_path: Path) -> None:
    assert "/x/[/red]" in run(write(tmp_path, {"prod-app": Stack(reads={"/x/[/red]": STRING})})).output
