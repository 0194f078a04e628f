"""Encrypted connections only, by each property that decides."""

from __future__ import annotations

import pytest

from aspects.judge.readings.transport import DEMANDS
from governed_cdk.schemas.reader import children, schemas
from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "transport-is-encrypted"
PARAMETERS = "Parameters: {Given: {Type: String}}\nConditions: {Chosen: !Equals [!Ref AWS::Region, a]}"
REDIRECT = "[{Type: redirect, RedirectConfig: {Protocol: HTTPS, StatusCode: HTTP_301}}]"
LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
DISTRIBUTION = "AWS::CloudFront::Distribution"
CACHE = "AWS::ElastiCache::ReplicationGroup"
DOMAIN = "AWS::OpenSearchService::Domain"
PARAMETER_GROUP = "AWS::RDS::DBParameterGroup"


def thing(type_: str, properties: str) -> str:
    return f"Thing:\n  Type: {type_}\n  Properties: {properties}"


@pytest.mark.parametrize(
    ("type_", "properties", "findings"),
    [
        (LISTENER, "{Protocol: HTTP, Port: 80, DefaultActions: [{Type: forward}]}", 1),
        (LISTENER, f"{{Protocol: HTTP, Port: 80, DefaultActions: {REDIRECT}}}", 0),
        (LISTENER, "{Protocol: HTTP, DefaultActions: [{Type: redirect, RedirectConfig: {Port: '8080'}}]}", 1),
        (LISTENER, "{Protocol: TCP, Port: 80, DefaultActions: [{Type: forward}]}", 1),
        (LISTENER, "{Protocol: TCP, Port: 443, DefaultActions: [{Type: forward}]}", 0),
        (LISTENER, "{Protocol: !If [Chosen, HTTP, HTTPS], SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06}", 1),
        (LISTENER, "{Protocol: HTTPS, SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06}", 0),
        (LISTENER, "{Protocol: HTTPS, SslPolicy: ELBSecurityPolicy-TLS13-1-0-2021-06}", 1),
        (LISTENER, "{Protocol: TLS, SslPolicy: ELBSecurityPolicy-2016-08}", 1),
        (LISTENER, "{Protocol: HTTPS}", 1),
        ("AWS::ElasticLoadBalancing::LoadBalancer", "{Listeners: [{Protocol: http}, {Protocol: HTTPS}]}", 1),
        (DISTRIBUTION, "{DistributionConfig: {DefaultCacheBehavior: {ViewerProtocolPolicy: allow-all}}}", 2),
        (DISTRIBUTION, "{DistributionConfig: {DefaultCacheBehavior: {ViewerProtocolPolicy: https-only}}}", 1),
        (DISTRIBUTION, "{DistributionConfig: {CacheBehaviors: [{ViewerProtocolPolicy: allow-all}]}}", 2),
        (DISTRIBUTION, "{DistributionConfig: {ViewerCertificate: {MinimumProtocolVersion: TLSv1.1_2016}}}", 1),
        (DISTRIBUTION, "{DistributionConfig: {ViewerCertificate: {AcmCertificateArn: a}}}", 1),
        (DISTRIBUTION, "{DistributionConfig: {ViewerCertificate: {CloudFrontDefaultCertificate: true}}}", 1),
        (CACHE, "{}", 1),
        (CACHE, "{TransitEncryptionEnabled: 'false'}", 1),
        (CACHE, "{TransitEncryptionEnabled: 'true'}", 0),
        (CACHE, "{TransitEncryptionEnabled: true, TransitEncryptionMode: preferred}", 1),
        ("AWS::MemoryDB::Cluster", "{}", 0),
        ("AWS::MemoryDB::Cluster", "{TLSEnabled: false}", 1),
        ("AWS::DAX::Cluster", "{}", 1),
        (DOMAIN, "{}", 2),
        (DOMAIN, "{DomainEndpointOptions: {EnforceHTTPS: true}, NodeToNodeEncryptionOptions: {Enabled: true}}", 0),
        ("AWS::MSK::Cluster", "{}", 0),
        ("AWS::MSK::Cluster", "{EncryptionInfo: {EncryptionInTransit: {ClientBroker: TLS_PLAINTEXT}}}", 1),
        ("AWS::RDS::DBProxy", "{}", 1),
        ("AWS::RDS::DBProxy", "{RequireTLS: true}", 0),
        (PARAMETER_GROUP, "{Family: mysql8.0}", 1),
        (PARAMETER_GROUP, "{Family: mysql8.0, Parameters: {require_secure_transport: 1}}", 0),
        (PARAMETER_GROUP, "{Family: mysql8.4, Parameters: {require_secure_transport: '0'}}", 1),
        (PARAMETER_GROUP, "{Family: postgres14}", 1),
        (PARAMETER_GROUP, "{Family: postgres16}", 0),
        (PARAMETER_GROUP, "{Family: postgres16, Parameters: {rds.force_ssl: 0}}", 1),
        (PARAMETER_GROUP, "{Family: aurora-mysql8.0}", 0),
        ("AWS::RDS::DBClusterParameterGroup", "{Family: aurora-mysql8.0}", 1),
        ("AWS::DocDB::DBClusterParameterGroup", "{Parameters: {tls: disabled}}", 1),
        ("AWS::DocDB::DBClusterParameterGroup", "{Parameters: {audit_logs: enabled}}", 0),
        ("AWS::Redshift::ClusterParameterGroup", "{}", 1),
        (
            "AWS::Redshift::ClusterParameterGroup",
            "{Parameters: [{ParameterName: require_ssl, ParameterValue: true}]}",
            0,
        ),
        ("AWS::ECS::TaskDefinition", "{Volumes: [{Name: a}, {EFSVolumeConfiguration: {FilesystemId: fs-1}}]}", 1),
        ("AWS::ECS::TaskDefinition", "{Volumes: [{EFSVolumeConfiguration: {TransitEncryption: ENABLED}}]}", 0),
        ("AWS::DMS::Endpoint", "{EngineName: mysql}", 1),
        ("AWS::DMS::Endpoint", "{EngineName: mysql, SslMode: verify-full}", 0),
        ("AWS::DMS::Endpoint", "{EngineName: s3}", 0),
        ("AWS::SNS::Subscription", "{Protocol: http}", 1),
        ("AWS::SNS::Subscription", "{Protocol: https}", 0),
    ],
)
def test_each_property_that_decides(type_: str, properties: str, findings: int) -> None:
    assert len(findings_of(RULE, thing(type_, properties), PARAMETERS)) == findings


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        (CACHE, "{TransitEncryptionEnabled: !Ref Given}"),
        (LISTENER, "{Protocol: !Ref Given, SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06}"),
        (PARAMETER_GROUP, "{Family: !Ref Given, Parameters: {rds.force_ssl: 1, require_secure_transport: !Ref Given}}"),
    ],
)
def test_what_only_the_deploy_knows_is_unknown(type_: str, properties: str) -> None:
    assert findings_of(RULE, thing(type_, properties), PARAMETERS) == []
    assert unknown_of(RULE, thing(type_, properties), PARAMETERS)


@pytest.mark.parametrize("type_", sorted(DEMANDS))
def test_every_property_of_the_table_exists(type_: str) -> None:
    schema = schemas()[type_]
    for demand in DEMANDS[type_]:
        node = schema
        for part in demand.path:
            inside = children(schema, node)
            if not inside:  # a map that the schema leaves open: parameters of a group
                break
            assert part in inside or part == "*" or "{}" in inside, f"{type_}: {demand.path}"
            node = inside.get(part) or inside.get("[]") or inside.get("{}") or next(iter(inside.values()))
