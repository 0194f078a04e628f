"""A fix names the property of the type that is judged, and is Python only for what CDK made."""

from __future__ import annotations

import json

import pytest
import yaml

from aspects.judge.readings.transport import DEMANDS, Demand
from aspects.judge.readings.transport_mending import wanted
from tests.aspects.judge.rules.support import judged

AUTHORITY = "<arn of the certificate of its authority>"
EVERY = [(type_, demand) for type_, demands in DEMANDS.items() for demand in demands]


@pytest.mark.parametrize(("type_", "demand"), EVERY, ids=lambda one: one if isinstance(one, str) else one.name)
def test_what_a_fix_writes_is_what_is_demanded(type_: str, demand: Demand) -> None:
    for engine in ("mysql", "oracle", "sqlserver", "sybase", "postgres", "MySqlSettings", "DocDbSettings"):
        assert demand.good.fullmatch(wanted(type_, demand, engine=engine).lower()), type_


@pytest.mark.parametrize(
    ("type_", "properties", "fix"),
    [
        ("AWS::DAX::Cluster", {}, {"ClusterEndpointEncryptionType": "TLS"}),
        ("AWS::RDS::DBProxy", {}, {"RequireTLS": True}),
        ("AWS::DMS::Endpoint", {"EngineName": "sqlserver"}, {"SslMode": "require"}),
        ("AWS::DMS::Endpoint", {"EngineName": "mysql"}, {"SslMode": "verify-ca", "CertificateArn": AUTHORITY}),
        ("AWS::DMS::Endpoint", {"EngineName": "aurora", "CertificateArn": "x"}, {"SslMode": "verify-ca"}),
        ("AWS::DMS::Endpoint", {"EngineName": "sybase"}, {"SslMode": "verify-full", "CertificateArn": AUTHORITY}),
        ("AWS::DMS::Endpoint", {"EngineName": "kafka", "KafkaSettings": {"SecurityProtocol": "sasl-plaintext"}},
         {"KafkaSettings": {"SecurityProtocol": "sasl-ssl"}}),
        ("AWS::SNS::Subscription", {"Protocol": "http", "Endpoint": "http://example.org"},
         {"Protocol": "https", "Endpoint": "https://example.org"}),
        ("AWS::Transfer::Server", {"Protocols": ["FTP", "FTPS"]}, {"Protocols": ["FTPS"]}),
        ("AWS::RDS::DBParameterGroup", {"Family": "postgres14"}, {"Parameters": {"rds.force_ssl": "1"}}),
        ("AWS::MSK::Cluster", {"EncryptionInfo": {"EncryptionInTransit": {"ClientBroker": "PLAINTEXT"}}},
         {"EncryptionInfo": {"EncryptionInTransit": {"ClientBroker": "TLS"}}}),
        ("AWS::ElasticLoadBalancingV2::Listener", {"Protocol": "HTTPS"},
         {"SslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06"}),
        ("AWS::ElasticLoadBalancingV2::Listener", {"Protocol": "HTTP", "Port": 80},
         {"Protocol": "HTTPS", "Port": 443, "Certificates": [{"CertificateArn": "<certificate arn>"}],
          "SslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06"}),
        ("AWS::Redshift::ClusterParameterGroup", {},
         {"Parameters": [{"ParameterName": "require_ssl", "ParameterValue": "true"}]}),
    ],
)  # fmt: skip
def test_the_fix_of_a_connection_is_of_its_own_type(type_: str, properties: dict[str, object], fix: object) -> None:
    found = judged(f"It: {json.dumps({'Type': type_, 'Properties': {'Q': 1, **properties}})}").findings
    texts = [yaml.safe_load(one.fix) for one in found if one.rule.id == "transport-is-encrypted"]
    assert texts == [{"Resources": {"It": {"Properties": fix}}}]


@pytest.mark.parametrize(
    ("type_", "properties", "fix"),
    [
        ("AWS::RDS::DBParameterGroup", {"Family": "postgres14"},
         r"""add_property_override("Parameters.rds\\.force_ssl", '1')"""),
        ("AWS::RDS::DBProxy", {}, """add_property_override("RequireTLS", True)"""),
        ("AWS::CloudFront::Distribution", {"DistributionConfig": {}}, "certificate=certificate"),
        ("AWS::Redshift::ClusterParameterGroup", {}, "redshift.ClusterParameterGroup("),
        ("AWS::ElasticLoadBalancing::LoadBalancer",
         {"Listeners": [{"Protocol": "HTTP", "LoadBalancerPort": "80", "InstancePort": "80"}]},
         """add_property_override("Listeners.0.Protocol", 'HTTPS'), with SSLCertificateId"""),
    ],
)  # fmt: skip
def test_what_cdk_made_has_python_of_its_own_type(type_: str, properties: dict[str, object], fix: str) -> None:
    made = {"Type": type_, "Properties": {"Q": 1, **properties}, "Metadata": {"aws:cdk:path": "prod-a/It/Resource"}}
    found = judged(f"It: {json.dumps(made)}").findings
    (text,) = (one.fix for one in found if one.rule.id == "transport-is-encrypted")
    assert fix in text


@pytest.mark.parametrize(
    ("type_", "properties", "fix"),
    [
        ("AWS::SQS::Queue", {"QueueName": "prodOrders"}, "QueueName: <env>-<service>-<kind>"),
        ("AWS::SQS::Queue", {"QueueName": "prodOrders", "FifoQueue": True}, "QueueName: <env>-<service>-<kind>.fifo"),
        ("AWS::KMS::Alias", {"AliasName": "alias/Prod"}, "AliasName: alias/<env>-<purpose>"),
        ("AWS::Logs::LogGroup", {"LogGroupName": "Orders"}, "LogGroupName: /<org>/<env>/<service>/<kind>"),
        ("AWS::Glue::Database", {"DatabaseInput": {"Name": "Orders"}}, "Name: <env>_<service>_<kind>"),
        ("AWS::EC2::VPC", {"Tags": [{"Key": "Name", "Value": "Prod"}]},
         "# Resources.It.Properties.Tags[0]\nValue: <env>-<service>-<kind>"),
    ],
)  # fmt: skip
def test_the_fix_of_a_name_promises_to_fill_it_in_only_where_something_does(
    type_: str, properties: dict[str, object], fix: str
) -> None:
    for metadata, expected in (({}, fix), ({"aws:cdk:path": "prod-api/It/Resource"}, "leave the name out")):
        body = json.dumps({"Type": type_, "Properties": properties, "Metadata": metadata})
        (found,) = (one for one in judged(f"It: {body}").findings if one.rule.id == "physical-names-follow-the-scheme")
        assert found.fix.startswith(expected) or found.fix.endswith(expected)


def test_the_fix_of_a_name_that_is_taken_is_another_one_or_none() -> None:
    queues = "".join(f"{name}: {{Type: AWS::SQS::Queue, Properties: {{QueueName: a}}}}\n" for name in "AB")
    (found,) = (one for one in judged(queues).findings if one.rule.id == "physical-names-are-unique")
    assert found.fix.endswith("QueueName: <env>-<service>-<another kind>")


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
