from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.kernel.environment import Environment
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.checkup.drills import RECORDS, drills, last_drill
from governed_cdk.checkup.reader import CheckupReader
from governed_cdk.checkup.said import CannotTellError
from tests.governed_cdk.checkup.account import table_account
from tests.governed_cdk.checkup.fine import NOW

if TYPE_CHECKING:
    from pathlib import Path

PROD = Environment.load("prod")
RECORD: dict[str, Any] = {
    "label": "rehearsed", "environment": "prod", "region": PROD.dr_region, "day": f"{NOW:%F}", "findings": [],
    "stores": [{"store": "prod-rds/Database", "fate": "copied", "type": "AWS::RDS::DBInstance"}], "steps": [],
}  # fmt: skip


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the record of prod's drill is looked for."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "drills").mkdir()
    return tmp_path / "drills/prod.json"


def said() -> list[str]:
    return [one.key for one in drills(CheckupReader(table_account({}), PROD, NOW, RECORDS))]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"day": "2020-01-01"}, ["drill-old"]),
        ({"region": "eu-west-1"}, ["drill-old"]),
        ({"findings": [{"store": "prod-rds/Database", "problem": "no point"}]}, ["drill-finding"]),
    ],
)
def test_an_old_drill_and_what_did_not_come_back_are_told(
    record: Path, changes: dict[str, Any], expected: list[str]
) -> None:
    record.write_text(json.dumps({**RECORD, **changes}))
    assert said() == expected


def test_without_a_record_nobody_can_tell(record: Path) -> None:
    assert not record.exists()
    with pytest.raises(CannotTellError) as caught:
        said()
    assert caught.value.reason.values["file"] == record.relative_to(record.parents[1])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "drills/prod.json: Invalid JSON"),
        (json.dumps({**RECORD, "label": "measured"}), r"drills/prod.json: label: Input should be 'rehearsed'"),
        (json.dumps({**RECORD, "environment": "stg"}), r"drills/prod.json: it is a drill of stg"),
    ],
)
def test_a_file_that_is_no_record_is_refused_in_one_line(record: Path, text: str, message: str) -> None:
    record.write_text(text)
    with pytest.raises(ConfigurationError, match=message) as caught:
        last_drill("prod")
    assert len(caught.value.mistakes) == 1
