"""docs/parity.md, held against the templates and the tests that it names."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

import constructs_lib
import constructs_lib.platform
from aspects.judge.template.assembly import read_assembly
from governed_cdk.pages.parity import ORDER, defect_rows, parity_rows
from tests.node_ids import is_test
from tests.support import ROOT

if TYPE_CHECKING:
    from tests.support import Templates

FOLDER = ROOT / "docs/parity"

# Resources of each Terraform stack in prod, and those behind a switch.
ROWS = {
    "bootstrap": 16, "kms": 30, "network": 21, "acm": 5, "route53": 7, "secrets": 17, "atlantis": 49, "rds": 24,
    "logging": 4, "monitoring": 25, "cloudtrail": 35,
}  # fmt: skip
OPTIONAL_ROWS = {"network": 1, "secrets": 2, "atlantis": 2, "rds": 1, "monitoring": 4, "cloudtrail": 1}
DEFECTS = {
    "bootstrap": 8, "kms": 5, "network": 8, "acm": 4, "route53": 5, "secrets": 9, "atlantis": 11, "rds": 10,
    "logging": 4, "monitoring": 9, "cloudtrail": 8,
}  # fmt: skip


@pytest.mark.parametrize("stack", ORDER)
def test_every_resource_of_the_terraform_stack_has_an_answer(stack: str) -> None:
    rows = parity_rows(FOLDER)[stack]
    required = [row for row in rows if not row.optional]
    assert len(required) == ROWS[stack]
    assert len(rows) - len(required) == OPTIONAL_ROWS.get(stack, 0)
    assert len({row.tf_address for row in rows}) == len(rows)
    assert [row.tf_address for row in rows if not row.answer] == []


def test_every_construct_that_the_parity_page_names_is_in_the_templates(beside_terraform: Templates) -> None:
    paths = {
        template.stack_name.removeprefix("prod-"): {
            resource.construct_path.partition("/")[2] for resource in template.resources.values()
        }
        for template in read_assembly(beside_terraform.folder)
    }
    missing = [
        f"{stack}: {row.stack}/{row.construct}"
        for stack, rows in parity_rows(FOLDER).items()
        for row in rows
        if row.stack and not row.optional and not _exists(row.construct, paths.get(row.stack, set()))
    ]
    assert missing == []


def _exists(construct: str, paths: set[str]) -> bool:
    return any(path == construct or path.startswith(f"{construct}/") for path in paths)


def test_every_defect_is_answered() -> None:
    defects = defect_rows(FOLDER)
    assert {stack: len(rows) for stack, rows in defects.items()} == DEFECTS
    assert sum(DEFECTS.values()) == 81
    assert [row for rows in defects.values() for row in rows if not row.answer] == []


def test_every_test_that_the_parity_page_names_exists() -> None:
    missing = [row.test for rows in defect_rows(FOLDER).values() for row in rows if row.test and not is_test(row.test)]
    assert missing == []


def test_each_of_the_nine_modules_has_a_construct_of_the_library() -> None:
    with (FOLDER / "modules.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 9
    assert {name for row in rows for name in row["constructs"].split()} <= {
        *constructs_lib.__all__,
        *constructs_lib.platform.__all__,
    }
