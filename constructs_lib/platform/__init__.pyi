from .acm.certificate import GovernedCertificate
from .atlantis import atlantis_config, read_yaml
from .atlantis.network_settings import AdmittedNetworks
from .atlantis.repository_settings import ServedRepositories, account_of
from .atlantis.runs import GovernedRuns, Rights
from .atlantis.secrets import AtlantisSecrets
from .bootstrap import DEPLOYING, QUALIFIER, READING, SERVICES, cdk_role_arn, cdk_role_arns
from .bootstrap.diagnosis_role import GovernedDiagnosisRole
from .bootstrap.github import GovernedGitHubProvider, GovernedGitHubRole, Workflow
from .bootstrap.github_settings import RepositorySettings
from .bootstrap.service_boundary import GovernedServiceBoundary
from .bootstrap.state_access import StateAccess
from .bootstrap.terraform_state import GovernedTerraformState
from .cloudtrail.alert_rules import GovernedAlertForwarding, GovernedAlertRules
from .cloudtrail.security_alerts import ALERTS, ANALYZER_FINDINGS, SecurityAlert, guardduty_findings
from .cloudtrail.threat_detection import GovernedAnalyzer, GovernedDetector
from .cloudtrail.trail import GovernedTrail
from .cloudtrail.trail_alarms import GovernedTrailAlarms
from .cloudtrail.trail_queries import QUERIES, TrailQuery
from .cloudtrail.trail_table import GovernedTrailTable
from .cloudtrail.workgroup import GovernedWorkgroup
from .logging.api_gateway_logs import GovernedApiGatewayLogs
from .logging.delivery_stream import GovernedDeliveryStream
from .monitoring import adot_config, platform_dashboards, rules_files
from .monitoring.alarm_topic import GovernedAlarmTopic, GovernedDeliveryTopic
from .monitoring.budget import GovernedAnomalyMonitor, GovernedBudget
from .monitoring.grafana import GovernedGrafanaWorkspace
from .monitoring.notifier import GovernedNotifier
from .monitoring.pager_duty import GovernedPagerDuty
from .monitoring.prometheus import GovernedPrometheusWorkspace
from .monitoring.settings import BudgetSettings, ChatbotSettings, EmailSettings, PagerDutySettings, WatchedSettings
from .monitoring.slack_channel import GovernedSlackChannel
from .network import check_load_balancers_fit, check_networks, check_vpc, is_no_place, networks_overlap
from .network.transit_gateway import PRIVATE_ASNS, PRIVATE_ASNS_ALLOWED, GovernedTransitGateway
from .network.vpc import FlowLogSeconds, FlowLogTraffic, GovernedVpc, NatGateways
from .network.vpc_endpoints import GatewayService, GovernedVpcEndpoints, InterfaceService
from .rds.restore_tests import GovernedRestoreTests
from .route53.route53_health_check import GovernedHealthCheck
from .route53.zone import GovernedDnssecKey, GovernedQueryLog, GovernedZone
from .secrets.rotation import GovernedRotationFunction
from .secrets.scan_settings import AcceptedSecret, SecretScanSettings
from .secrets.secret_age import GovernedSecretAge
from .secrets.secret_scan import GovernedSecretScan

__all__ = [
    "ALERTS",
    "ANALYZER_FINDINGS",
    "DEPLOYING",
    "PRIVATE_ASNS",
    "PRIVATE_ASNS_ALLOWED",
    "QUALIFIER",
    "QUERIES",
    "READING",
    "SERVICES",
    "AcceptedSecret",
    "AdmittedNetworks",
    "AtlantisSecrets",
    "BudgetSettings",
    "ChatbotSettings",
    "EmailSettings",
    "FlowLogSeconds",
    "FlowLogTraffic",
    "GatewayService",
    "GovernedAlarmTopic",
    "GovernedAlertForwarding",
    "GovernedAlertRules",
    "GovernedAnalyzer",
    "GovernedAnomalyMonitor",
    "GovernedApiGatewayLogs",
    "GovernedBudget",
    "GovernedCertificate",
    "GovernedDeliveryStream",
    "GovernedDeliveryTopic",
    "GovernedDetector",
    "GovernedDiagnosisRole",
    "GovernedDnssecKey",
    "GovernedGitHubProvider",
    "GovernedGitHubRole",
    "GovernedGrafanaWorkspace",
    "GovernedHealthCheck",
    "GovernedNotifier",
    "GovernedPagerDuty",
    "GovernedPrometheusWorkspace",
    "GovernedQueryLog",
    "GovernedRestoreTests",
    "GovernedRotationFunction",
    "GovernedRuns",
    "GovernedSecretAge",
    "GovernedSecretScan",
    "GovernedServiceBoundary",
    "GovernedSlackChannel",
    "GovernedTerraformState",
    "GovernedTrail",
    "GovernedTrailAlarms",
    "GovernedTrailTable",
    "GovernedTransitGateway",
    "GovernedVpc",
    "GovernedVpcEndpoints",
    "GovernedWorkgroup",
    "GovernedZone",
    "InterfaceService",
    "NatGateways",
    "PagerDutySettings",
    "RepositorySettings",
    "Rights",
    "SecretScanSettings",
    "SecurityAlert",
    "ServedRepositories",
    "StateAccess",
    "TrailQuery",
    "WatchedSettings",
    "Workflow",
    "account_of",
    "adot_config",
    "atlantis_config",
    "cdk_role_arn",
    "cdk_role_arns",
    "check_load_balancers_fit",
    "check_networks",
    "check_vpc",
    "guardduty_findings",
    "is_no_place",
    "networks_overlap",
    "platform_dashboards",
    "read_yaml",
    "rules_files",
]
