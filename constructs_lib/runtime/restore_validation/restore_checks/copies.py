"""The restored copies: a database that nobody has a password for yet, and a file system that nothing mounts."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIX = "awsbackup-restore-test-"
"""What AWS Backup begins the names of its copies with (AWS Backup Developer Guide, inferred metadata)."""
_PAUSE = 15
_SHARE = 0.9  # what is metered moves by itself within the hour after a restore


class NotReadyError(Exception):
    """The copy did not become usable in time; Lambda calls again."""


@dataclass(frozen=True)
class DatabaseCopies:
    """What is done with copies of databases, and with nothing whose name is not a copy's.

    Attributes:
        rds: boto3's client.
        until: when to stop waiting, by `clock`.
        clock: seconds.
        wait: takes seconds.
    """

    rds: Any
    until: float
    clock: Callable[[], float] = field(default=time.monotonic)
    wait: Callable[[float], None] = field(default=time.sleep)

    def take_over(self, arn: str, password: str) -> dict[str, Any]:
        """Give the copy another master password, since that of the backup has rotated. The instance as RDS tells it."""
        name = arn.rpartition(":")[2]
        if not name.startswith(PREFIX):
            raise ValueError(f"{name} is no copy of a restore test: its name does not begin with {PREFIX}")
        self._available(name)
        self.rds.modify_db_instance(DBInstanceIdentifier=name, MasterUserPassword=password, ApplyImmediately=True)
        return self._available(name)

    def retry(self, attempt: Callable[[], Any], refused: type[Exception]) -> Any:
        """What an attempt gives; a refused login is tried again, since a new password takes its time."""
        while True:
            try:
                return attempt()
            except refused as error:
                self._pause(str(error))

    def _available(self, name: str) -> dict[str, Any]:
        while True:
            (found,) = self.rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"]
            pending = "MasterUserPassword" in found.get("PendingModifiedValues", {})
            if found["DBInstanceStatus"] == "available" and not pending:
                return dict(found)
            self._pause(f"{name} is {found['DBInstanceStatus']}")

    def _pause(self, why: str) -> None:
        if self.clock() + _PAUSE > self.until:
            raise NotReadyError(why)
        self.wait(_PAUSE)


def file_system_findings(efs: Any, arn: str, *, backup_bytes: int) -> list[str]:
    """What is wrong with a restored file system: its state, its encryption, and how much is in it.

    Nothing mounts it, so no file in it is read: AWS Backup itself has counted what it wrote.
    """
    identifier = arn.rpartition("/")[2]
    (found,) = efs.describe_file_systems(FileSystemId=identifier)["FileSystems"]
    said = []
    if found["LifeCycleState"] != "available":
        said.append(f"the file system is {found['LifeCycleState']}")
    if not found.get("Encrypted"):
        said.append("the file system is not encrypted")
    held = found["SizeInBytes"]["Value"]
    if held < backup_bytes * _SHARE:
        said.append(f"the file system holds {held} bytes, the recovery point {backup_bytes}")
    return said
