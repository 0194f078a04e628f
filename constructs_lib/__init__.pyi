from .compute.cluster import GovernedCluster
from .compute.connect import Connect
from .compute.container import Container
from .compute.container_part import ContainerHealthCheck
from .compute.container_service import GovernedContainerService
from .compute.deployment import BlueGreen, Canary, Deployment, Linear, Rolling
from .compute.fargate import check_task_size
from .compute.function import GovernedFunction
from .compute.function_image import FunctionImage
from .compute.image_push_role import GovernedImagePushRole
from .compute.metrics_collector import MetricsCollector
from .compute.repository import GovernedRepository
from .compute.scaling import QueueBacklog, Scaling, ScheduledCapacity
from .compute.sidecar import Sidecar
from .compute.smoke_test import SmokeTest
from .compute.spot import Spot
from .compute.task import GovernedTask, Schedule
from .database.cache import GovernedCache
from .database.cache_settings import CacheSettings
from .database.database import GovernedDatabase
from .database.database_login import GovernedDatabaseLogin
from .database.database_monitoring import GovernedDatabaseMonitoring
from .database.database_proxy import GovernedDatabaseProxy
from .database.database_settings import SHARED_DATABASE, DatabaseSettings
from .database.table import GovernedTable, TableIndex
from .kernel import contract, setting_kinds
from .kernel.data_class import DataClass
from .kernel.database_values import PerformanceInsightsDays
from .kernel.deploy_order import deploy_waves
from .kernel.diagnosis_settings import DiagnosisSettings
from .kernel.environment import Environment
from .kernel.errors import EXIT_BAD_INPUT, EXIT_FINDINGS, ConfigurationError, invalid
from .kernel.governance import GovernanceMode, GovernanceSettings, Unjudged
from .kernel.keys import KEYS, PLATFORM_PURPOSES, KeyPurpose
from .kernel.language import Language
from .kernel.level import Level
from .kernel.naming import Names, kebab, pascal
from .kernel.output import Output, OutputKind, WireType
from .kernel.passwords import RotationDays, SecretClass
from .kernel.regions import GLOBAL_REGION
from .kernel.setting_kinds import Distinct
from .kernel.strict_model import StackSettings, StrictModel
from .kernel.tag_settings import TagSettings
from .kernel.tags import is_email
from .kernel.values import (
    MOST_DAYS,
    AccountId,
    AvailabilityZone,
    CertifiedDomain,
    Cidr,
    DailyWindow,
    DatabaseName,
    Domain,
    Email,
    EnvironmentName,
    FargateCpu,
    GitBranch,
    GitHubEnvironment,
    GitHubName,
    GitHubOwner,
    GrafanaVersion,
    HttpsUrl,
    Kebab,
    KeyArn,
    MasterUsername,
    MysqlVersion,
    Owner,
    PolicyArn,
    Region,
    ReleaseVersion,
    RetentionDays,
    RoleArn,
    RoleName,
    SecretVersion,
    SecurityGroupId,
    SlackChannelId,
    SlackWorkspaceId,
    UrlPath,
    VpcCidr,
    WeeklyWindow,
    windows_overlap,
)
from .messaging.event_rule import EventTarget, EventText, GovernedEventRule, GovernedUndelivered
from .messaging.queue import GovernedDeadLetterQueue, GovernedQueue
from .messaging.schedule import GovernedSchedule
from .messaging.state_machine import GovernedStateMachine
from .messaging.topic import GovernedTopic
from .network.cdn import GovernedCdn
from .network.cors import Cors
from .network.health_check import HealthCheck
from .network.http_api import GovernedHttpApi
from .network.http_route import ApiRoute
from .network.load_balancer import GovernedLoadBalancer
from .network.record import GovernedRecord
from .network.rest_api import GovernedRestApi
from .network.rest_route import RestPlan, RestRoute, Throttle
from .network.route import Route
from .network.security_group import GovernedSecurityGroup, SecurityGroupRule
from .observability.alarm import GovernedAlarms
from .observability.alarm_relay import GovernedAlarmReception, GovernedAlarmRelay
from .observability.dashboard import GovernedDashboard
from .observability.error_filter import GovernedErrorFilter
from .observability.event_log import GovernedEventLog
from .observability.log_group import GovernedLogGroup
from .observability.subscription import GovernedSubscription
from .observability.telemetry.alarm_spec import AlarmSpec, Comparison, CompositeAlarmSpec, MissingData, Severity
from .observability.telemetry.dashboard_spec import Dashboard, Panel, PrometheusPanel
from .observability.telemetry.metric import Metric, MetricMath
from .observability.telemetry.panels import cache_dashboard
from .observability.telemetry.service_panels import (
    cloudfront_dashboard,
    http_api_dashboard,
    rest_api_dashboard,
    state_machine_dashboard,
)
from .observability.telemetry.slo import BurnRateAlert, Indicator, Objective
from .runtime.rotation.mysql_rotation.settings import StrategyName
from .security.key import GovernedKey, GovernedReplicaKey, key_alias
from .security.parameter import GovernedParameter, check_parameters
from .security.role import GovernedPolicy, GovernedRole, allow, service_principal
from .security.runtime_reader import GovernedRuntimeReader
from .security.secret import GovernedSecret
from .security.secret_policy import GovernedSecretAdmin, GovernedSecretReader
from .security.secret_rollout import GovernedSecretRollout
from .security.secret_settings import SecretSettings
from .security.web_acl import GovernedWebAcl
from .stack.acceptance import accept, wildcard_finding
from .stack.governed_stack import GovernedStack
from .stack.platform_reads import (
    PlatformCertificate,
    PlatformDatabase,
    PlatformLogArchive,
    PlatformMetrics,
    PlatformRotation,
    PlatformVpc,
    PlatformZone,
    platform_key,
)
from .stack.platform_stack import PlatformStack
from .stack.service_stack import ServiceStack
from .stack.start import start
from .storage.access_log_bucket import GovernedAccessLogBucket
from .storage.archive_lifecycle import ArchiveLifecycle
from .storage.backup import GovernedBackupPlan, GovernedBackupVault, backup_vault_arn
from .storage.bucket import GovernedBucket
from .storage.bucket_parts import LockMode
from .storage.file_system import GovernedFileSystem
from .storage.replication import GovernedReplication

__all__ = [
    "EXIT_BAD_INPUT",
    "EXIT_FINDINGS",
    "GLOBAL_REGION",
    "KEYS",
    "MOST_DAYS",
    "PLATFORM_PURPOSES",
    "SHARED_DATABASE",
    "AccountId",
    "AlarmSpec",
    "ApiRoute",
    "ArchiveLifecycle",
    "AvailabilityZone",
    "BlueGreen",
    "BurnRateAlert",
    "CacheSettings",
    "Canary",
    "CertifiedDomain",
    "Cidr",
    "Comparison",
    "CompositeAlarmSpec",
    "ConfigurationError",
    "Connect",
    "Container",
    "ContainerHealthCheck",
    "Cors",
    "DailyWindow",
    "Dashboard",
    "DataClass",
    "DatabaseName",
    "DatabaseSettings",
    "Deployment",
    "DiagnosisSettings",
    "Distinct",
    "Domain",
    "Email",
    "Environment",
    "EnvironmentName",
    "EventTarget",
    "EventText",
    "FargateCpu",
    "FunctionImage",
    "GitBranch",
    "GitHubEnvironment",
    "GitHubName",
    "GitHubOwner",
    "GovernanceMode",
    "GovernanceSettings",
    "GovernedAccessLogBucket",
    "GovernedAlarmReception",
    "GovernedAlarmRelay",
    "GovernedAlarms",
    "GovernedBackupPlan",
    "GovernedBackupVault",
    "GovernedBucket",
    "GovernedCache",
    "GovernedCdn",
    "GovernedCluster",
    "GovernedContainerService",
    "GovernedDashboard",
    "GovernedDatabase",
    "GovernedDatabaseLogin",
    "GovernedDatabaseMonitoring",
    "GovernedDatabaseProxy",
    "GovernedDeadLetterQueue",
    "GovernedErrorFilter",
    "GovernedEventLog",
    "GovernedEventRule",
    "GovernedFileSystem",
    "GovernedFunction",
    "GovernedHttpApi",
    "GovernedImagePushRole",
    "GovernedKey",
    "GovernedLoadBalancer",
    "GovernedLogGroup",
    "GovernedParameter",
    "GovernedPolicy",
    "GovernedQueue",
    "GovernedRecord",
    "GovernedReplicaKey",
    "GovernedReplication",
    "GovernedRepository",
    "GovernedRestApi",
    "GovernedRole",
    "GovernedRuntimeReader",
    "GovernedSchedule",
    "GovernedSecret",
    "GovernedSecretAdmin",
    "GovernedSecretReader",
    "GovernedSecretRollout",
    "GovernedSecurityGroup",
    "GovernedStack",
    "GovernedStateMachine",
    "GovernedSubscription",
    "GovernedTable",
    "GovernedTask",
    "GovernedTopic",
    "GovernedUndelivered",
    "GovernedWebAcl",
    "GrafanaVersion",
    "HealthCheck",
    "HttpsUrl",
    "Indicator",
    "Kebab",
    "KeyArn",
    "KeyPurpose",
    "Language",
    "Level",
    "Linear",
    "LockMode",
    "MasterUsername",
    "Metric",
    "MetricMath",
    "MetricsCollector",
    "MissingData",
    "MysqlVersion",
    "Names",
    "Objective",
    "Output",
    "OutputKind",
    "Owner",
    "Panel",
    "PerformanceInsightsDays",
    "PlatformCertificate",
    "PlatformDatabase",
    "PlatformLogArchive",
    "PlatformMetrics",
    "PlatformRotation",
    "PlatformStack",
    "PlatformVpc",
    "PlatformZone",
    "PolicyArn",
    "PrometheusPanel",
    "QueueBacklog",
    "Region",
    "ReleaseVersion",
    "RestPlan",
    "RestRoute",
    "RetentionDays",
    "RoleArn",
    "RoleName",
    "Rolling",
    "RotationDays",
    "Route",
    "Scaling",
    "Schedule",
    "ScheduledCapacity",
    "SecretClass",
    "SecretSettings",
    "SecretVersion",
    "SecurityGroupId",
    "SecurityGroupRule",
    "ServiceStack",
    "Severity",
    "Sidecar",
    "SlackChannelId",
    "SlackWorkspaceId",
    "SmokeTest",
    "Spot",
    "StackSettings",
    "StrategyName",
    "StrictModel",
    "TableIndex",
    "TagSettings",
    "Throttle",
    "Unjudged",
    "UrlPath",
    "VpcCidr",
    "WeeklyWindow",
    "WireType",
    "accept",
    "allow",
    "backup_vault_arn",
    "cache_dashboard",
    "check_parameters",
    "check_task_size",
    "cloudfront_dashboard",
    "contract",
    "deploy_waves",
    "http_api_dashboard",
    "invalid",
    "is_email",
    "kebab",
    "key_alias",
    "pascal",
    "platform_key",
    "rest_api_dashboard",
    "service_principal",
    "setting_kinds",
    "start",
    "state_machine_dashboard",
    "wildcard_finding",
    "windows_overlap",
]

# Moved away, here with a warning until 0.3: see UPGRADING.md.
from .kernel.output import OutputKind as Kind
from .messaging.event_rule import EventTarget as Target
from .messaging.event_rule import EventText as Text
from .messaging.event_rule import GovernedEventRule as GovernedRule
from .network.security_group import SecurityGroupRule as Rule
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

__all__ += [
    "GovernedAlarmTopic",
    "GovernedAlertForwarding",
    "GovernedAlertRules",
    "GovernedAnalyzer",
    "GovernedAnomalyMonitor",
    "GovernedBudget",
    "GovernedCertificate",
    "GovernedDeliveryStream",
    "GovernedDetector",
    "GovernedDnssecKey",
    "GovernedGitHubProvider",
    "GovernedGitHubRole",
    "GovernedGrafanaWorkspace",
    "GovernedHealthCheck",
    "GovernedNotifier",
    "GovernedPagerDuty",
    "GovernedPrometheusWorkspace",
    "GovernedQueryLog",
    "GovernedRotationFunction",
    "GovernedRule",
    "GovernedSlackChannel",
    "GovernedTerraformState",
    "GovernedTrail",
    "GovernedTrailTable",
    "GovernedTransitGateway",
    "GovernedVpc",
    "GovernedVpcEndpoints",
    "GovernedWorkgroup",
    "GovernedZone",
    "Kind",
    "Rule",
    "Target",
    "Text",
    "Workflow",
]
