"""GovernedAlarms: the alarms of one resource, each with a severity, a runbook, quick actions and a topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.naming import pascal
from constructs_lib.observability.telemetry.alarm_spec import (
    AlarmSpec,
    CompositeAlarmSpec,
    Severity,
    alarm_description,
    runbook_url,
)
from constructs_lib.observability.telemetry.metric import Metric
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aws_cdk import aws_sns as sns
    from constructs import IConstruct


class GovernedAlarms(Construct):
    """Alarms `<env>-<service>-<subject>-<slug>` for one resource.

    An alarm in ALARM reaches the topic of its severity, its recovery the info topic. A part of a composite alarm
    reaches nobody: the composite speaks for it.

    OKActions also run when a new alarm goes from INSUFFICIENT_DATA to OK (CloudWatch API reference, PutMetricAlarm,
    OKActions: "from any other state"). The notifier passes over such a recovery, which is of nothing.

    `names` and `arns` have them by slug, for whatever is to hear them too.

    Args:
        specs: which alarms; see `constructs_lib.observability.telemetry.alarms`.
        subject: what they watch, kebab-case; the resource's own kind as a rule.
        dimensions: values of the dimensions that the specs name, by dimension name.
        topic: where alarms and recoveries go instead, for alarms on what the usual topics are delivered by: an alarm
            must not feed what it watches.

    Raises:
        ConfigurationError: a dimension without a value, or a metric that AWS publishes in another region.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        specs: Sequence[AlarmSpec | CompositeAlarmSpec],
        subject: str,
        dimensions: Mapping[str, str],
        topic: sns.ITopic | None = None,
    ) -> None:
        super().__init__(scope, id)
        self._other_topic = topic
        self._stack = GovernedStack.of_construct(self)
        self._subject = subject
        self._dimensions = dimensions
        self._alarms: dict[str, cloudwatch.CfnAlarm | cloudwatch.CfnCompositeAlarm] = {}
        self.names: dict[str, str] = {}
        for spec in specs:
            if isinstance(spec, CompositeAlarmSpec):
                self._composite(spec)
            else:
                self._single(spec)

    @property
    def arns(self) -> dict[str, str]:
        """The ARN of each alarm by the slug of its spec."""
        return {slug: alarm.attr_arn for slug, alarm in self._alarms.items()}

    def hold_back(self, slug: str, *, until: IConstruct) -> None:
        """Make one alarm, where there is such a one, after a resource: it must not fire while that is being made."""
        if (alarm := self._alarms.get(slug)) and (resource := until.node.default_child):
            alarm.node.add_dependency(resource)

    def _name(self, slug: str) -> str:
        return self._stack.names.physical(f"{self._subject}-{slug}", max_length=255)

    def _single(self, spec: AlarmSpec) -> None:
        alarm = cloudwatch.CfnAlarm(
            self,
            pascal(spec.slug),
            alarm_name=self._name(spec.slug),
            alarm_description=self._description(spec),
            comparison_operator=spec.comparison,
            threshold=spec.threshold,
            evaluation_periods=spec.evaluation_periods,
            datapoints_to_alarm=spec.datapoints_to_alarm,
            treat_missing_data=spec.treat_missing_data,
            metrics=self._queries(spec),
            alarm_actions=[self._topic(spec.severity)] if spec.notifies else None,
            ok_actions=[self._topic(Severity.INFO)] if spec.notifies else None,
            actions_enabled=spec.notifies,
            tags=self._tags(spec),
        )
        self._alarms[spec.slug], self.names[spec.slug] = alarm, self._name(spec.slug)

    def _composite(self, spec: CompositeAlarmSpec) -> None:
        parts = [part for part in spec.parts if part.slug not in self._alarms]
        for part in parts:
            self._single(part)
        rule = " AND ".join(f'ALARM("{self._name(part.slug)}")' for part in spec.parts)
        alarm = cloudwatch.CfnCompositeAlarm(
            self,
            pascal(spec.slug),
            alarm_name=self._name(spec.slug),
            alarm_description=self._description(spec),
            alarm_rule=rule,
            alarm_actions=[self._topic(spec.severity)],
            ok_actions=[self._topic(Severity.INFO)],
            tags=self._tags(spec),
        )
        for part in spec.parts:
            alarm.node.add_dependency(self._alarms[part.slug])
        self._alarms[spec.slug], self.names[spec.slug] = alarm, self._name(spec.slug)

    def _queries(self, spec: AlarmSpec) -> list[cloudwatch.CfnAlarm.MetricDataQueryProperty]:
        """A single metric or an expression, both as metric data queries: one form for all."""
        if isinstance(spec.metric, Metric):
            return [self._query(spec.metric, returned=True)]
        expression = cloudwatch.CfnAlarm.MetricDataQueryProperty(
            id=spec.metric.id, expression=spec.metric.expression, label=spec.metric.label, return_data=True
        )
        return [*(self._query(metric, returned=False) for metric in spec.metric.metrics), expression]

    def _query(self, metric: Metric, *, returned: bool) -> cloudwatch.CfnAlarm.MetricDataQueryProperty:
        missing = [name for name in metric.dimensions if name not in self._dimensions]
        if missing:
            raise ConfigurationError(f"{self.node.path}: {metric.name} needs a value for {', '.join(missing)}")
        if metric.region and metric.region != self._stack.region:
            raise invalid(f"{self.node.path}: region of {metric.name}", self._stack.region, f"{metric.region}, its own")
        values = {**{name: self._dimensions[name] for name in metric.dimensions}, **dict(metric.fixed_dimensions)}
        return cloudwatch.CfnAlarm.MetricDataQueryProperty(
            id=metric.id,
            label=metric.label,
            return_data=returned,
            metric_stat=cloudwatch.CfnAlarm.MetricStatProperty(
                metric=cloudwatch.CfnAlarm.MetricProperty(
                    namespace=metric.namespace,
                    metric_name=metric.name,
                    dimensions=[
                        cloudwatch.CfnAlarm.DimensionProperty(name=name, value=value) for name, value in values.items()
                    ],
                ),
                period=metric.period_seconds,
                stat=metric.statistic,
            ),
        )

    def _topic(self, severity: Severity) -> str:
        return self._other_topic.topic_arn if self._other_topic else self._stack.topic_arn(severity)

    def _description(self, spec: AlarmSpec | CompositeAlarmSpec) -> str:
        return alarm_description(
            spec=spec,
            runbook_base_url=self._stack.environment_settings.runbook_url,
            resource=self._stack.names.physical(self._subject),
        )

    def _tags(self, spec: AlarmSpec | CompositeAlarmSpec) -> list[cdk.CfnTag]:
        url = runbook_url(spec=spec, runbook_base_url=self._stack.environment_settings.runbook_url)
        return [cdk.CfnTag(key="Runbook", value=url), cdk.CfnTag(key="Severity", value=spec.severity)]
