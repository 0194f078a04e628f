"""Databases, warehouses, brokers and search collections are not public.

Each type by its own switch, and by the service's default where the switch is absent. An RDS instance or Multi-AZ
cluster that says nothing and has no subnet group of its own is reported as unknown: it takes what the default VPC makes
of it (RDS API Reference, CreateDBInstance and CreateDBCluster). The resource policies of search domains are judged with
every other resource policy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.patch import in_words, steps
from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.readings.switches import DEFAULT, ON, said, switched
from aspects.judge.rule import Breach
from aspects.judge.template import ABSENT, Partial
from aspects.judge.template.json_text import from_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.patch import Patch
    from aspects.judge.template import Place, Resource

_SWITCH = ("PubliclyAccessible", frozenset({ON}))
_SWITCHES: dict[str, tuple[str, frozenset[str]]] = {
    "AWS::AmazonMQ::Broker": _SWITCH,
    "AWS::DMS::InstanceProfile": _SWITCH,
    # Public by default (DMS API Reference, CreateReplicationInstance).
    "AWS::DMS::ReplicationInstance": ("PubliclyAccessible", frozenset({ON, DEFAULT})),
    "AWS::Lightsail::Database": _SWITCH,
    "AWS::MSK::Cluster": (
        "BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type",
        frozenset({"service_provided_eips"}),
    ),
    "AWS::Neptune::DBInstance": _SWITCH,
    "AWS::NeptuneGraph::Graph": ("PublicConnectivity", frozenset({ON})),
    "AWS::RDS::DBCluster": _SWITCH,
    "AWS::RDS::DBInstance": _SWITCH,
    "AWS::RDS::DBShardGroup": _SWITCH,
    "AWS::Redshift::Cluster": _SWITCH,
    "AWS::RedshiftServerless::Workgroup": _SWITCH,
    "AWS::Timestream::InfluxDBCluster": _SWITCH,
    "AWS::Timestream::InfluxDBInstance": _SWITCH,
}
_SEARCH = "AWS::OpenSearchServerless::SecurityPolicy"
_REACHED = "The internet reaches its collections (AllowFromPublic: true)."
_DEFAULT_VPC = {"AWS::RDS::DBInstance", "AWS::RDS::DBCluster"}

TYPES = (*_SWITCHES, _SEARCH)
SINCE = "0.1.0"
WHY = "A database with a public address is one wrong security group, password or vulnerability away from everybody."
FIX = "GovernedDatabase(self, ...), which lives in the private subnets; or publicly_accessible=False"

BAD = """
Orders:
  Type: AWS::RDS::DBInstance
  Properties: {Engine: mysql, DBInstanceClass: db.t4g.large, PubliclyAccessible: true}
Migration:
  Type: AWS::DMS::ReplicationInstance
  Properties: {ReplicationInstanceClass: dms.t3.medium}
"""
GOOD = """
Orders:
  Type: AWS::RDS::DBInstance
  Properties: {Engine: mysql, DBInstanceClass: db.t4g.large, PubliclyAccessible: false}
Migration:
  Type: AWS::DMS::ReplicationInstance
  Properties: {ReplicationInstanceClass: dms.t3.medium, PubliclyAccessible: false}
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Judge the switch of a type, or the network policies of search collections."""
    if resource.type == _SEARCH:
        yield from _collections(resource)
        return
    path, positions = _SWITCHES[resource.type]
    to = "DISABLED" if path.endswith(".Type") else False
    yield from switched(resource, path, positions, "The internet reaches it", to=to, fits=path == _SWITCH[0])
    if resource.type in _DEFAULT_VPC and ABSENT in resource.values(path) and _takes_the_default(resource):
        yield Breach(
            "PubliclyAccessible is absent, and so is a subnet group: in the default VPC it becomes public.",
            path,
            fix="publicly_accessible=False",
            unknown=True,
        )


def _takes_the_default(resource: Resource) -> bool:
    """Whether it may land in the default VPC: members of clusters and replicas go where the rest of them is."""
    if any(ABSENT not in resource.values(name) for name in ("DBClusterIdentifier", "SourceDBInstanceIdentifier")):
        return False
    if resource.type == "AWS::RDS::DBCluster" and resource.values("DBClusterInstanceClass") == [ABSENT]:
        return False  # Aurora, whose instances say it
    engines = resource.values("Engine")
    if all(isinstance(engine, str) and engine.lower().startswith("aurora") for engine in engines):
        return False
    return any(value is ABSENT or said(value) == "default" for value in resource.values("DBSubnetGroupName"))


def _collections(resource: Resource) -> Iterator[Breach]:
    """The policies of type `network`: a JSON list, each item with `AllowFromPublic`."""
    if all(said(value) in ("encryption", DEFAULT) for value in resource.values("Type")):
        return
    for place in resource.places("Policy"):
        body = from_json(place.value)
        if not isinstance(body, list | dict):
            if place.value is not ABSENT:
                yield Breach("The policy is known only at deploy time.", place.path, unknown=True)
            continue
        for item in resource.template.places(body, "*", "AllowFromPublic", at=place.path):
            if said(item.value) == ON:
                mends = _by_endpoint(resource, item)
                yield Breach(_REACHED, item.path, in_words(mends), patches=mends)
            elif said(item.value) is None or isinstance(item.value, Partial):
                yield Breach("AllowFromPublic is known only at deploy time.", item.path, unknown=True)


def _by_endpoint(resource: Resource, item: Place) -> tuple[Patch, ...]:
    """Access by an endpoint of the VPC, which a network policy has to name where the internet has none."""
    *rule, _ = steps(item.path)
    endpoints = Amendment((*rule, "SourceVPCEs"), ["<vpc endpoint id>"], within=len(rule))
    return mended(resource, Amendment(item.path, value=False, given=item.value), endpoints)
