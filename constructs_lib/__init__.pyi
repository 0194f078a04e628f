from .compute.cluster import GovernedCluster
from .compute.container import Container, Scaling
from .compute.container_service import GovernedContainerService
from .compute.function import GovernedFunction
from .compute.repository import GovernedRepository
from .database.database import GovernedDatabase
from .database.database_monitoring import GovernedDatabaseMonitoring
from .database.database_proxy import GovernedDatabaseProxy
from .database.database_settings import DatabaseSettings
from .database.table import GovernedTable
from .kernel import contract
from .kernel.contract import Kind, Output, WireType
from .kernel.data_class import DataClass
from .kernel.environment import Environment
from .kernel.errors import EXIT_BAD_INPUT, EXIT_FINDINGS, ConfigurationError, invalid
from .kernel.governance import GovernanceMode
from .kernel.keys import KEYS, KeyPurpose
from .kernel.naming import Names, kebab, pascal
from .kernel.strict_model import StackSettings, StrictModel
from .messaging.event_rule import GovernedRule, GovernedUndelivered, Target, Text
from .messaging.queue import GovernedDeadLetterQueue, GovernedQueue
from .messaging.topic import GovernedTopic
from .network.health_check import HealthCheck
from .network.load_balancer import GovernedLoadBalancer
from .network.security_group import GovernedSecurityGroup, Rule
from .observability.alarm import GovernedAlarms
from .observability.alarm_relay import GovernedAlarmReception, GovernedAlarmRelay
from .observability.dashboard import GovernedDashboard
from .observability.error_filter import GovernedErrorFilter
from .observability.event_log import GovernedEventLog
from .observability.log_group import GovernedLogGroup
from .observability.subscription import GovernedSubscription
from .observability.telemetry.alarm_spec import Severity
from .platform.acm.certificate import GovernedCertificate
from .platform.bootstrap.github import GovernedGitHubProvider, GovernedGitHubRole, Workflow
from .platform.bootstrap.terraform_state import GovernedTerraformState
from .platform.cloudtrail.alert_rules import GovernedAlertForwarding, GovernedAlertRules
from .platform.cloudtrail.threat_detection import GovernedAnalyzer, GovernedDetector
from .platform.cloudtrail.trail import GovernedTrail
from .platform.cloudtrail.trail_table import GovernedTrailTable
from .platform.cloudtrail.workgroup import GovernedWorkgroup
from .platform.logging.delivery_stream import GovernedDeliveryStream
from .platform.monitoring.alarm_topic import GovernedAlarmTopic
from .platform.monitoring.budget import GovernedAnomalyMonitor, GovernedBudget
from .platform.monitoring.grafana import GovernedGrafanaWorkspace
from .platform.monitoring.notifier import GovernedNotifier
from .platform.monitoring.pager_duty import GovernedPagerDuty
from .platform.monitoring.prometheus import GovernedPrometheusWorkspace
from .platform.monitoring.slack_channel import GovernedSlackChannel
from .platform.network.transit_gateway import GovernedTransitGateway
from .platform.network.vpc import GovernedVpc
from .platform.network.vpc_endpoints import GovernedVpcEndpoints
from .platform.route53.route53_health_check import GovernedHealthCheck
from .platform.route53.zone import GovernedDnssecKey, GovernedQueryLog, GovernedZone
from .platform.secrets.rotation import GovernedRotationFunction
from .security.key import GovernedKey, GovernedReplicaKey
from .security.parameter import GovernedParameter
from .security.role import GovernedPolicy, GovernedRole, allow, service_principal
from .security.secret import GovernedSecret
from .security.secret_policy import GovernedSecretAdmin, GovernedSecretReader
from .security.secret_settings import SecretSettings
from .security.web_acl import GovernedWebAcl
from .stack.acceptance import accept
from .stack.governed_stack import GovernedStack
from .stack.platform_stack import PlatformStack
from .storage.access_log_bucket import GovernedAccessLogBucket
from .storage.archive_lifecycle import ArchiveLifecycle
from .storage.backup import GovernedBackupPlan, GovernedBackupVault, backup_vault_arn
from .storage.bucket import GovernedBucket
from .storage.file_system import GovernedFileSystem
from .storage.replication import GovernedReplication

__all__ = [
    "EXIT_BAD_INPUT",
    "EXIT_FINDINGS",
    "KEYS",
    "ArchiveLifecycle",
    "ConfigurationError",
    "Container",
    "DataClass",
    "DatabaseSettings",
    "Environment",
    "GovernanceMode",
    "GovernedAccessLogBucket",
    "GovernedAlarmReception",
    "GovernedAlarmRelay",
    "GovernedAlarmTopic",
    "GovernedAlarms",
    "GovernedAlertForwarding",
    "GovernedAlertRules",
    "GovernedAnalyzer",
    "GovernedAnomalyMonitor",
    "GovernedBackupPlan",
    "GovernedBackupVault",
    "GovernedBucket",
    "GovernedBudget",
    "GovernedCertificate",
    "GovernedCluster",
    "GovernedContainerService",
    "GovernedDashboard",
    "GovernedDatabase",
    "GovernedDatabaseMonitoring",
    "GovernedDatabaseProxy",
    "GovernedDeadLetterQueue",
    "GovernedDeliveryStream",
    "GovernedDetector",
    "GovernedDnssecKey",
    "GovernedErrorFilter",
    "GovernedEventLog",
    "GovernedFileSystem",
    "GovernedFunction",
    "GovernedGitHubProvider",
    "GovernedGitHubRole",
    "GovernedGrafanaWorkspace",
    "GovernedHealthCheck",
    "GovernedKey",
    "GovernedLoadBalancer",
    "GovernedLogGroup",
    "GovernedNotifier",
    "GovernedPagerDuty",
    "GovernedParameter",
    "GovernedPolicy",
    "GovernedPrometheusWorkspace",
    "GovernedQueryLog",
    "GovernedQueue",
    "GovernedReplicaKey",
    "GovernedReplication",
    "GovernedRepository",
    "GovernedRole",
    "GovernedRotationFunction",
    "GovernedRule",
    "GovernedSecret",
    "GovernedSecretAdmin",
    "GovernedSecretReader",
    "GovernedSecurityGroup",
    "GovernedSlackChannel",
    "GovernedStack",
    "GovernedSubscription",
    "GovernedTable",
    "GovernedTerraformState",
    "GovernedTopic",
    "GovernedTrail",
    "GovernedTrailTable",
    "GovernedTransitGateway",
    "GovernedUndelivered",
    "GovernedVpc",
    "GovernedVpcEndpoints",
    "GovernedWebAcl",
    "GovernedWorkgroup",
    "GovernedZone",
    "HealthCheck",
    "KeyPurpose",
    "Kind",
    "Names",
    "Output",
    "PlatformStack",
    "Rule",
    "Scaling",
    "SecretSettings",
    "Severity",
    "StackSettings",
    "StrictModel",
    "Target",
    "Text",
    "WireType",
    "Workflow",
    "accept",
    "allow",
    "backup_vault_arn",
    "contract",
    "invalid",
    "kebab",
    "pascal",
    "service_principal",
]
