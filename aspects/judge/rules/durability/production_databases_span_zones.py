"""Production databases span zones.

MultiAZ of an RDS instance whose Environment tag is prod must be true. Instances of a cluster and read replicas are left
alone: there the cluster, or the source, decides. A warning, since it doubles the price of the instance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.patch import GONE, on
from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.rule import Breach
from aspects.judge.template import OPAQUE, Partial, as_bool, describe
from aspects.judge.traits import is_copy, may_be_production

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource

TYPES = ("AWS::RDS::DBInstance",)
SEVERITY = "warning"
SINCE = "0.1.0"
WHY = "When a zone fails, a standby in another one takes over within minutes; a restore takes hours."
FIX = "multi_az=True"

BAD = """
Orders:
  Type: AWS::RDS::DBInstance
  DeletionPolicy: Retain
  UpdateReplacePolicy: Retain
  Properties:
    EnablePerformanceInsights: true
    Tags: [{Key: Environment, Value: prod}]
"""
GOOD = BAD.replace("EnablePerformanceInsights: true", "EnablePerformanceInsights: true\n    MultiAZ: true")

# "You can't set the AvailabilityZone parameter if the MultiAZ parameter is set to true." (CloudFormation Template
# Reference, AWS::RDS::DBInstance)
_ZONE = "AvailabilityZone"


def check(resource: Resource) -> Iterator[Breach]:
    """Judge whether a production database has a standby."""
    if not may_be_production(resource) or is_copy(resource):
        return
    for place in resource.places("MultiAZ"):
        if isinstance(place.value, (*OPAQUE, Partial)):
            yield Breach(f"MultiAZ is {describe(place.value)}.", at=place.path, unknown=True)
        elif as_bool(place.value) is not True:
            patches = mended(resource, Amendment("MultiAZ", value=True, given=place.value))
            patches += (on(resource, _ZONE, GONE),) if _ZONE in resource.properties else ()
            yield Breach(f"MultiAZ is {describe(place.value)}.", at=place.path, patches=patches)
