"""Monitoring: the topics that every alarm reaches, who hears them, Prometheus, Grafana, dashboards and spending."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from constructs_lib import (
    GovernedDashboard,
    GovernedLogGroup,
    GrafanaVersion,
    PlatformStack,
    Severity,
    StackSettings,
    contract,
    invalid,
    is_email,
    pascal,
    setting_kinds,
)
from constructs_lib.platform import (
    BudgetSettings,
    ChatbotSettings,
    EmailSettings,
    GovernedAlarmTopic,
    GovernedAnomalyMonitor,
    GovernedBudget,
    GovernedDeliveryTopic,
    GovernedGrafanaWorkspace,
    GovernedNotifier,
    GovernedPagerDuty,
    GovernedPrometheusWorkspace,
    GovernedSlackChannel,
    PagerDutySettings,
    WatchedSettings,
    adot_config,
    platform_dashboards,
    rules_files,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_cdk import aws_sns as sns
    from constructs import Construct

    from constructs_lib import Environment


_RETENTION = "AWS::APS::Workspace.WorkspaceConfiguration.RetentionPeriodInDays"
_QUERY_SAMPLES = "AWS::APS::Workspace.QueryLoggingConfiguration.Destinations.[].Filters.QspThreshold"


class Settings(StackSettings):
    """Settings of the monitoring stack."""

    emails: EmailSettings = EmailSettings()
    """E-mail subscribers by severity."""
    slack: Literal["none", "chatbot", "notifier"] = "notifier"
    """none; chatbot: AWS Chatbot writes to a channel; notifier: our function posts to a webhook, with quick actions."""
    chatbot: ChatbotSettings | None = None
    """Needed by slack: chatbot."""
    pagerduty: PagerDutySettings = PagerDutySettings()
    """PagerDuty."""
    metrics_retention_days: Annotated[int, setting_kinds.within(_RETENTION, most=1095)] = 150
    """How long Prometheus keeps metrics, in days."""
    collectors: bool = False
    """A service sends metrics to Prometheus: page when none at all arrive. Switch it on with the first collector."""
    logged_query_samples: Annotated[int, setting_kinds.within(_QUERY_SAMPLES, most=2**31 - 1)] = 1_000_000
    """Log Prometheus queries that read more samples than this."""
    grafana: bool = True
    """Make the Grafana workspace. Needs IAM Identity Center in the organization."""
    grafana_version: GrafanaVersion = "10.4"
    """Version of Grafana, major.minor."""
    watched: WatchedSettings = WatchedSettings()
    """What the dashboards and the collector's configuration are about."""
    budget: BudgetSettings | None = BudgetSettings()
    """Monthly budget; null for none."""
    anomaly_threshold_usd: Annotated[int, Field(ge=1, le=1_000_000_000)] | None = 100
    """Tell of cost anomalies of so many US dollars or more; null for no monitor. An account can have only one."""

    @model_validator(mode="after")
    def _chatbot_has_a_channel(self) -> Settings:
        if (self.slack == "chatbot") != (self.chatbot is not None):
            raise invalid("slack", self.slack, "chatbot together with chatbot.workspace_id and chatbot.channel_id")
        return self


class Stack(PlatformStack[Settings]):
    """The topics come first: every other part of the stack raises alarms of its own."""

    slug = "monitoring"
    reads = (contract.KMS_LOGS_KEY_ARN, contract.KMS_MESSAGING_KEY_ARN, contract.KMS_SECRETS_KEY_ARN)

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        topics = [
            GovernedAlarmTopic(
                self, f"{pascal(severity)}Topic", severity=severity, emails=getattr(self.settings.emails, severity)
            )
            for severity in Severity
        ]
        for topic, output in zip(topics, contract.ALARM_TOPICS, strict=True):
            self.publish(output, topic.topic)
        delivery = GovernedDeliveryTopic(self, "DeliveryTopic", emails=self._delivery_emails())
        for topic in topics:
            topic.watch(delivery.topic)
        self._subscribe({severity: self.topic(severity) for severity in Severity}, delivery.topic)
        self._metrics()
        self._dashboards()
        self._spending(self.topic(Severity.WARNING))

    def _delivery_emails(self) -> tuple[str, ...]:
        """Who hears that alarms are not delivered: who hears critical ones, or the owner, so that somebody does."""
        owner = self.environment_settings.tags.owner
        return self.settings.emails.critical or ((owner,) if is_email(owner) else ())

    def _subscribe(self, topics: Mapping[Severity, sns.ITopic], delivery: sns.ITopic) -> None:
        if self.settings.slack == "notifier":
            GovernedNotifier(self, "Notifier", topics=topics, alarm_topic=delivery)
        if channel := self.settings.chatbot:
            GovernedSlackChannel(self, "SlackChannel", kind="alerts", topics=list(topics.values()), **dict(channel))
        if self.settings.pagerduty.enabled:
            GovernedPagerDuty(
                self,
                "PagerDuty",
                topics={
                    **{severity: topics[severity] for severity in (Severity.CRITICAL, Severity.INFO)},
                    "delivery": delivery,
                },
                secret_version=self.settings.pagerduty.secret_version,
            )

    def _metrics(self) -> None:
        settings, environment = self.settings, self.environment_settings
        workspace = GovernedPrometheusWorkspace(
            self,
            "Prometheus",
            kind="infrastructure-metrics",
            rules=rules_files(runbook_base_url=environment.runbook_url, collectors=settings.collectors),
            retention_days=settings.metrics_retention_days,
            logged_query_samples=settings.logged_query_samples,
        )
        self.publish(contract.MONITORING_AMP_WORKSPACE_ARN, workspace.arn)
        self.publish(contract.MONITORING_AMP_REMOTE_WRITE_URL, workspace.remote_write_url)
        self.publish(contract.MONITORING_AMP_WRITER_POLICY_ARN, workspace.writer_policy("Writer", kind="amp-writer"))
        self.publish(contract.MONITORING_ADOT_CONFIG, self._collector(workspace.remote_write_url))
        GovernedLogGroup(self, "CollectorLogGroup", kind="adot-collector")
        if settings.grafana:
            GovernedGrafanaWorkspace(
                self,
                "Grafana",
                kind="infrastructure-observability",
                workspace_arn=workspace.arn,
                topic=self.topic(Severity.WARNING),
                version=settings.grafana_version,
            )

    def _collector(self, remote_write_url: str) -> str:
        watched = self.settings.watched
        return adot_config(
            environment=self.environment_settings.name,
            cluster=self._service_name,
            service=watched.service,
            region=self.region,
            remote_write_url=remote_write_url,
            metrics_port=watched.metrics_port,
        )

    @property
    def _service_name(self) -> str:
        return self.environment_settings.names(self.settings.watched.service).physical()

    def _dashboards(self) -> None:
        database = self.environment_settings.names("rds").physical(self.settings.watched.database)
        for dashboard in platform_dashboards():
            GovernedDashboard(
                self,
                f"{pascal(dashboard.slug)}Dashboard",
                dashboard=dashboard,
                dimensions={
                    "ClusterName": self._service_name,
                    "ServiceName": self._service_name,
                    "DBInstanceIdentifier": database,
                },
                search=f"app/{self._service_name}/",
            )

    def _spending(self, topic: sns.ITopic) -> None:
        if budget := self.settings.budget:
            GovernedBudget(self, "Budget", kind="monthly", topic=topic, **dict(budget))
        if threshold := self.settings.anomaly_threshold_usd:
            GovernedAnomalyMonitor(self, "AnomalyMonitor", kind="cost-anomalies", threshold_usd=threshold, topic=topic)
