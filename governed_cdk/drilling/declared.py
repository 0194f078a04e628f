"""What the templates say of copies in another region: who copies what where, and how far it may lag behind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from aspects.judge.access.values import Values
from aspects.judge.template import Reference
from aspects.judge.template.sections import mapping_of
from governed_cdk.checkup.said import said
from governed_cdk.drilling import bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from aspects.judge.template import Resource, Template
    from governed_cdk.drilling.bounds import WorstLoss

_BUCKET, _VAULT = "AWS::S3::Bucket", "AWS::Backup::BackupVault"


class CopyWay(StrEnum):
    """By what a store is copied. The values are keys of words.yaml."""

    REPLICATION = "way-replication"
    BACKUP = "way-backup"
    REPLICA = "way-replica"
    """The service itself keeps a replica: of a secret, a table, a file system, a key."""


@dataclass(frozen=True)
class DeclaredCopy:
    """A copy that the templates declare. `target` is what holds it, by name; empty where the service keeps it itself.

    `prefix` is what the names of copied objects begin with: nothing, where all are.
    """

    way: CopyWay
    target: str
    worst: WorstLoss
    prefix: str = ""


def declared_copies(app: Sequence[Template], region: str) -> list[tuple[Resource, DeclaredCopy]]:
    """What is copied into a region, each with its copy. `app` is every template, also those that are nested."""
    values = Values(app)
    ways = (_replicated, _backed_up, _kept_by_services)
    return [found for way in ways for found in way(app, values, region)]


def named(app: Iterable[Template], values: Values, type_: str, region: str) -> dict[str, Resource]:
    """What the buckets or vaults of a region are called."""
    key = "BucketName" if type_ == _BUCKET else "BackupVaultName"
    return {
        name: resource
        for template in app
        if template.region == region
        for resource in template.of_type(type_)
        for name in values.texts(resource, key)
    }


def _text(values: Values, template: Template, written: Any) -> str:
    return values.text(template, template.alternatives(written)[0])


def _mappings(found: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    """What is written out; what an intrinsic function leaves open says nothing of a copy."""
    return (one for one in found if isinstance(one, dict))


def _replicated(app: Sequence[Template], values: Values, region: str) -> Iterator[tuple[Resource, DeclaredCopy]]:
    there = named(app, values, _BUCKET, region)
    for bucket in (one for template in app for one in template.of_type(_BUCKET)):
        found = []
        for rule in _mappings(bucket.values("ReplicationConfiguration", "Rules", "*")):
            destination = mapping_of(rule.get("Destination"))
            target = _text(values, bucket.template, destination.get("Bucket")).rpartition(":")[2]
            if rule.get("Status") == "Enabled" and target in there:
                prefix = str(mapping_of(rule.get("Filter")).get("Prefix") or rule.get("Prefix") or "")
                found.append(DeclaredCopy(CopyWay.REPLICATION, target, bounds.of_replication(destination), prefix))
        if found:  # of several, the one that copies most
            yield bucket, min(found, key=lambda one: len(one.prefix))


def _backed_up(app: Sequence[Template], values: Values, region: str) -> Iterator[tuple[Resource, DeclaredCopy]]:
    """Resources that a selection names by their ARN, and whose plan copies. Whom tags choose is not looked for."""
    by_arn = {values.arn(one): one for template in app for one in template.resources.values()}
    for selection in (one for template in app for one in template.of_type("AWS::Backup::BackupSelection")):
        copied = [copy for plan in _plans(selection) for copy in _copies_of(plan, values, region)]
        for wanted in values.texts(selection, "BackupSelection", "Resources", "*") if copied else ():
            for arn in (arn for arn in by_arn if fnmatchcase(arn, wanted)):
                yield by_arn[arn], min(copied, key=lambda one: (one.worst.seconds is None, one.worst.seconds or 0))


def _plans(selection: Resource) -> Iterator[Resource]:
    for value in selection.values("BackupPlanId"):
        if isinstance(value, Reference):
            yield value.resource


def _copies_of(plan: Resource, values: Values, region: str) -> Iterator[DeclaredCopy]:
    for rule in _mappings(plan.values("BackupPlan", "BackupPlanRule", "*")):
        for place in plan.template.places(rule, "CopyActions", "*", "DestinationBackupVaultArn"):
            vault = values.text(plan.template, place.value)
            if vault.split(":")[3:4] == [region]:
                yield DeclaredCopy(CopyWay.BACKUP, vault.rpartition(":")[2], bounds.of_backup(rule))


# By type: where the regions stand to which the service itself copies, always and without a promise of a time.
_REPLICAS: Mapping[str, tuple[str, ...]] = {
    "AWS::DynamoDB::GlobalTable": ("Replicas", "*", "Region"),
    "AWS::EFS::FileSystem": ("ReplicationConfiguration", "Destinations", "*", "Region"),
    "AWS::RDS::DBInstance": ("AutomaticBackupReplicationRegion",),
    "AWS::SecretsManager::Secret": ("ReplicaRegions", "*", "Region"),
}
# By type of a resource in the other region: the property that names what it is a replica of.
_REPLICA_OF: Mapping[str, str] = {
    "AWS::KMS::ReplicaKey": "PrimaryKeyArn",
    "AWS::RDS::DBInstance": "SourceDBInstanceIdentifier",
}
_CONTINUOUS = DeclaredCopy(CopyWay.REPLICA, "", bounds.WorstLoss(None, said("rpo-continuous")))
_SAME_KEY = DeclaredCopy(CopyWay.REPLICA, "", bounds.WorstLoss(0, said("rpo-key")))


def _kept_by_services(app: Sequence[Template], values: Values, region: str) -> Iterator[tuple[Resource, DeclaredCopy]]:
    for template in app:
        for type_, path in _REPLICAS.items():
            for resource in template.of_type(type_):
                if region in values.texts(resource, *path):
                    yield resource, _CONTINUOUS
    by_arn = {values.arn(one): one for template in app for one in template.resources.values()}
    for template in (one for one in app if one.region == region):
        for type_, source in _REPLICA_OF.items():
            for replica in template.of_type(type_):
                for arn in (one for one in values.texts(replica, source) if one in by_arn):
                    yield by_arn[arn], _SAME_KEY if type_ == "AWS::KMS::ReplicaKey" else _CONTINUOUS
