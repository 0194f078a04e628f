"""GovernedDashboard: a CloudWatch dashboard of the very metrics that alarms watch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from constructs_lib.observability.telemetry.cloudwatch_dashboard import dashboard_body
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.observability.telemetry.dashboard_spec import Dashboard


class GovernedDashboard(Construct):
    """A dashboard `<env>-<service>-<slug>`.

    Args:
        dashboard: what it shows, from `constructs_lib.observability.telemetry.panels`.
        dimensions: the value of each dimension, by its name.
        search: finds the metrics of what has no known dimension value, such as a load balancer of another stack, whose
            dimension begins `app/<name>/`.

    Raises:
        ConfigurationError: a dimension without a value while there is no search text.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        dashboard: Dashboard,
        dimensions: Mapping[str, str],
        search: str = "",
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        body = dashboard_body(dashboard=dashboard, region=stack.region, dimensions=dimensions, search=search)
        # "All dashboards in your account are global, not region-specific" (CloudWatch API reference, PutDashboard).
        self.name = stack.names.physical(dashboard.slug, max_length=255, suffix=stack.region_suffix)
        cloudwatch.CfnDashboard(self, "Resource", dashboard_name=self.name, dashboard_body=stack.to_json_string(body))
