"""GovernedTrailAlarms: the alerts of every region, by metric filters on the trail's log group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib.kernel.naming import pascal
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.telemetry.alarms import trail_alarms
from constructs_lib.platform.cloudtrail.log_filter import log_patterns
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.observability.log_group import GovernedLogGroup
    from constructs_lib.observability.telemetry.alarms import AlarmSpec
    from constructs_lib.platform.cloudtrail.security_alerts import SecurityAlert


class GovernedTrailAlarms(Construct):
    """For each alert the metric `<env>-<service>-trail-<alert>` and an alarm on the topic of its severity.

    EventBridge's rules say who did what; they hear their own region and those that forward to it, and of calls that
    only read none that was refused (EventBridge User Guide, "Receiving read-only management events"). The log group of
    a trail of all regions has all of that, some minutes later, and an alarm says that it happened: who it was says the
    named query of the same name. It is a second way too, without EventBridge's access to an encrypted topic.

    Args:
        log_group: where the trail writes its events.
        alerts: what to be told about.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        log_group: GovernedLogGroup,
        alerts: Sequence[SecurityAlert],
    ) -> None:
        super().__init__(scope, id)
        names = GovernedStack.of_construct(self).names
        namespace = f"Logs/{names.organization}"
        specs: list[AlarmSpec] = []
        for alert in alerts:
            metric = names.physical(f"trail-{alert.slug}", max_length=255)
            for number, pattern in enumerate(log_patterns(alert.pattern), start=1):
                logs.CfnMetricFilter(
                    self,
                    f"{pascal(alert.slug)}{number}",
                    log_group_name=log_group.log_group.log_group_name,
                    filter_name=f"{metric}-{number}",
                    filter_pattern=pattern,
                    metric_transformations=[
                        logs.CfnMetricFilter.MetricTransformationProperty(
                            metric_namespace=namespace, metric_name=metric, metric_value="1", unit="Count"
                        )
                    ],
                )
            summary = f"{alert.description}, in some region."
            specs += trail_alarms(
                namespace=namespace, name=metric, slug=alert.slug, summary=summary, severity=alert.severity
            )
        GovernedAlarms(self, "Alarms", specs=specs, subject="trail", dimensions={})
