from __future__ import annotations

from typing import TYPE_CHECKING, Any

import parliament
import pytest
import yaml

from constructs_lib.kernel.calls import JUDGED_BY
from constructs_lib.kernel.conditions import Policy, rows_of
from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.facts.call_table import FILE, read_calls
from governed_cdk.schemas.reader import schemas

if TYPE_CHECKING:
    from pathlib import Path

SAID = {"source": "https://docs.aws.amazon.com/x.html", "checked": "2026-11-30"}
ROLE: dict[str, Any] = {"type": "AWS::Lambda::Function", "at": "Role", "service": "lambda.amazonaws.com", **SAID}
CALL: dict[str, Any] = {
    "type": "AWS::Lambda::Function",
    "to": "*",
    "does": ["xray:PutTraceSegments"],
    "role": "Role",
    **SAID,
}
KEY: dict[str, Any] = {
    "type": "AWS::SNS::Topic",
    "at": "KmsMasterKeyId",
    "via": "sns",
    "asks": {"sns:Publish": ["kms:Decrypt"]},
    **SAID,
}
ROWS = [(section, row) for section, rows in read_calls(FILE).items() for row in rows]
IDS = [f"{section}-{number}" for number, (section, _) in enumerate(ROWS)]
# Services whose calls nobody's page describes any further: what depends on their keys is unknown.
UNDESCRIBED = {("ses.amazonaws.com", Policy.TOPIC)}


def read(folder: Path, **changes: Any) -> dict[str, int]:
    rows = {"roles": [ROLE], "calls": [CALL], "keys": [KEY]} | changes
    (folder / "calls.yaml").write_text(yaml.safe_dump(rows), encoding="utf-8")
    return {section: len(found) for section, found in read_calls(folder / "calls.yaml").items()}


def test_rows_with_their_page_and_day_are_taken(tmp_path: Path) -> None:
    assert read(tmp_path) == {"roles": 1, "calls": 1, "keys": 1}


@pytest.mark.parametrize("section", ["roles", "calls", "keys"])
@pytest.mark.parametrize("missing", ["source", "checked", "type"])
def test_a_row_without_its_source_its_day_or_its_type_is_refused(tmp_path: Path, section: str, missing: str) -> None:
    row = {"roles": ROLE, "calls": CALL, "keys": KEY}[section]
    with pytest.raises(ConfigurationError, match=rf"{section}\[0\]"):
        read(tmp_path, **{section: [{name: value for name, value in row.items() if name != missing}]})


@pytest.mark.parametrize("changes", [{"service": "a.amazonaws.com"}, {"colour": "red"}, {"source": "somebody"}])
def test_a_call_of_two_principals_with_another_column_or_from_hearsay_is_refused(
    tmp_path: Path, changes: dict[str, str]
) -> None:
    with pytest.raises(ConfigurationError, match=r"calls\[1\]"):
        read(tmp_path, calls=[CALL, CALL | changes])


def test_every_mistake_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read(tmp_path, calls=[CALL | {"colour": "red"}, CALL | {"source": ""}])
    assert len(caught.value.mistakes) == 2


@pytest.mark.parametrize("section", ["roles", "calls", "keys"])
def test_a_file_without_one_of_the_lists_is_refused(tmp_path: Path, section: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{section}: given"):
        read(tmp_path, **{section: []})


def many(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


@pytest.mark.parametrize(("section", "row"), ROWS, ids=IDS)
def test_a_row_speaks_of_properties_that_its_type_has(section: str, row: dict[str, Any]) -> None:
    for type_ in many(row["type"]):
        if type_.startswith("AWS::"):
            known = schemas()[type_]["properties"]
            beginnings = many(row.get("within")) or many(row.get("each")) or many(row.get("at"))
            for path in [*beginnings, *many(row.get("through"))]:
                assert path.split(".")[0] in known, (section, type_, path)


@pytest.mark.parametrize(("section", "row"), ROWS, ids=IDS)
def test_a_row_speaks_of_actions_that_there_are(section: str, row: dict[str, Any]) -> None:
    actions = [*many(row.get("does")), *many(row.get("also"))]
    for action, asked in row.get("asks", {}).items():
        actions += [action, *asked]
    known = {
        f"{service['prefix']}:{one['privilege']}"
        for service in parliament.iam_definition
        for one in service["privileges"]
    }
    assert set(actions) <= known, section


@pytest.mark.parametrize(("section", "row"), ROWS, ids=IDS)
def test_what_a_service_sends_is_known(section: str, row: dict[str, Any]) -> None:
    if "service" not in row:
        return
    policy = Policy.TRUST if section == "roles" else JUDGED_BY[row["to"]]
    service = row["service"].replace("{region}", "ap-northeast-2")
    assert rows_of(service, policy) or (service, policy) in UNDESCRIBED
