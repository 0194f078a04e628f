from .access_log_bucket import GovernedAccessLogBucket
from .alarm import GovernedAlarms
from .alarm_relay import GovernedAlarmReception, GovernedAlarmRelay
from .alarm_topic import GovernedAlarmTopic
from .alert_rules import GovernedAlertForwarding, GovernedAlertRules
from .archive_lifecycle import ArchiveLifecycle
from .backup import GovernedBackupPlan, GovernedBackupVault, backup_vault_arn
from .bucket import GovernedBucket
from .budget import GovernedAnomalyMonitor, GovernedBudget
from .certificate import GovernedCertificate
from .cluster import GovernedCluster
from .container import Container, Scaling
from .container_service import GovernedContainerService
from .dashboard import GovernedDashboard
from .database import GovernedDatabase
from .database_monitoring import GovernedDatabaseMonitoring
from .database_proxy import GovernedDatabaseProxy
from .database_settings import DatabaseSettings
from .delivery_stream import GovernedDeliveryStream
from .error_filter import GovernedErrorFilter
from .event_log import GovernedEventLog
from .event_rule import GovernedRule, GovernedUndelivered, Target, Text
from .file_system import GovernedFileSystem
from .function import GovernedFunction
from .github import GovernedGitHubProvider, GovernedGitHubRole, Workflow
from .grafana import GovernedGrafanaWorkspace
from .health_check import HealthCheck
from .kernel import contract
from .kernel.contract import Kind, Output, WireType
from .kernel.data_class import DataClass
from .kernel.environment import Environment
from .kernel.errors import EXIT_BAD_INPUT, EXIT_FINDINGS, ConfigurationError, invalid
from .kernel.governance import GovernanceMode
from .kernel.keys import KEYS, KeyPurpose
from .kernel.naming import Names, kebab, pascal
from .kernel.strict_model import StackSettings, StrictModel
from .key import GovernedKey, GovernedReplicaKey
from .load_balancer import GovernedLoadBalancer
from .log_group import GovernedLogGroup
from .notifier import GovernedNotifier
from .pager_duty import GovernedPagerDuty
from .parameter import GovernedParameter
from .prometheus import GovernedPrometheusWorkspace
from .queue import GovernedDeadLetterQueue, GovernedQueue
from .replication import GovernedReplication
from .repository import GovernedRepository
from .role import GovernedPolicy, GovernedRole, allow, service_principal
from .rotation import GovernedRotationFunction
from .route53_health_check import GovernedHealthCheck
from .secret import GovernedSecret
from .secret_policy import GovernedSecretAdmin, GovernedSecretReader
from .secret_settings import SecretSettings
from .security_group import GovernedSecurityGroup, Rule
from .slack_channel import GovernedSlackChannel
from .stack.acceptance import accept
from .stack.governed_stack import GovernedStack
from .stack.platform_stack import PlatformStack
from .subscription import GovernedSubscription
from .table import GovernedTable
from .telemetry.alarm_spec import Severity
from .terraform_state import GovernedTerraformState
from .threat_detection import GovernedAnalyzer, GovernedDetector
from .topic import GovernedTopic
from .trail import GovernedTrail
from .trail_table import GovernedTrailTable
from .transit_gateway import GovernedTransitGateway
from .vpc import GovernedVpc
from .vpc_endpoints import GovernedVpcEndpoints
from .web_acl import GovernedWebAcl
from .workgroup import GovernedWorkgroup
from .zone import GovernedDnssecKey, GovernedQueryLog, GovernedZone

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
