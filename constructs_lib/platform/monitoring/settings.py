"""Settings of the monitoring stack, record by record."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from constructs_lib.database.database_settings import SHARED_DATABASE
from constructs_lib.kernel import contract
from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.setting_kinds import Distinct, text
from constructs_lib.kernel.strict_model import StrictModel
from constructs_lib.kernel.values import Email, SecretVersion, SlackChannelId, SlackWorkspaceId

Percent = Annotated[int, Field(ge=1, le=1000)]

# AWS Budgets: ten notifications a budget (Cost Management User Guide, "Quotas and restrictions").
_MOST_NOTIFICATIONS = 10
_MOST_USD = 1_000_000_000
# Whoever publishes the name of an ECS cluster runs a service.
_SERVICES = sorted(output.producer for output in contract.ALL if output.name == "cluster-name")

WatchedService = Annotated[str, *text(f"a stack with an ECS service: {', '.join(_SERVICES)}", "|".join(_SERVICES))]
WatchedDatabase = Annotated[str, *text(f"a database of the rds stack: {SHARED_DATABASE}", SHARED_DATABASE)]


class EmailSettings(StrictModel):
    """Who gets e-mail from a topic. Each address confirms its subscription once."""

    critical: Distinct[Email] = ()
    """Addresses on the critical topic."""
    warning: Distinct[Email] = ()
    """Addresses on the warning topic."""
    info: Distinct[Email] = ()
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

    monthly_usd: Annotated[int, Field(ge=1, le=_MOST_USD)] = 3000
    """US dollars a month."""
    actual_percent: Distinct[Percent] = (80, 100)
    """Notify when so much of it is spent, in percent."""
    forecast_percent: Distinct[Percent] = (100,)
    """Notify when the month is forecast to reach so much of it, in percent."""
    environment_only: bool = False
    """Count only what is tagged Environment=<env>; the tag must be active as a cost allocation tag."""

    @model_validator(mode="after")
    def _as_many_as_a_budget_has(self) -> BudgetSettings:
        count = len(self.actual_percent) + len(self.forecast_percent)
        if not 1 <= count <= _MOST_NOTIFICATIONS:
            allowed = f"together with forecast_percent 1 to {_MOST_NOTIFICATIONS} thresholds"
            raise invalid("actual_percent", f"{count} thresholds", allowed)
        return self


class WatchedSettings(StrictModel):
    """What the dashboards and the collector's configuration are about, by the names that the other stacks give."""

    service: WatchedService = "atlantis"
    """Stack of the ECS service: its cluster, service and load balancer are called `<env>-<service>`."""
    database: WatchedDatabase = SHARED_DATABASE
    """Database of the rds stack, `<env>-rds-<database>`."""
    metrics_port: Annotated[int, Field(ge=1, le=65535)] = 4141
    """Port of the service's Prometheus page inside the task."""
