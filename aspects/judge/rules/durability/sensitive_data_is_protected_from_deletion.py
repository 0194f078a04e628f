"""Sensitive data is protected from deletion.

Where a service has a deletion protection, it must be on for data of the class confidential and above: each replica of
a global table by itself. The class is the resource's DataClass tag. An environment that is made anew (dev) is left
alone, as are instances of a cluster and read replicas, which hold no data of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.readings.override import override
from aspects.judge.rule import Breach
from aspects.judge.template import ABSENT, EVERY, OPAQUE, Partial, as_bool, describe
from aspects.judge.traits import data_class, is_copy, is_disposable, is_sensitive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource


class Protection(NamedTuple):
    """The property that protects from deletion, the word for on where it is no boolean, and whether absent means on."""

    path: tuple[str, ...]
    on: str = ""
    by_default: bool = False


_PROTECTION = Protection(("DeletionProtection",))
_ENABLED = Protection(("DeletionProtectionEnabled",))

# CloudFormation Template Reference, each type's own page.
PROTECTIONS: dict[str, Protection] = {
    "AWS::RDS::DBInstance": _PROTECTION,
    "AWS::RDS::DBCluster": _PROTECTION,
    "AWS::RDS::GlobalCluster": _PROTECTION,
    "AWS::DocDB::DBCluster": _PROTECTION,
    "AWS::DocDB::GlobalCluster": _PROTECTION,
    "AWS::Neptune::DBCluster": _PROTECTION,
    "AWS::Neptune::GlobalCluster": _PROTECTION,
    "AWS::NeptuneGraph::Graph": Protection(("DeletionProtection",), by_default=True),
    "AWS::QLDB::Ledger": Protection(("DeletionProtection",), by_default=True),
    "AWS::DynamoDB::Table": _ENABLED,
    "AWS::DynamoDB::GlobalTable": Protection(("Replicas", EVERY, "DeletionProtectionEnabled")),
    "AWS::DSQL::Cluster": _ENABLED,
    "AWS::Cognito::UserPool": Protection(("DeletionProtection",), on="ACTIVE"),
    "AWS::OpenSearchServerless::Collection": Protection(("DeletionProtection",), on="ENABLED"),
    "AWS::CloudTrail::EventDataStore": Protection(("TerminationProtectionEnabled",), by_default=True),
}

TYPES = tuple(PROTECTIONS)
SINCE = "0.1.0"
WHY = "One wrong command or one removed line must not be enough to lose data that cannot be had again."
FIX = "deletion_protection=True"

BAD = """
Users:
  Type: AWS::Cognito::UserPool
  DeletionPolicy: Retain
  UpdateReplacePolicy: Retain
  Properties: {UserPoolTags: {DataClass: confidential}}
"""
GOOD = """
Users:
  Type: AWS::Cognito::UserPool
  DeletionPolicy: Retain
  UpdateReplacePolicy: Retain
  Properties: {DeletionProtection: ACTIVE, UserPoolTags: {DataClass: confidential}}
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Judge the deletion protection of a store of sensitive data."""
    if not is_sensitive(resource) or is_copy(resource) or is_disposable(resource):
        return
    protection = PROTECTIONS[resource.type]
    for place in resource.places(*protection.path):
        value, name = place.value, protection.path[-1]
        if isinstance(value, (*OPAQUE, Partial)):
            yield Breach(f"{name} is {describe(value)}.", at=place.path, unknown=True)
        elif value is ABSENT and protection.by_default:
            continue
        elif value != protection.on if protection.on else as_bool(value) is not True:
            stands = f"{name} is {describe(value)}; {data_class(resource)} data needs {protection.on or 'true'}."
            on = protection.on or True
            patches = mended(resource, Amendment(place.path, on, value))
            yield Breach(stands, at=place.path, fix=override(place.path, on), patches=patches)
