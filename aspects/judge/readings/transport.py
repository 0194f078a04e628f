"""Which properties decide whether data travels encrypted, and by what protocol."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Demand:
    """A property and what it has to be, as a pattern over its text in lower case.

    `default`: the service's own value where the property is absent; empty where that is encrypted, or no concern. The
    first `anchor` parts of the path lead to the thing that must be there for the demand to hold. `when` is a property
    of the resource, and the pattern that it has to match.
    """

    path: tuple[str, ...]
    good: re.Pattern[str]
    default: str = ""
    anchor: int = 0
    when: tuple[tuple[str, ...], re.Pattern[str]] | None = field(default=None)

    @property
    def name(self) -> str:
        """The property's own name."""
        return next(part for part in reversed(self.path) if part != "*")


TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"
"""The policy of a load balancer's listener that takes TLS 1.2 and 1.3."""

# What to write where a property is not what it has to be, by its name: a value that its service takes.
WANTED: dict[str, str] = {
    "ClientBroker": "TLS", "ClusterEndpointEncryptionType": "TLS", "DisableSsl": "false", "Enabled": "true",
    "EncryptionType": "TLS", "EnforceHTTPS": "true", "InCluster": "true", "InTransitEncryption": "TLS1_2",
    "InsecureIngest": "false", "InsecureSsl": "false", "MinimumProtocolVersion": "TLSv1.2_2021",
    "OriginProtocolPolicy": "https-only", "OriginSSLProtocols": "TLSv1.2", "Protocol": "HTTPS", "Protocols": "SFTP",
    "RequireTLS": "true", "SSLMode": "Enabled", "SecurityPolicy": "TLS_1_2", "SecurityProtocol": "ssl-encryption",
    "ServerProtocol": "HTTPS", "SslMode": "require", "SslPolicy": TLS_POLICY,
    "SslSecurityProtocol": "ssl-encryption", "TLSEnabled": "true", "TLSSecurityPolicy": "Policy-Min-TLS-1-2-2019-07",
    "TransitEncryption": "ENABLED", "TransitEncryptionEnabled": "true", "TransitEncryptionMode": "required",
    "ViewerProtocolPolicy": "redirect-to-https", "neptune_enforce_ssl": "1", "rds.force_ssl": "1",
    "require_secure_transport": "ON", "tls": "enabled",
}  # fmt: skip


def _demand(path: str, good: str, default: str = "", *, anchor: int = 0, when: tuple[str, str] | None = None) -> Demand:
    """As `Demand`, from text. A path with slashes has names with dots in it."""
    held = (tuple(when[0].split(".")), re.compile(when[1])) if when else None
    return Demand(tuple(path.split("/" if "/" in path else ".")), re.compile(good), default, anchor, held)


TLS12_VIEWERS = re.compile(r"tlsv1\.[23].*")
"""The security policies of CloudFront that begin with TLS 1.2."""

_TLS12 = r"(?!(ssl|tls_1_0\Z|tls_v1\Z)).*"
_ON, _NOT_OFF = r"true|1|on|enabled", r"(?!(false|0|off|disabled)\Z).*"
_SSL_ENGINES = r"mysql|mariadb|postgres|aurora.*|sqlserver|oracle|mongodb|docdb|sybase|db2.*|azuredb|azure-sql-.*"
# Families whose default admits plain connections (Amazon RDS User Guide, on SSL/TLS of each engine).
_PLAIN_MYSQL = r"mysql(5|8\.0).*|mariadb10.*"
_PLAIN_POSTGRES = r"postgres(9|1[0-4])(\..*)?"

# Defaults from the CloudFormation Template Reference Guide, page of each type, and the service's API reference.
DEMANDS: dict[str, tuple[Demand, ...]] = {
    "AWS::ApiGateway::DomainName": (_demand("SecurityPolicy", _TLS12),),
    "AWS::ApiGateway::DomainNameV2": (_demand("SecurityPolicy", _TLS12),),
    "AWS::ApiGateway::RestApi": (_demand("SecurityPolicy", _TLS12),),
    "AWS::ApiGatewayV2::DomainName": (_demand("DomainNameConfigurations.*.SecurityPolicy", _TLS12),),
    # Always on for new caches, whatever is stated (AppSync Developer Guide, "Configuring server-side caching").
    "AWS::AppSync::ApiCache": (_demand("TransitEncryptionEnabled", _ON),),
    "AWS::Batch::JobDefinition": (
        _demand("ContainerProperties.Volumes.*.EfsVolumeConfiguration.TransitEncryption", _ON, "DISABLED", anchor=4),
    ),
    "AWS::CloudFront::Distribution": (
        _demand("DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy", r"https-only|redirect-to-https"),
        _demand("DistributionConfig.CacheBehaviors.*.ViewerProtocolPolicy", r"https-only|redirect-to-https"),
        _demand("DistributionConfig.Origins.*.CustomOriginConfig.OriginProtocolPolicy", r"https-only|match-viewer"),
        _demand("DistributionConfig.Origins.*.CustomOriginConfig.OriginSSLProtocols.*", r"tlsv1\.[23].*"),
    ),
    "AWS::CloudFront::VpcOrigin": (
        _demand("VpcOriginEndpointConfig.OriginProtocolPolicy", r"https-only|match-viewer"),
    ),
    "AWS::CodeBuild::Project": (
        _demand("Source.InsecureSsl", r"false"), _demand("SecondarySources.*.InsecureSsl", r"false"),
    ),
    "AWS::Cognito::UserPoolDomain": (_demand("CustomDomainConfig.SecurityPolicy", _TLS12),),
    "AWS::DAX::Cluster": (_demand("ClusterEndpointEncryptionType", r"tls", "NONE"),),
    "AWS::DMS::DataProvider": (_demand("Settings.*.SslMode", r"(?!none$).*"),),
    "AWS::DMS::Endpoint": (
        _demand("SslMode", r"(?!none$).*", "none", when=("EngineName", _SSL_ENGINES)),
        _demand("KafkaSettings.SecurityProtocol", r"(?!.*plaintext).*"),
        _demand("RedisSettings.SslSecurityProtocol", r"(?!plaintext$).*"),
    ),
    "AWS::DataSync::LocationEFS": (_demand("InTransitEncryption", r"tls1_2", "NONE"),),
    "AWS::DataSync::LocationObjectStorage": (_demand("ServerProtocol", r"https"),),
    "AWS::DocDB::DBClusterParameterGroup": (_demand("Parameters.tls", _NOT_OFF),),
    "AWS::ECS::TaskDefinition": (
        _demand("Volumes.*.EFSVolumeConfiguration.TransitEncryption", _ON, "DISABLED", anchor=3),
    ),
    "AWS::ElastiCache::CacheCluster": (_demand("TransitEncryptionEnabled", _ON, "false"),),
    "AWS::ElastiCache::ReplicationGroup": (
        _demand("TransitEncryptionEnabled", _ON, "false"), _demand("TransitEncryptionMode", r"required"),
    ),
    "AWS::ElasticLoadBalancingV2::Listener": (
        _demand(
            "SslPolicy", r"elbsecuritypolicy-(tls13-1-[23]|tls-1-2|fs-1-2).*", "ELBSecurityPolicy-2016-08 (TLS 1.0)",
            when=("Protocol", r"https|tls"),
        ),
    ),
    "AWS::Elasticsearch::Domain": (
        _demand("DomainEndpointOptions.EnforceHTTPS", _ON, "false"),
        _demand("DomainEndpointOptions.TLSSecurityPolicy", r"(?!.*tls-1-0).*"),
        _demand("NodeToNodeEncryptionOptions.Enabled", _ON, "false"),
    ),
    "AWS::IVS::Channel": (_demand("InsecureIngest", r"false"),),
    "AWS::KafkaConnect::Connector": (_demand("KafkaClusterEncryptionInTransit.EncryptionType", r"tls"),),
    "AWS::KinesisFirehose::DeliveryStream": (_demand("DatabaseSourceConfiguration.SSLMode", _NOT_OFF),),
    "AWS::MSK::Cluster": (
        _demand("EncryptionInfo.EncryptionInTransit.ClientBroker", r"tls"),
        _demand("EncryptionInfo.EncryptionInTransit.InCluster", _NOT_OFF),
    ),
    "AWS::MemoryDB::Cluster": (_demand("TLSEnabled", _NOT_OFF),),
    "AWS::MemoryDB::MultiRegionCluster": (_demand("TLSEnabled", _NOT_OFF),),
    "AWS::Neptune::DBClusterParameterGroup": (_demand("Parameters.neptune_enforce_ssl", _NOT_OFF),),
    "AWS::QuickSight::DataSource": (_demand("SslProperties.DisableSsl", r"false"),),
    "AWS::RDS::DBClusterParameterGroup": (
        _demand("Parameters.require_secure_transport", _NOT_OFF),
        _demand("Parameters.require_secure_transport", _ON, "OFF", when=("Family", rf"aurora-mysql.*|{_PLAIN_MYSQL}")),
        _demand("Parameters/rds.force_ssl", _NOT_OFF),
        _demand(
            "Parameters/rds.force_ssl", _ON, "0",
            when=("Family", rf"aurora-postgresql(9|1[0-6])(\..*)?|{_PLAIN_POSTGRES}"),
        ),
    ),
    "AWS::RDS::DBParameterGroup": (
        _demand("Parameters.require_secure_transport", _NOT_OFF),
        _demand("Parameters.require_secure_transport", _ON, "OFF", when=("Family", _PLAIN_MYSQL)),
        _demand("Parameters/rds.force_ssl", _NOT_OFF),
        _demand("Parameters/rds.force_ssl", _ON, "0", when=("Family", rf"sqlserver.*|{_PLAIN_POSTGRES}")),
    ),
    "AWS::RDS::DBProxy": (_demand("RequireTLS", _ON, "false"),),
    "AWS::SNS::Subscription": (_demand("Protocol", r"(?!http$).*"),),
    "AWS::SNS::Topic": (_demand("Subscription.*.Protocol", r"(?!http$).*"),),
    "AWS::Serverless::Api": (_demand("Domain.SecurityPolicy", _TLS12),),
    "AWS::Serverless::GraphQLApi": (_demand("Cache.TransitEncryptionEnabled", _ON),),
    "AWS::Serverless::HttpApi": (_demand("Domain.SecurityPolicy", _TLS12),),
    "AWS::Transfer::Server": (_demand("Protocols.*", r"(?!ftp$).*"),),
    "AWS::VpcLattice::Listener": (_demand("Protocol", r"(?!http$).*"),),
}  # fmt: skip
DEMANDS["AWS::OpenSearchService::Domain"] = DEMANDS["AWS::Elasticsearch::Domain"]
