from __future__ import annotations

import json

import pytest

from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "databases-are-not-public"
SWITCHED = [
    "AWS::AmazonMQ::Broker",
    "AWS::DMS::InstanceProfile",
    "AWS::DMS::ReplicationInstance",
    "AWS::Lightsail::Database",
    "AWS::Neptune::DBInstance",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::RDS::DBShardGroup",
    "AWS::Redshift::Cluster",
    "AWS::RedshiftServerless::Workgroup",
    "AWS::Timestream::InfluxDBCluster",
    "AWS::Timestream::InfluxDBInstance",
]


def of(type_: str, **properties: object) -> str:
    return "It: " + json.dumps({"Type": type_, "Properties": properties})


def instance(**properties: object) -> str:
    return of("AWS::RDS::DBInstance", **properties)


@pytest.mark.parametrize("type_", SWITCHED)
def test_a_database_that_is_switched_public_is_a_finding(type_: str) -> None:
    for value in (True, "true", "True", {"Fn::If": ["Odd", False, True]}):
        assert findings_of(RULE, of(type_, PubliclyAccessible=value)) == [("It", "PubliclyAccessible")]
    for value in (False, "false", {"Fn::If": ["Odd", False, "false"]}):
        assert findings_of(RULE, of(type_, PubliclyAccessible=value)) == []
        assert unknown_of(RULE, of(type_, PubliclyAccessible=value)) == []


def test_a_switch_that_nobody_can_know_is_unknown() -> None:
    sections = "Parameters: {Given: {Type: String}}"
    assert unknown_of(RULE, instance(PubliclyAccessible={"Ref": "Given"}), sections) == [("It", "PubliclyAccessible")]
    sections = "Parameters: {Given: {Type: String, Default: 'true'}}"
    assert findings_of(RULE, instance(PubliclyAccessible={"Ref": "Given"}), sections) == [("It", "PubliclyAccessible")]


def test_a_replication_instance_is_public_by_default() -> None:
    assert findings_of(RULE, of("AWS::DMS::ReplicationInstance")) == [("It", "PubliclyAccessible")]


@pytest.mark.parametrize("type_", [one for one in SWITCHED if one != "AWS::DMS::ReplicationInstance"])
def test_no_other_type_is_public_by_default(type_: str) -> None:
    assert findings_of(RULE, of(type_)) == []


@pytest.mark.parametrize(
    "place", [{}, {"DBSubnetGroupName": "default"}, {"DBSubnetGroupName": {"Ref": "AWS::NoValue"}}]
)
def test_an_rds_instance_that_lands_in_the_default_vpc_is_unknown(place: dict[str, object]) -> None:
    assert unknown_of(RULE, instance(Engine="mysql", **place)) == [("It", "PubliclyAccessible")]


@pytest.mark.parametrize(
    "properties",
    [
        {"Engine": "mysql", "DBSubnetGroupName": "prod-database"},
        {"Engine": "aurora-mysql"},
        {"Engine": "mysql", "DBClusterIdentifier": "prod"},
        {"SourceDBInstanceIdentifier": "prod"},
    ],
)
def test_an_rds_instance_elsewhere_is_private_by_default(properties: dict[str, object]) -> None:
    assert unknown_of(RULE, instance(**properties)) == []


def test_only_a_multi_az_cluster_has_an_address_of_its_own() -> None:
    multi_az = of("AWS::RDS::DBCluster", Engine="mysql", DBClusterInstanceClass="db.r6gd.large")
    assert unknown_of(RULE, multi_az) == [("It", "PubliclyAccessible")]
    assert unknown_of(RULE, of("AWS::RDS::DBCluster", Engine="aurora-mysql")) == []


def test_brokers_of_kafka_and_graphs_say_it_in_their_own_words() -> None:
    def kafka(kind: str) -> str:
        return of("AWS::MSK::Cluster", BrokerNodeGroupInfo={"ConnectivityInfo": {"PublicAccess": {"Type": kind}}})

    place = "BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type"
    assert findings_of(RULE, kafka("SERVICE_PROVIDED_EIPS")) == [("It", place)]
    assert findings_of(RULE, kafka("DISABLED")) == []
    graph = "AWS::NeptuneGraph::Graph"
    assert findings_of(RULE, of(graph, PublicConnectivity=True)) == [("It", "PublicConnectivity")]
    assert findings_of(RULE, of(graph, PublicConnectivity=False)) == []


def test_search_collections_are_judged_by_their_network_policies() -> None:
    def collection(policy: object, kind: str = "network") -> str:
        return of("AWS::OpenSearchServerless::SecurityPolicy", Name="prod", Type=kind, Policy=policy)

    def rules(*, public: bool) -> list[object]:
        return [{"Rules": [], "AllowFromPublic": public}]

    public, private = rules(public=True), rules(public=False)
    assert findings_of(RULE, collection(json.dumps(public))) == [("It", "Policy[0].AllowFromPublic")]
    assert findings_of(RULE, collection({"Fn::Sub": json.dumps(public)})) == [("It", "Policy[0].AllowFromPublic")]
    assert findings_of(RULE, collection(json.dumps(private))) == []
    assert findings_of(RULE, collection(json.dumps(public), "encryption")) == []
    assert unknown_of(RULE, collection("no JSON")) == [("It", "Policy")]
