from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.runtime.restore_validation.restore_checks.copies import (
    DatabaseCopies,
    NotReadyError,
    file_system_findings,
)

ARN = "arn:aws:rds:ap-northeast-2:111122223333:db:awsbackup-restore-test-7f2a"
EFS = "arn:aws:elasticfilesystem:ap-northeast-2:111122223333:file-system/fs-0123456789abcdef0"


class Rds:
    """Says one state after the other, the last one for ever."""

    def __init__(self, *states: str) -> None:
        self.states = list(states)
        self.given: dict[str, Any] = {}

    def describe_db_instances(self, **given: str) -> Any:
        state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        return {"DBInstances": [{"DBInstanceIdentifier": given["DBInstanceIdentifier"], "DBInstanceStatus": state}]}

    def modify_db_instance(self, **given: Any) -> None:
        self.given = given


def copies(rds: Rds, *, seconds: float = 100) -> tuple[DatabaseCopies, list[float]]:
    waited: list[float] = []
    return DatabaseCopies(rds, seconds, clock=lambda: sum(waited), wait=waited.append), waited


def test_a_copy_gets_a_password_of_its_own_once_it_is_available() -> None:
    rds = Rds("creating", "available", "resetting-master-credentials", "available")
    opened, waited = copies(rds)
    assert opened.take_over(ARN, "new")["DBInstanceStatus"] == "available"
    assert rds.given == {
        "DBInstanceIdentifier": "awsbackup-restore-test-7f2a", "MasterUserPassword": "new", "ApplyImmediately": True,
    }  # fmt: skip
    assert waited == [15, 15]


def test_nothing_but_a_copy_is_touched() -> None:
    rds = Rds("available")
    with pytest.raises(ValueError, match="prod-rds-shared-mysql is no copy"):
        copies(rds)[0].take_over("arn:aws:rds:ap-northeast-2:111122223333:db:prod-rds-shared-mysql", "new")
    assert rds.given == {}


def test_who_is_not_ready_in_time_is_left_for_another_call() -> None:
    opened, waited = copies(Rds("creating"), seconds=40)
    with pytest.raises(NotReadyError, match="is creating"):
        opened.take_over(ARN, "new")
    assert waited == [15, 15]


def test_a_new_password_may_take_its_time_and_other_errors_do_not_wait() -> None:
    opened, waited = copies(Rds("available"))
    attempts = iter([PermissionError("refused"), PermissionError("refused"), "in"])

    def attempt() -> Any:
        found = next(attempts)
        if isinstance(found, Exception):
            raise found
        return found

    assert opened.retry(attempt, PermissionError) == "in"
    assert waited == [15, 15]
    with pytest.raises(StopIteration):
        opened.retry(attempt, PermissionError)


class Efs:
    def __init__(self, **changes: Any) -> None:
        self.found = {"LifeCycleState": "available", "Encrypted": True, "SizeInBytes": {"Value": 950}, **changes}

    def describe_file_systems(self, *, FileSystemId: str) -> Any:  # noqa: N803 - boto3's word
        assert FileSystemId == "fs-0123456789abcdef0"
        return {"FileSystems": [self.found]}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, []),
        ({"LifeCycleState": "error"}, ["the file system is error"]),
        ({"Encrypted": False}, ["the file system is not encrypted"]),
        ({"SizeInBytes": {"Value": 6}}, ["the file system holds 6 bytes, the recovery point 1000"]),
    ],
)
def test_a_file_system_is_looked_at_from_outside(changes: dict[str, Any], said: list[str]) -> None:
    assert file_system_findings(Efs(**changes), EFS, backup_bytes=1000) == said
