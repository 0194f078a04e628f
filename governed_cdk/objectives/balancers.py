"""Requests of load balancers, from CloudWatch: what comes when no service sends its own figures."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from constructs_lib.observability.telemetry.slo import LATENCY
from governed_cdk.objectives.requests import RequestsOfDay

if TYPE_CHECKING:
    from collections.abc import Mapping

    from governed_cdk.checkup.reader import CheckupReader

_DAY = 86_400
_ALB = "AWS/ApplicationELB"
# What is asked of each: the name, and how it is read. PR(:0.5) is the percentage of answers in half a second or less.
_ASKED = {
    "requests": ("RequestCount", "Sum"),
    "target": ("HTTPCode_Target_5XX_Count", "Sum"),
    "balancer": ("HTTPCode_ELB_5XX_Count", "Sum"),
    "fast": ("TargetResponseTime", f"PR(:{LATENCY.threshold_seconds})"),
}


def of_balancers(read: CheckupReader, *, days: int, until: datetime.date) -> dict[str, list[RequestsOfDay]]:
    """The days of each load balancer of the environment that had a request, by its name.

    CloudWatch keeps values of a day for 15 months. Raises CannotTellError where it refuses.
    """
    ours = sorted(read.load_balancers.items())
    days_of = {name: _days(read, dimension, days=days, until=until) for name, dimension in ours}
    return {name: one for name, one in days_of.items() if one}


def _days(read: CheckupReader, balancer: str, *, days: int, until: datetime.date) -> list[RequestsOfDay]:
    midnight = datetime.datetime.combine(until + datetime.timedelta(days=1), datetime.time(), datetime.UTC)
    answers = read.every(
        "cloudwatch",
        "get_metric_data",
        "MetricDataResults[]",
        MetricDataQueries=[_query(id_, *how, balancer) for id_, how in _ASKED.items()],
        StartTime=midnight - datetime.timedelta(days=days),
        EndTime=midnight,
        ScanBy="TimestampAscending",
    )
    values: dict[str, dict[datetime.date, float]] = {id_: {} for id_ in _ASKED}
    for answer in answers:
        values[answer["Id"]] |= {
            at.date(): value for at, value in zip(answer["Timestamps"], answer["Values"], strict=True)
        }
    return [_of_day(day, values) for day in sorted(values["requests"])]


def _of_day(day: datetime.date, values: Mapping[str, Mapping[datetime.date, float]]) -> RequestsOfDay:
    requests = values["requests"][day]
    errors = values["target"].get(day, 0.0) + values["balancer"].get(day, 0.0)
    return RequestsOfDay(day, requests, errors, requests * (1 - values["fast"].get(day, 100.0) / 100))


def _query(id_: str, name: str, statistic: str, balancer: str) -> dict[str, Any]:
    metric = {"Namespace": _ALB, "MetricName": name, "Dimensions": [{"Name": "LoadBalancer", "Value": balancer}]}
    return {"Id": id_, "MetricStat": {"Metric": metric, "Period": _DAY, "Stat": statistic}}
