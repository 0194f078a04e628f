"""How a service's number of tasks follows its load: a target-tracking policy for each measure, an action a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import aws_cdk as cdk
from aws_cdk import aws_applicationautoscaling as scaling_

from constructs_lib.kernel.naming import part_of, pascal
from constructs_lib.observability.telemetry.metric import MetricMath
from constructs_lib.observability.telemetry.metrics.compute import ECS_RUNNING_TASKS, MINUTE, TARGET_REQUESTS
from constructs_lib.observability.telemetry.metrics.platform import SQS_VISIBLE
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aws_cdk import aws_ecs as ecs

    from constructs_lib.compute.scaling import QueueBacklog, Scaling, ScheduledCapacity
    from constructs_lib.observability.telemetry.metric import Metric

_Policy = scaling_.CfnScalingPolicy
# Before the first task runs there is one to divide by, lest nothing be known of how much waits.
_TASKS = "IF(FILL(running, 0) > 0, running, 1)"


class ServiceScaling:
    """The scalable target of one service, and what moves it."""

    def __init__(
        self, service: ecs.FargateService, scaling: Scaling, *, kind: str, dimensions: Mapping[str, str]
    ) -> None:
        self._stack, self._scaling, self._kind = GovernedStack.of_construct(service), scaling, kind
        self._dimensions = dimensions
        self._target = service.auto_scale_task_count(min_capacity=scaling.minimum, max_capacity=scaling.maximum)
        self._utilization()
        if scaling.queue:
            self._backlog(scaling.queue)
        for moment in scaling.schedule:
            self._at(moment)

    def on_requests(self, groups: Sequence[str], load_balancer: str) -> None:
        """Keep to the requests that each task answers, of all of the service's target groups, by their full names.

        ALBRequestCountPerTarget, the measure that AWS names, is of one group: after a shift that is the empty one.
        """
        if self._scaling.requests_per_minute is None:
            return
        metrics = [
            TARGET_REQUESTS.about(f"requests_{number}", {"TargetGroup": group, "LoadBalancer": load_balancer})
            for number, group in enumerate(groups, start=1)
        ]
        total = " + ".join(f"FILL({metric.id}, 0)" for metric in metrics)
        math = _each(f"({total}) / {_TASKS}", metrics, label="Requests of each task")
        self._track("requests", self._scaling.requests_per_minute, math)

    def _utilization(self) -> None:
        names, scaling = self._stack.names, self._scaling
        down = cdk.Duration.seconds(scaling.scale_in_cooldown_seconds)
        up = cdk.Duration.seconds(scaling.scale_out_cooldown_seconds)
        if scaling.cpu_percent is not None:
            self._target.scale_on_cpu_utilization(
                "Cpu",
                policy_name=names.physical(part_of(self._kind, "scale-on-cpu"), max_length=256),
                target_utilization_percent=scaling.cpu_percent,
                scale_in_cooldown=down,
                scale_out_cooldown=up,
            )
        if scaling.memory_percent is not None:
            self._target.scale_on_memory_utilization(
                "Memory",
                policy_name=names.physical(part_of(self._kind, "scale-on-memory"), max_length=256),
                target_utilization_percent=scaling.memory_percent,
                scale_in_cooldown=down,
                scale_out_cooldown=up,
            )

    def _backlog(self, queue: QueueBacklog) -> None:
        waiting = SQS_VISIBLE.with_period(MINUTE).about(SQS_VISIBLE.id, {"QueueName": queue.queue.queue_name})
        math = _each(f"{waiting.id} / {_TASKS}", [waiting], label="Messages waiting for each task")
        self._track("queue", queue.messages_per_task, math)

    def _at(self, moment: ScheduledCapacity) -> None:
        at = scaling_.Schedule.expression(moment.schedule)
        self._target.scale_on_schedule(
            pascal(moment.name),
            schedule=at,
            min_capacity=moment.minimum,
            max_capacity=moment.maximum,
            time_zone=cdk.TimeZone.of(moment.time_zone),
        )

    def _track(self, by: str, value: float, math: MetricMath) -> None:
        """A policy on metric math, of which CDK's own target tracking knows nothing."""
        queries = [self._query(metric) for metric in math.metrics]
        queries.append(
            _Policy.TargetTrackingMetricDataQueryProperty(
                id=math.id, expression=math.expression, label=math.label, return_data=True
            )
        )
        target = cast("scaling_.ScalableTarget", self._target.node.find_child("Target"))
        _Policy(
            self._target,
            pascal(by),
            policy_name=self._stack.names.physical(part_of(self._kind, f"scale-on-{by}"), max_length=256),
            policy_type="TargetTrackingScaling",
            scaling_target_id=target.scalable_target_id,
            target_tracking_scaling_policy_configuration=_Policy.TargetTrackingScalingPolicyConfigurationProperty(
                target_value=value,
                scale_in_cooldown=self._scaling.scale_in_cooldown_seconds,
                scale_out_cooldown=self._scaling.scale_out_cooldown_seconds,
                customized_metric_specification=_Policy.CustomizedMetricSpecificationProperty(metrics=queries),
            ),
        )

    def _query(self, metric: Metric) -> _Policy.TargetTrackingMetricDataQueryProperty:
        values = {name: self._dimensions[name] for name in metric.dimensions} | dict(metric.fixed_dimensions)
        return _Policy.TargetTrackingMetricDataQueryProperty(
            id=metric.id,
            return_data=False,
            metric_stat=_Policy.TargetTrackingMetricStatProperty(
                metric=_Policy.TargetTrackingMetricProperty(
                    namespace=metric.namespace,
                    metric_name=metric.name,
                    dimensions=[
                        _Policy.TargetTrackingMetricDimensionProperty(name=name, value=value)
                        for name, value in values.items()
                    ],
                ),
                stat=metric.statistic,
            ),
        )


def _each(expression: str, metrics: Sequence[Metric], *, label: str) -> MetricMath:
    """What each running task has to do with."""
    return MetricMath(
        id="each", expression=expression, metrics=(*metrics, ECS_RUNNING_TASKS), unit="Count", label=label
    )
