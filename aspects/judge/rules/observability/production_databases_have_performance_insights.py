"""Production databases have Performance Insights.

EnablePerformanceInsights of an RDS instance whose Environment tag is prod must be true, or DatabaseInsightsMode be
advanced, on the instance or, for an instance of a cluster in the template, on the cluster. A warning: the smallest
instance classes do not have it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.patch import on
from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.rule import Breach
from aspects.judge.template import OPAQUE, Partial, Reference, as_bool
from aspects.judge.traits import may_be_production

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.patch import Patch
    from aspects.judge.template import Resource

TYPES = ("AWS::RDS::DBInstance",)
SEVERITY = "warning"
SINCE = "0.1.0"
WHY = "Which statement makes a database slow can be seen afterwards only if it was recorded."
FIX = "performance_insights=True"

BAD = """
Orders:
  Type: AWS::RDS::DBInstance
  DeletionPolicy: Retain
  UpdateReplacePolicy: Retain
  Properties:
    MultiAZ: true
    Tags: [{Key: Environment, Value: prod}]
"""
GOOD = BAD.replace("MultiAZ: true", "EnablePerformanceInsights: true\n    MultiAZ: true")

_ENABLED, _KEY = "EnablePerformanceInsights", "PerformanceInsightsKMSKeyId"
# A cluster's property is spelt the other way round.
_SWITCH = {"AWS::RDS::DBCluster": "PerformanceInsightsEnabled"}


def check(resource: Resource) -> Iterator[Breach]:
    """Judge whether a production database records what it does."""
    if not may_be_production(resource):
        return
    clusters = [found.resource for found in resource.values("DBClusterIdentifier") if isinstance(found, Reference)]
    said = [_says(one) for one in (resource, *clusters)]
    if True in said:
        return
    if None in said:
        yield Breach("EnablePerformanceInsights is not known.", at=_ENABLED, unknown=True)
    else:
        yield Breach("EnablePerformanceInsights is not true.", at=_ENABLED, patches=tuple(_enabled(resource)))


def _enabled(database: Resource) -> Iterator[Patch]:
    """What turns it on, with a key of one's own for what it records: that of the data where there is one."""
    yield from mended(database, Amendment(_ENABLED, value=True))
    if _KEY not in database.properties:
        yield on(database, _KEY, database.properties.get("KmsKeyId", "<key arn>"))


def _says(database: Resource) -> bool | None:
    """Whether it has Performance Insights, in every case; None where it cannot be told."""
    if all(value == "advanced" for value in database.values("DatabaseInsightsMode")):
        return True
    values = database.values(_SWITCH.get(database.type, _ENABLED))
    if any(isinstance(value, (*OPAQUE, Partial)) for value in values):
        return None
    return all(as_bool(value) is True for value in values)
