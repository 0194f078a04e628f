"""GovernedStreamErrors: what a delivery stream could not process is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.telemetry.alarms import stream_processing_alarms
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from constructs_lib.observability.log_group import GovernedLogGroup


class GovernedStreamErrors(Construct):
    """A metric of every line in a delivery stream's error log, and an alarm on the first one.

    A record without a partition key goes below `errors/` while `DeliveryToS3.Success` stays 1: the log alone knows.

    Args:
        kind: of the stream; subject of the alarm.
        log_group: the stream's error log, which holds nothing but errors.
    """

    def __init__(self, scope: Construct, id: str, *, kind: str, log_group: GovernedLogGroup) -> None:  # noqa: A002 - CDK's own word
        super().__init__(scope, id)
        names = GovernedStack.of_construct(self).names
        namespace, metric = f"Logs/{names.organization}", names.physical(f"{kind}-stream-errors", max_length=255)
        logs.CfnMetricFilter(
            self,
            "Filter",
            log_group_name=log_group.log_group.log_group_name,
            filter_name=metric,
            filter_pattern="",  # every line (CloudWatch Logs User Guide, "Filter pattern syntax")
            metric_transformations=[
                logs.CfnMetricFilter.MetricTransformationProperty(
                    metric_namespace=namespace, metric_name=metric, metric_value="1", default_value=0, unit="Count"
                )
            ],
        )
        specs = stream_processing_alarms(namespace=namespace, name=metric)
        GovernedAlarms(self, "Alarms", specs=specs, subject=kind, dimensions={})
