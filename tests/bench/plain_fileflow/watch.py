"""Alarms, as a team of its own writes them."""

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_elasticloadbalancingv2 as elbv2
from constructs import Construct

from tests.bench.plain_fileflow.data import Data
from tests.bench.plain_fileflow.edge import Edge
from tests.bench.plain_fileflow.services import Services

HIGH_CPU, MOST_WAITING, MOST_ERRORS, SLOW_SECONDS = 85, 1000, 10, 2


def watch(scope: Construct, *, data: Data, services: Services, edge: Edge) -> None:
    """One alarm for what hurts first."""
    metrics: dict[str, tuple[cloudwatch.IMetric, float]] = {
        "ServerErrors": (edge.balancer.metrics.http_code_target(elbv2.HttpCodeTarget.TARGET_5XX_COUNT), MOST_ERRORS),
        "BalancerErrors": (edge.balancer.metrics.http_code_elb(elbv2.HttpCodeElb.ELB_5XX_COUNT), MOST_ERRORS),
        "Latency": (edge.balancer.metrics.target_response_time(statistic="p95"), SLOW_SECONDS),
        "DownloadsWaiting": (data.downloads.metric_approximate_number_of_messages_visible(), MOST_WAITING),
        "ConversionsWaiting": (data.conversions.metric_approximate_number_of_messages_visible(), MOST_WAITING),
    }
    for number, dead in enumerate(data.dead_letters):
        metrics[f"DeadLetters{number}"] = (dead.metric_approximate_number_of_messages_visible(), 1)
    for name, service in {"Api": services.api, **services.workers}.items():
        metrics[f"{name}-cpu"] = (service.metric_cpu_utilization(), HIGH_CPU)
        metrics[f"{name}-memory"] = (service.metric_memory_utilization(), HIGH_CPU)
    for name, (metric, threshold) in metrics.items():
        alarm = cloudwatch.Alarm(scope, f"{name}Alarm", metric=metric, threshold=threshold, evaluation_periods=3)
        alarm.add_alarm_action(actions.SnsAction(services.platform.topic))
