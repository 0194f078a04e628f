"""The stores of data of an app: what the lock holds as stateful, each with its copy in the other region, or none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from aspects.judge.access.values import Values
from aspects.judge.catalogue import facts
from aspects.judge.traits import data_class
from governed_cdk.drilling.declared import CopyWay, declared_copies, named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aspects.judge.template import Resource, Template
    from constructs_lib.kernel.data_class import DataClass
    from governed_cdk.drilling.declared import DeclaredCopy

GLOBAL = frozenset({"AWS::Route53::HostedZone", "AWS::CloudFront::Distribution", "AWS::IAM::OIDCProvider"})
"""Types that no region holds, though their stack has one."""

_BUCKET, _VAULT = "AWS::S3::Bucket", "AWS::Backup::BackupVault"


class Fate(StrEnum):
    """What becomes of a store with its region, as the templates have it. The values are keys of words.yaml."""

    COPIED = "fate-copied"
    ELSEWHERE = "fate-elsewhere"
    """It is in another region, or in none."""
    LOST = "fate-lost"


@dataclass(frozen=True)
class DataStore:
    """A resource that holds data; its name is `prod-rds/DatabaseF44359DD`, as `relock` calls it."""

    name: str
    resource: Resource
    fate: Fate
    copy: DeclaredCopy | None = None

    @property
    def type(self) -> str:
        """Its CloudFormation type."""
        return self.resource.type

    @property
    def region(self) -> str:
        """Where it is."""
        return self.resource.template.region

    @property
    def data_class(self) -> DataClass:
        """The class of its data."""
        return data_class(self.resource)

    @property
    def again(self) -> str:
        """Where it comes from again when it is lost: a key of words.yaml."""
        return _AGAIN.get(self.type, "again-nothing")


# Only what nobody loses anything by, or gets back from somewhere, is here; of all else nothing comes back.
_AGAIN = {
    "AWS::KMS::Key": "again-key",
    "AWS::SecretsManager::Secret": "again-secret",
    "AWS::ECR::Repository": "again-builds",
    "AWS::SQS::Queue": "again-empty",
    "AWS::ElastiCache::ReplicationGroup": "again-empty",
    "AWS::ElastiCache::ServerlessCache": "again-empty",
    "AWS::Grafana::Workspace": "again-empty",
}


def stores_of(stacks: Iterable[Template], *, home: str, region: str) -> list[DataStore]:
    """Every store of the stacks and of what is nested in them, in their order."""
    every = _named(stacks)
    copies: dict[int, DeclaredCopy] = {}
    for one, copy in declared_copies([template for _, template in every], region):
        copies.setdefault(id(one), copy)  # of several, the first is one that a drill walks
    found = []
    for stack, template in every:
        for resource in template.resources.values():
            if not facts(resource.type).stateful:
                continue
            name, copied = f"{stack}/{resource.logical_id}", copies.get(id(resource))
            if template.region != home or resource.type in GLOBAL:
                found.append(DataStore(name, resource, Fate.ELSEWHERE))
            else:
                found.append(DataStore(name, resource, Fate.COPIED if copied else Fate.LOST, copied))
    return found


def unfilled(stacks: Iterable[Template], *, region: str) -> list[str]:
    """Buckets and vaults of a region that wait for copies which nothing makes, as stores are called.

    A bucket that another one there logs into waits for nothing.
    """
    every = _named(stacks)
    app = [template for _, template in every]
    values = Values(app)
    filled = {(copy.way, copy.target) for _, copy in declared_copies(app, region)}
    logs = {
        text
        for template in app
        for bucket in template.of_type(_BUCKET)
        for text in values.texts(bucket, "LoggingConfiguration", "DestinationBucketName")
    }
    stacks_by_template = {id(template): stack for stack, template in every}
    return [
        f"{stacks_by_template[id(resource.template)]}/{resource.logical_id}"
        for type_, way in ((_BUCKET, CopyWay.REPLICATION), (_VAULT, CopyWay.BACKUP))
        for name, resource in named(app, values, type_, region).items()
        if (way, name) not in filled and name not in logs
    ]


def _named(stacks: Iterable[Template]) -> list[tuple[str, Template]]:
    return [found for stack in stacks for found in stack.with_nested()]
