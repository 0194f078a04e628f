"""Stored data is encrypted.

Where a type has a switch for encryption at rest and no property for a key, or a second place that its key does not
reach: the switch is on. One that is absent counts as the service's default. What takes a key is judged by its key. The
caches of AppSync are encrypted whatever their template says, but for old ones that were made with the switch off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aspects.judge.patch import in_words, steps
from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.readings.switches import DEFAULT, OFF, ON, said
from aspects.judge.rule import Breach
from aspects.judge.template import ABSENT, describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Place, Resource


class _Switch(NamedTuple):
    """A switch below a thing that is there. It counts unless one of `unless` is beside it, and while `when` is on."""

    thing: tuple[str, ...]
    name: str
    plain: frozenset[str]
    unless: tuple[str, ...] = ()
    when: str = ""


_NOT_ON, _IF_OFF, _IF_ON = frozenset({OFF, DEFAULT}), frozenset({OFF}), frozenset({ON})
_DISK = ("SnapshotId",)
_CACHED = _Switch(("MethodSettings", "*"), "CacheDataEncrypted", _NOT_ON, when="CachingEnabled")
_EXEC_LOGS = ("Configuration", "ExecuteCommandConfiguration", "LogConfiguration")
_COPY = ("SourceDBClusterIdentifier", "GlobalClusterIdentifier.SourceDBClusterIdentifier")

# Defaults from the API reference of each service: EC2 Auto Scaling, Ebs; DAX, SSESpecification; RDS,
# CreateGlobalCluster; API Gateway, MethodSetting; ECS, ExecuteCommandLogConfiguration; CodeBuild, ProjectArtifacts.
# AppSync Developer Guide, "Configuring server-side caching": always on for new caches.
SWITCHES: dict[str, tuple[_Switch, ...]] = {
    "AWS::ApiGateway::Deployment": (
        _Switch(("StageDescription",), "CacheDataEncrypted", _NOT_ON, when="CachingEnabled"),
        _Switch(("StageDescription", "MethodSettings", "*"), "CacheDataEncrypted", _NOT_ON, when="CachingEnabled"),
    ),
    "AWS::ApiGateway::Stage": (_CACHED,),
    "AWS::AppSync::ApiCache": (_Switch((), "AtRestEncryptionEnabled", _IF_OFF),),
    "AWS::AutoScaling::LaunchConfiguration": (
        _Switch(("BlockDeviceMappings", "*", "Ebs"), "Encrypted", _NOT_ON, unless=_DISK),
    ),
    "AWS::CodeBuild::Project": (
        _Switch(("LogsConfig", "S3Logs"), "EncryptionDisabled", _IF_ON),
        _Switch(("SecondaryArtifacts", "*"), "EncryptionDisabled", _IF_ON),
    ),
    "AWS::DAX::Cluster": (_Switch((), "SSESpecification.SSEEnabled", _NOT_ON),),
    "AWS::DocDB::GlobalCluster": (_Switch((), "StorageEncrypted", _NOT_ON, unless=_COPY),),
    "AWS::EC2::SpotFleet": (
        _Switch(
            ("SpotFleetRequestConfigData", "LaunchSpecifications", "*", "BlockDeviceMappings", "*", "Ebs"),
            "Encrypted", _NOT_ON, unless=_DISK,
        ),
    ),
    "AWS::ECS::Cluster": (
        _Switch(_EXEC_LOGS, "CloudWatchEncryptionEnabled", _IF_OFF),
        _Switch(_EXEC_LOGS, "S3EncryptionEnabled", _IF_OFF),
    ),
    "AWS::Neptune::GlobalCluster": (_Switch((), "StorageEncrypted", _NOT_ON, unless=_COPY),),
    "AWS::RDS::GlobalCluster": (_Switch((), "StorageEncrypted", _NOT_ON, unless=_COPY),),
    "AWS::Serverless::Api": (_CACHED,),
    "AWS::Serverless::GraphQLApi": (_Switch(("Cache",), "AtRestEncryptionEnabled", _IF_OFF),),
}  # fmt: skip

TYPES = tuple(SWITCHES)
SINCE = "0.2.0"
WHY = "A disk, a snapshot or a cache that is not encrypted is read by whoever gets hold of it."
FIX = "the switch that the finding names: encrypted=True, sse_enabled=True, cache_data_encrypted=True"

BAD = """
Cache:
  Type: AWS::DAX::Cluster
  Properties:
    IAMRoleARN: arn:aws:iam::111122223333:role/prod-cache
    NodeType: dax.t3.small
    ReplicationFactor: 3
    ClusterEndpointEncryptionType: TLS
"""
GOOD = BAD + "    SSESpecification: {SSEEnabled: true}\n"


def check(resource: Resource) -> Iterator[Breach]:
    """Judge each switch of a type where the thing is that it encrypts."""
    for switch in SWITCHES[resource.type]:
        for thing in resource.places(*switch.thing):
            if isinstance(thing.value, dict) and _counts(resource, switch, thing):
                yield from _judged(resource, switch, thing)


def _counts(resource: Resource, switch: _Switch, thing: Place) -> bool:
    given = resource.template
    if any(one.value is not ABSENT for name in switch.unless for one in given.places(thing.value, *name.split("."))):
        return False
    return not switch.when or any(said(one.value) != OFF for one in _set(resource, switch.when, thing))


def _set(resource: Resource, name: str, thing: Place) -> Iterator[Place]:
    return (one for one in resource.template.places(thing.value, name) if one.value is not ABSENT)


def _judged(resource: Resource, switch: _Switch, thing: Place) -> Iterator[Breach]:
    for place in resource.template.places(thing.value, *switch.name.split("."), at=thing.path):
        name, position = place.path.rpartition(".")[2], said(place.value)
        if position is None:
            yield Breach(f"{name} is {describe(place.value)}.", place.path, unknown=True)
        elif position in switch.plain:
            state = "absent, and it is off by default" if position == DEFAULT else position
            inside = len(tuple(steps(thing.path)))
            turned = mended(resource, Amendment(place.path, ON not in switch.plain, place.value, within=inside))
            yield Breach(f"{name} is {state}.", place.path, in_words(turned), patches=turned)
