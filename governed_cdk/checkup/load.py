"""Load: whether CPU and memory rise, how many answers are errors, how slow they are, and what the objectives say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.observability.telemetry.slo import AVAILABILITY, ERROR_RATE, LATENCY, LEAST_REQUESTS
from governed_cdk.checkup.said import CannotTellError, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from governed_cdk.checkup.reader import CheckupReader
    from governed_cdk.checkup.said import Sentence

_DAY, _WEEK, _MONTH = 24, 7 * 24, 30 * 24
_BUSY = 50.0  # per cent below which a rise is nobody's concern
_RISE = 1.3
_SLOWER = 1.2
_ALB = "AWS/ApplicationELB"


def trend(read: CheckupReader) -> Iterator[Sentence]:
    """Services and databases whose last day was busy, and 30 % busier than the week before."""
    for name, dimensions, metrics in _loaded(read):
        for metric in metrics:
            now = _mean(read.metric(metric, dimensions, "Average", hours=_DAY))
            before = _mean(read.metric(metric, dimensions, "Average", hours=_DAY + _WEEK, until=_DAY))
            if now > _BUSY and before and now > _RISE * before:
                what = metric.partition(" ")[2].removesuffix("Utilization")
                yield said("load-rises", name=name, what=what, now=f"{now:.0f}", before=f"{before:.0f}")


def _loaded(read: CheckupReader) -> Iterator[tuple[str, Mapping[str, str], tuple[str, ...]]]:
    for cluster in read.every("ecs", "list_clusters", "clusterArns[]"):
        name = cluster.rpartition("/")[2]
        if name.startswith(read.prefix):
            for service in read.every("ecs", "list_services", "serviceArns[]", cluster=cluster):
                short = service.rpartition("/")[2]
                both = ("AWS/ECS CPUUtilization", "AWS/ECS MemoryUtilization")
                yield short, {"ClusterName": name, "ServiceName": short}, both
    for database in read.every("rds", "describe_db_instances", "DBInstances[].DBInstanceIdentifier"):
        if database.startswith(read.prefix):
            yield database, {"DBInstanceIdentifier": database}, ("AWS/RDS CPUUtilization",)


def errors(read: CheckupReader) -> Iterator[Sentence]:
    """Load balancers of which more than the objective's share of a day's answers were errors."""
    yield from _share(read, _DAY, ERROR_RATE.budget, "errors-many")


def objectives(read: CheckupReader) -> Iterator[Sentence]:
    """Load balancers that broke the promise of availability or of speed over its own window."""
    yield from _share(read, _MONTH, AVAILABILITY.budget, "availability-missed")
    seconds = LATENCY.threshold_seconds or 0
    for name, where in _balancers(read):
        values = read.metric(f"{_ALB} TargetResponseTime", where, "p95", hours=_WEEK)
        if values and _mean(values) > seconds:
            yield said("latency-missed", name=name, p95=f"{_mean(values):.2f}", most=seconds)


def performance(read: CheckupReader) -> Iterator[Sentence]:
    """Load balancers that answered 20 % more slowly than a month before."""
    for name, where in _balancers(read):
        now = _mean(read.metric(f"{_ALB} TargetResponseTime", where, "p95", hours=_MONTH))
        before = _mean(read.metric(f"{_ALB} TargetResponseTime", where, "p95", hours=2 * _MONTH, until=_MONTH))
        if before and now > _SLOWER * before:
            yield said("slower", name=name, now=f"{now:.2f}", before=f"{before:.2f}")


def _share(read: CheckupReader, hours: int, budget: float, key: str) -> Iterator[Sentence]:
    for name, where in _balancers(read):
        requests = sum(read.metric(f"{_ALB} RequestCount", where, "Sum", hours=hours))
        bad = sum(
            sum(read.metric(f"{_ALB} {metric}", where, "Sum", hours=hours))
            for metric in ("HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count")
        )
        if requests >= LEAST_REQUESTS and bad / requests > budget:
            yield said(key, name=name, share=f"{100 * bad / requests:.2f}", most=f"{100 * budget:.2f}")


def _balancers(read: CheckupReader) -> list[tuple[str, Mapping[str, str]]]:
    if not read.load_balancers:
        raise CannotTellError(said("no-load-balancer"))
    return [(name, {"LoadBalancer": dimension}) for name, dimension in read.load_balancers.items()]


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0
