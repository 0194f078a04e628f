from __future__ import annotations

import datetime
from typing import Any

import pytest

from aspects.judge.lock import Locked, Replacement
from governed_cdk.deployment.judged import meant, refusals

TODAY = datetime.date(2026, 11, 30)
DATABASE = Locked("AWS::RDS::DBInstance", "prod-rds/Database/Resource")
ROLE = Locked("AWS::IAM::Role", "prod-rds/Role", named="prod-rds-export")


def until(day: str) -> Replacement:
    return Replacement("it moves to the key of its own data class", "platform-team", day)


def change(name: str = "Database", action: str = "Modify", *, replacement: str = "", cause: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {"LogicalResourceId": name, "Action": action}
    if replacement:
        found["Replacement"] = replacement
    always = {"Attribute": "Properties", "Name": cause, "RequiresRecreation": "Always"}
    never = {"Attribute": "Properties", "Name": "AllocatedStorage", "RequiresRecreation": "Never"}
    found["Details"] = [{"Target": never}, *([{"Target": always}, {"Target": always}] if cause else [])]
    return found


def said(*changes: dict[str, Any], today: datetime.date = TODAY, **locked: Locked) -> list[str]:
    return refusals("prod-rds", changes, locked or {"Database": DATABASE, "Role": ROLE}, today)


@pytest.mark.parametrize(("replacement", "would"), [("True", "would"), ("Conditional", "might")])
def test_what_holds_data_is_not_replaced(replacement: str, would: str) -> None:
    (line,) = said(change(replacement=replacement, cause="StorageEncrypted"))
    assert line.startswith("prod-rds: Database (AWS::RDS::DBInstance, prod-rds/Database/Resource) ")
    assert f"{would} be replaced by a new, empty one, for StorageEncrypted; set that back" in line
    assert 'governed-cdk relock prod-rds/Database --reason "..." --owner TEAM --until YYYY-MM-DD' in line


def test_what_holds_data_does_not_leave_its_stack() -> None:
    (line,) = said(change(action="Remove"))
    assert "would leave its stack; make it again, or let it go: governed-cdk relock prod-rds/Database" in line


def test_an_action_that_only_the_update_knows_is_taken_for_a_replacement() -> None:
    (line,) = said(change(action="Dynamic"))
    assert "might be replaced by a new, empty one, for what its change set does not say" in line


def test_what_changes_in_place_is_added_or_is_not_locked_passes() -> None:
    assert said(change(replacement="False"), change(action="Add"), change("Topic", replacement="True")) == []


def test_a_named_resource_without_data_would_fail_to_be_replaced_and_may_go() -> None:
    (line,) = said(change("Role", replacement="True", cause="Path"))
    assert "would fail to be replaced, for Path" in line
    assert "its name, prod-rds-export; set that back, or give it another name, then governed-cdk accept" in line
    assert said(change("Role", action="Remove"), change("Role", replacement="Conditional", cause="Path")) == []


def test_a_named_resource_that_gets_another_name_is_replaced() -> None:
    assert said(change("Role", replacement="True", cause="RoleName")) == []


@pytest.mark.parametrize(("day", "refused"), [("2026-11-30", 0), ("2026-12-24", 0), ("2026-11-29", 1)])
def test_a_replacement_that_is_meant_passes_until_its_last_day(day: str, refused: int) -> None:
    database = Locked(DATABASE.type, DATABASE.path, replacement=until(day))
    lines = said(change(replacement="True", cause="StorageEncrypted"), Database=database)
    assert len(lines) == refused
    assert all("whose replacement was meant until 2026-11-29, would be replaced" in line for line in lines)
    assert meant({"Database": database, "Role": ROLE}, TODAY) == (frozenset() if refused else {"Database"})


def test_a_replacement_that_is_meant_lets_nothing_leave_its_stack() -> None:
    database = Locked(DATABASE.type, DATABASE.path, replacement=until("2026-12-24"))
    assert len(said(change(action="Remove"), Database=database)) == 1


def caused(entity: str, *, source: str = "ResourceAttribute", evaluation: str = "Dynamic") -> dict[str, Any]:
    target = {"Attribute": "Properties", "Name": "KmsKeyId", "RequiresRecreation": "Always"}
    detail = {"Target": target, "Evaluation": evaluation, "ChangeSource": source, "CausingEntity": entity}
    return change(replacement="Conditional") | {"Details": [detail]}


def test_the_arn_of_what_is_changed_in_place_replaces_nothing() -> None:
    assert said(change("Key", replacement="False"), caused("Key.Arn")) == []


@pytest.mark.parametrize(
    "changes",
    [
        (caused("Key.Arn"),),
        (change("Key", replacement="True"), caused("Key.Arn")),
        (change("Key", replacement="Conditional"), caused("Key.Arn")),
        (change("Key", replacement="False"), caused("Key.Version")),
        (change("Key", replacement="False"), caused("Key.Arn", source="DirectModification")),
        (change("Key", replacement="False"), caused("Key.Arn", evaluation="Static")),
        (change("Key", replacement="False"), caused("KeyArn", source="ParameterReference")),
    ],
)
def test_every_other_condition_is_taken_for_a_replacement(changes: tuple[dict[str, Any], ...]) -> None:
    (line,) = said(*changes)
    assert "might be replaced by a new, empty one, for KmsKeyId" in line


def test_one_cause_beside_the_arn_is_enough() -> None:
    two = caused("Key.Arn")
    two["Details"] += caused("Key.Version")["Details"]
    assert len(said(change("Key", replacement="False"), two)) == 1
