"""Versions have standard support.

Judges the engine version of RDS and Aurora databases (MySQL, MariaDB, PostgreSQL) and the runtime of Lambda functions
on the day that the judgement is told (`-c today=`, `--today`): after the last day of AWS's standard support it is a
finding, and in the 180 days before, a warning. A database then runs on Extended Support, which is billed by virtual CPU
and hour, standby included; a runtime gets no patches, and later neither new functions nor updates.

The days stand in `constructs_lib/kernel/facts/support.yaml`, each with the page of AWS that says so. A version of a
known engine without a row, and a judgement without a day, are unknown; engines without any row are not judged.
Nor is an instance of a cluster, whose version the cluster says, or a database without a version: RDS chooses one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.readings.override import override
from aspects.judge.rule import Breach
from aspects.judge.template import ABSENT, OPAQUE, Partial, describe
from aspects.judge.traits import is_copy
from constructs_lib.kernel.facts.support import LAMBDA, follower_of, knows, support_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from aspects.judge.template import Place, Resource

_INSTANCE = "AWS::RDS::DBInstance"
_DATABASES = (_INSTANCE, "AWS::RDS::DBCluster", "AWS::RDS::GlobalCluster")
_FUNCTIONS = ("AWS::Lambda::Function", "AWS::Serverless::Function")
WARNS_DAYS = 180
"""So many days before the end it is told: a quarter to plan an upgrade, and one to do it."""

TYPES = (*_DATABASES, *_FUNCTIONS)
SINCE = "0.2.0"
WHY = "What AWS no longer maintains as standard costs extra or gets no security patches."
FIX = 'DatabaseSettings(engine_version="8.4.11"); runtime=lambda_.Runtime.PYTHON_3_14'

BAD = """
Orders:
  Type: AWS::RDS::DBInstance
  DeletionPolicy: Retain
  UpdateReplacePolicy: Retain
  Properties: {Engine: mysql, EngineVersion: 8.0.46}
Clerk:
  Type: AWS::Lambda::Function
  Properties: {Runtime: python3.9}
"""
GOOD = """
Orders:
  Type: AWS::RDS::DBInstance
  DeletionPolicy: Retain
  UpdateReplacePolicy: Retain
  Properties: {Engine: mysql, EngineVersion: 8.4.11}
Clerk:
  Type: AWS::Lambda::Function
  Properties: {Runtime: python3.14}
"""


def check_on(resource: Resource, today: datetime.date | None) -> Iterator[Breach]:
    """Judge whether the version of a database or function is supported on a day."""
    if resource.type in _FUNCTIONS:
        for place in resource.places("Runtime"):
            yield from _mended(resource, LAMBDA, place, today)
    elif not is_copy(resource):
        for engine in resource.values("Engine"):
            product = engine.lower() if isinstance(engine, str) else ""
            if knows(product):
                for place in resource.places("EngineVersion"):
                    yield from _mended(resource, product, place, today)


def _mended(resource: Resource, product: str, place: Place, today: datetime.date | None) -> Iterator[Breach]:
    """The breaches with a version to go to: what the table knows as the one that is supported longest."""
    for breach in _judged(product, place, today):
        if breach.unknown or today is None:
            yield breach
            continue
        version = follower_of(product, str(place.value), today, WARNS_DAYS) or "<a version with standard support>"
        patches = mended(resource, Amendment(place.path, version, place.value))
        if resource.type == _INSTANCE:  # a cluster is told so by whoever upgrades it: it has no such property
            patches += mended(resource, Amendment("AllowMajorVersionUpgrade", value=True))
        yield replace(breach, fix=override(place.path, version), patches=patches)


def _judged(product: str, place: Place, today: datetime.date | None) -> Iterator[Breach]:
    if place.value is ABSENT:
        return
    if isinstance(place.value, (*OPAQUE, Partial)):
        yield Breach(f"{place.path} is {describe(place.value)}.", at=place.path, unknown=True)
        return
    version = str(place.value)
    name, row = version if product == LAMBDA else f"{product} {version}", support_of(product, version)
    if row is None or today is None:
        missing = "no end of support in the table" if row is None else "an end of support, and no day is known"
        yield Breach(f"{name} has {missing}.", at=place.path, unknown=True)
    elif (left := row.days_left(today)) < 0:
        yield Breach(f"Standard support of {name} ended on {row.ends}.", at=place.path)
    elif left <= WARNS_DAYS:
        yield Breach(f"Standard support of {name} ends on {row.ends}.", at=place.path, warns=True)
