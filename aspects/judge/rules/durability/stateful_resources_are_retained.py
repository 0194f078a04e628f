"""Stateful resources are retained when they leave their stack, or when they are replaced.

DeletionPolicy and UpdateReplacePolicy of what holds data must be Retain (also RetainExceptOnCreate, for DeletionPolicy)
or, where the type can be snapshotted, Snapshot, whatever the data's class. What they are when absent is Delete, but
for RDS, whose DeletionPolicy is then Snapshot. An environment that is made anew (dev) is left alone, as are instances
of a cluster and read replicas, which hold no data of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.catalogue import facts
from aspects.judge.patch import beside
from aspects.judge.rule import Breach
from aspects.judge.template import ABSENT, OPAQUE, Partial, describe, given
from aspects.judge.traits import is_copy, is_disposable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource

SINCE = "0.1.0"
WHY = "A changed id, a replacing property or a deleted stack would take the data with it."
FIX = "construct.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)"

BAD = """
Uploads:
  Type: AWS::S3::Bucket
"""
GOOD = """
Uploads:
  Type: AWS::S3::Bucket
  DeletionPolicy: RetainExceptOnCreate
  UpdateReplacePolicy: Retain
"""

# CloudFormation Template Reference, "DeletionPolicy attribute": the types that Snapshot works for.
SNAPSHOTS = frozenset(
    {
        "AWS::DocDB::DBCluster",
        "AWS::EC2::Volume",
        "AWS::ElastiCache::CacheCluster",
        "AWS::ElastiCache::ReplicationGroup",
        "AWS::Neptune::DBCluster",
        "AWS::RDS::DBCluster",
        "AWS::RDS::DBInstance",
        "AWS::Redshift::Cluster",
    }
)
_SNAPSHOT_BY_DEFAULT = frozenset({"AWS::RDS::DBCluster", "AWS::RDS::DBInstance"})
_KEPT = {
    "DeletionPolicy": frozenset({"Retain", "RetainExceptOnCreate"}),
    "UpdateReplacePolicy": frozenset({"Retain"}),
}
# What RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE writes.
_WANTED = {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}


def check(resource: Resource) -> Iterator[Breach]:
    """Judge what becomes of a stateful resource. A policy may be an intrinsic function, by AWS::LanguageExtensions."""
    if not facts(resource.type).stateful or is_copy(resource) or is_disposable(resource):
        return
    for attribute, kept in _KEPT.items():
        patches = (beside(resource, attribute, _WANTED[attribute]),)
        for value in resource.template.alternatives(given(resource.body, attribute)):
            if isinstance(value, (*OPAQUE, Partial)):
                yield Breach(f"{attribute} is {describe(value)}.", at=attribute, unknown=True)
            elif value is ABSENT:
                if attribute != "DeletionPolicy" or resource.type not in _SNAPSHOT_BY_DEFAULT:
                    yield Breach(f"{attribute} is absent, which means Delete.", at=attribute, patches=patches)
            elif not _keeps(value, kept, resource):
                found = f"{attribute} is {value}; allowed: {_allowed(kept, resource)}."
                yield Breach(found, at=attribute, patches=patches)


def _keeps(value: object, kept: frozenset[str], resource: Resource) -> bool:
    return isinstance(value, str) and (value in kept or (value == "Snapshot" and resource.type in SNAPSHOTS))


def _allowed(kept: frozenset[str], resource: Resource) -> str:
    return ", ".join([*sorted(kept), *(["Snapshot"] if resource.type in SNAPSHOTS else [])])
