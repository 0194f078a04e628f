"""Settings of the monitoring stack, record by record."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from constructs_lib.kernel.strict_model import StrictModel
from constructs_lib.kernel.values import Email, Kebab, SecretVersion, SlackChannelId, SlackWorkspaceId

Percent = Annotated[int, Field(ge=1, le=1000)]


class EmailSettings(StrictModel):
    """Who gets e-mail from a topic. Each address confirms its subscription once."""

    critical: tuple[Email, ...] = ()
    """Addresses on the critical topic."""
    warning: tuple[Email, ...] = ()
    """Addresses on the warning topic."""
    info: tuple[Email, ...] = ()
    """Addresses on the info topic."""


class ChatbotSettings(StrictModel):
    """The Slack channel that AWS Chatbot writes to."""

    workspace_id: SlackWorkspaceId
    """Slack's workspace; somebody authorises it in the console of AWS Chatbot first."""
    channel_id: SlackChannelId
    """Slack's channel."""


class PagerDutySettings(StrictModel):
    """Incidents in PagerDuty."""

    enabled: bool = True
    """Subscribe PagerDuty's CloudWatch integration to critical alarms and their recoveries."""
    secret_version: SecretVersion | None = None
    """Version of the secret pagerduty-integration to subscribe with; name it once the address was put in."""


class BudgetSettings(StrictModel):
    """The monthly budget."""

    monthly_usd: Annotated[int, Field(ge=1)] = 3000
    """US dollars a month."""
    actual_percent: tuple[Percent, ...] = (80, 100)
    """Notify when so much of it is spent, in percent."""
    forecast_percent: tuple[Percent, ...] = (100,)
    """Notify when the month is forecast to reach so much of it, in percent."""
    environment_only: bool = False
    """Count only what is tagged Environment=<env>; the tag must be active as a cost allocation tag."""


class WatchedSettings(StrictModel):
    """What the dashboards and the collector's configuration are about, by the names that the other stacks give."""

    service: Kebab = "atlantis"
    """Stack of the ECS service: its cluster, service and load balancer are called `<env>-<service>`."""
    database: Kebab = "shared-mysql"
    """Database of the rds stack, `<env>-rds-<database>`."""
    metrics_port: Annotated[int, Field(ge=1, le=65535)] = 4141
    """Port of the service's Prometheus page inside the task."""
