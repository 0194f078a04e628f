"""Data is backed up as long as its class demands.

Confidential data and above: daily backups that are kept for 7 days, point-in-time recovery, or versions, whichever
the service has. Internal data: backups that the service makes by itself may not be switched off. Public data can be
published again. The class is the resource's DataClass tag, internal where it has none.

What an AWS Backup selection of the app takes is backed up: by its ARN, by a pattern of ARNs, by tags and conditions,
less what is excluded. Instances of a cluster and read replicas hold no data of their own; caches (ElastiCache) hold
copies; a scratch file system cannot be backed up.
An environment that is made anew (dev) needs no more than internal data does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from aspects.judge.readings.backup_selections import is_selected
from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.readings.override import override
from aspects.judge.rule import Breach
from aspects.judge.template import ABSENT, EVERY, OPAQUE, Partial, as_bool, as_int, describe
from aspects.judge.traits import data_class, is_copy, is_disposable, is_sensitive
from constructs_lib.kernel.data_class import DataClass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Place, Resource


class Backup(NamedTuple):
    """The property that backs data up: in days, or by a switch that is `on`. `default`: what its absence means."""

    path: tuple[str, ...]
    on: str = ""
    default: int | bool = 0


_DAYS = Backup(("BackupRetentionPeriod",), default=1)
_RECOVERY = ("PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled")
_FSX = "AutomaticBackupRetentionDays"

# CloudFormation Template Reference, each type's own page, for the properties and what their absence means.
BACKUPS: dict[str, tuple[Backup, ...]] = {
    "AWS::RDS::DBInstance": (_DAYS,),
    "AWS::RDS::DBCluster": (_DAYS,),
    "AWS::DocDB::DBCluster": (_DAYS,),
    "AWS::DocDBElastic::Cluster": (_DAYS,),
    "AWS::Neptune::DBCluster": (_DAYS,),
    "AWS::Redshift::Cluster": (Backup(("AutomatedSnapshotRetentionPeriod",), default=1),),
    "AWS::MemoryDB::Cluster": (Backup(("SnapshotRetentionLimit",)),),
    "AWS::FSx::FileSystem": (
        Backup(("WindowsConfiguration", _FSX), default=30),
        Backup(("OntapConfiguration", _FSX), default=30),
        Backup(("OpenZFSConfiguration", _FSX)),
        Backup(("LustreConfiguration", _FSX)),
    ),
    "AWS::Lightsail::Database": (Backup(("BackupRetention",), on="true", default=True),),
    "AWS::DynamoDB::Table": (Backup(_RECOVERY, on="true"),),
    "AWS::DynamoDB::GlobalTable": (Backup(("Replicas", EVERY, *_RECOVERY), on="true"),),
    "AWS::Serverless::SimpleTable": (Backup(_RECOVERY, on="true"),),
    "AWS::Cassandra::Table": (Backup(("PointInTimeRecoveryEnabled",), on="true"),),
    "AWS::EFS::FileSystem": (Backup(("BackupPolicy", "Status"), on="ENABLED"),),
    "AWS::S3::Bucket": (Backup(("VersioningConfiguration", "Status"), on="Enabled"),),
}
LEAST_DAYS = 7

TYPES = tuple(BACKUPS)
SINCE = "0.1.0"
MENDED = "0.2.0"
WHY = "What was deleted or overwritten by mistake can only come back from a backup that is old enough."
FIX = "rds.DatabaseInstance(self, ..., backup_retention=Duration.days(14)); s3.Bucket(self, ..., versioned=True)"

BAD = """
Orders:
  Type: AWS::DynamoDB::Table
  DeletionPolicy: Retain
  UpdateReplacePolicy: Retain
  Properties:
    DeletionProtectionEnabled: true
    Tags: [{Key: DataClass, Value: confidential}]
"""
GOOD = """
Orders:
  Type: AWS::DynamoDB::Table
  DeletionPolicy: Retain
  UpdateReplacePolicy: Retain
  Properties:
    DeletionProtectionEnabled: true
    PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}
    Tags: [{Key: DataClass, Value: confidential}]
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Judge how a store of data is backed up."""
    class_ = data_class(resource)
    if class_ is DataClass.PUBLIC or is_copy(resource) or _is_scratch(resource):
        return
    demanding = is_sensitive(resource) and not is_disposable(resource)
    found = ((place, backup, _judge(place, backup, class_, demanding=demanding)) for place, backup in _places(resource))
    broken = [(place, _wanted(backup, demanding=demanding), breach) for place, backup, breach in found if breach]
    selected = is_selected(resource) if broken else None
    for place, wanted, breach in broken if selected is not True else ():
        if breach.unknown or selected is None:
            yield replace(breach, unknown=True)
        else:
            yield replace(breach, patches=mended(resource, Amendment(place.path, wanted, place.value)))


def _places(resource: Resource) -> Iterator[tuple[Place, Backup]]:
    for backup in BACKUPS[resource.type]:
        # Of several kinds in one type (FSx), only the one that is described.
        if len(BACKUPS[resource.type]) == 1 or backup.path[0] in resource.properties:
            yield from ((place, backup) for place in resource.places(*backup.path))


def _judge(place: Place, backup: Backup, class_: DataClass, *, demanding: bool) -> Breach | None:
    value, name = place.value, place.path.rpartition(".")[2]
    if isinstance(value, (*OPAQUE, Partial)):
        return Breach(f"{name} is {describe(value)}.", at=place.path, unknown=True) if demanding else None
    if value is ABSENT and not demanding:
        return None
    if value is ABSENT:
        value = backup.default
    stands = f"{name} is {'absent' if place.value is ABSENT else describe(place.value)}"
    if backup.on:
        if _is_on(value, backup) or not demanding:
            return None
        fix = override(place.path, _wanted(backup, demanding=demanding))
        return Breach(f"{stands}; {class_} data needs {backup.on}.", at=place.path, fix=fix)
    least, days = _wanted(backup, demanding=demanding), as_int(value)
    if days is not None and days >= least:
        return None
    wanted = f"{least} {'days' if least > 1 else 'day'} or more"
    return Breach(f"{stands}; {class_} data needs {wanted}.", at=place.path, fix=override(place.path, least))


def _wanted(backup: Backup, *, demanding: bool) -> Any:
    """What a property has to be: the switch on, or the least number of days."""
    if backup.on:
        return True if backup.on == "true" else backup.on
    return LEAST_DAYS if demanding else 1


def _is_on(value: Any, backup: Backup) -> bool:
    return as_bool(value) is True if backup.on == "true" else value == backup.on


def _is_scratch(resource: Resource) -> bool:
    kinds = resource.values("LustreConfiguration", "DeploymentType")
    return all(isinstance(kind, str) and kind.startswith("SCRATCH") for kind in kinds)
