"""A fix names the property of the type that is judged, and is Python only for what CDK made."""

from __future__ import annotations

import json

import pytest

from aspects.judge.readings.transport import DEMANDS, WANTED, Demand
from tests.aspects.judge.rules.support import judged

EVERY = [(type_, demand) for type_, demands in DEMANDS.items() for demand in demands]


@pytest.mark.parametrize(("type_", "demand"), EVERY, ids=lambda one: one if isinstance(one, str) else one.name)
def test_what_a_fix_writes_is_what_is_demanded(type_: str, demand: Demand) -> None:
    assert demand.good.fullmatch(WANTED[demand.name].lower()), type_


@pytest.mark.parametrize(
    ("type_", "properties", "fix"),
    [
        ("AWS::DAX::Cluster", {}, "ClusterEndpointEncryptionType: TLS"),
        ("AWS::RDS::DBProxy", {}, "RequireTLS: true"),
        ("AWS::DMS::Endpoint", {"EngineName": "mysql"}, "SslMode: require"),
        ("AWS::MSK::Cluster", {"EncryptionInfo": {"EncryptionInTransit": {"ClientBroker": "PLAINTEXT"}}},
         "EncryptionInfo.EncryptionInTransit.ClientBroker: TLS"),
        ("AWS::ElasticLoadBalancingV2::Listener", {"Protocol": "HTTPS"},
         "SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06"),
        ("AWS::ElasticLoadBalancingV2::Listener", {"Protocol": "HTTP"},
         "Protocol: HTTPS, with a certificate; or a default action that redirects to HTTPS"),
        ("AWS::Redshift::ClusterParameterGroup", {"Parameters": []},
         "Parameters: [{ParameterName: require_ssl, ParameterValue: 'true'}]"),
    ],
)  # fmt: skip
def test_the_fix_of_a_connection_is_of_its_own_type(type_: str, properties: dict[str, object], fix: str) -> None:
    found = judged(f"It: {json.dumps({'Type': type_, 'Properties': {'Q': 1, **properties}})}").findings
    assert [one.fix for one in found if one.rule.id == "transport-is-encrypted"] == [fix]


@pytest.mark.parametrize(
    ("type_", "properties", "fix"),
    [
        ("AWS::SQS::Queue", {"QueueName": "prodOrders"}, "QueueName: kebab-case, <env>-<service>-<kind>"),
        ("AWS::KMS::Alias", {"AliasName": "alias/Prod"}, "AliasName: alias/<env>-<purpose>"),
        ("AWS::EC2::VPC", {"Tags": [{"Key": "Name", "Value": "Prod"}]},
         "Tags[0].Value: kebab-case, <env>-<service>-<kind>"),
    ],
)  # fmt: skip
def test_the_fix_of_a_name_promises_to_fill_it_in_only_where_something_does(
    type_: str, properties: dict[str, object], fix: str
) -> None:
    for metadata, expected in (({}, fix), ({"aws:cdk:path": "prod-api/It/Resource"}, "leave the name out")):
        body = json.dumps({"Type": type_, "Properties": properties, "Metadata": metadata})
        (found,) = (one for one in judged(f"It: {body}").findings if one.rule.id == "physical-names-follow-the-scheme")
        assert found.fix.startswith(expected)


def test_the_fix_of_a_name_that_is_taken_is_another_one_or_none() -> None:
    queues = "".join(f"{name}: {{Type: AWS::SQS::Queue, Properties: {{QueueName: a}}}}\n" for name in "AB")
    (found,) = (one for one in judged(queues).findings if one.rule.id == "physical-names-are-unique")
    assert found.fix == "QueueName: <another name>; without one, CloudFormation makes one"


@pytest.mark.parametrize(
    ("rule", "type_", "properties", "fix"),
    [
        ("databases-are-not-public", "AWS::MSK::Cluster",
         {"BrokerNodeGroupInfo": {"ConnectivityInfo": {"PublicAccess": {"Type": "SERVICE_PROVIDED_EIPS"}}}},
         "BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type: DISABLED"),
        ("databases-are-not-public", "AWS::NeptuneGraph::Graph", {"PublicConnectivity": True},
         "PublicConnectivity: false"),
        ("functions-are-not-public", "AWS::Serverless::Function", {"FunctionUrlConfig": {"AuthType": "NONE"}},
         "FunctionUrlConfig.AuthType: AWS_IAM"),
        ("instances-have-no-public-address", "AWS::EC2::Subnet", {"MapPublicIpOnLaunch": True},
         "MapPublicIpOnLaunch: false"),
        ("services-are-not-open-to-everybody", "AWS::MWAA::Environment", {"WebserverAccessMode": "PUBLIC_ONLY"},
         "WebserverAccessMode: PRIVATE_ONLY"),
        ("services-are-not-open-to-everybody", "AWS::Transfer::Server", {},
         "EndpointType: VPC; EndpointDetails: {VpcId: <vpc id>, SubnetIds: [<private subnet id>]}"),
        ("stored-data-is-encrypted", "AWS::DAX::Cluster", {}, "SSESpecification: {SSEEnabled: true}"),
        ("ingress-is-closed-on-dangerous-ports", "AWS::EKS::Nodegroup", {"RemoteAccess": {"Ec2SshKey": "a"}},
         "RemoteAccess.SourceSecurityGroups: [<security group id>]"),
        ("buckets-are-not-public", "AWS::Lightsail::Bucket", {"AccessRules": {"GetObject": "public"}},
         "AccessRules.GetObject: private"),
        ("service-principals-have-conditions", "AWS::Lambda::Permission",
         {"Principal": "s3.amazonaws.com", "Action": "lambda:InvokeFunction"},
         "SourceAccount: {Ref: 'AWS::AccountId'}"),
    ],
)  # fmt: skip
def test_what_cdk_made_of_another_type_than_the_rules_construct_is_told_its_own_property(
    rule: str, type_: str, properties: dict[str, object], fix: str
) -> None:
    metadata = {"aws:cdk:path": "prod-api/It/Resource"}
    body = json.dumps({"Type": type_, "Properties": properties, "Metadata": metadata})
    assert [one.fix for one in judged(f"It: {body}").findings if one.rule.id == rule] == [fix]
