"""CloudWatch: composite alarms, and alarms on metric math."""

from __future__ import annotations

from typing import Any

from governed_cdk.rehearsal.extension.api import arn, client
from governed_cdk.rehearsal.extension.api_arguments import arguments
from governed_cdk.rehearsal.extension.handler import Handler, Made, Properties, table

_ALARM = "AWS::CloudWatch::Alarm"


def _create_composite(properties: Properties, name: str) -> Made:
    named = {"AlarmName": name, **properties}
    client("cloudwatch").put_composite_alarm(**arguments("cloudwatch", "PutCompositeAlarm", named))
    return named["AlarmName"], {"Arn": arn("cloudwatch", f"alarm:{named['AlarmName']}")}


def _update_composite(alarm: str, _old: Properties, new: Properties) -> Made:
    return _create_composite({**new, "AlarmName": alarm}, alarm)


def _delete_alarm(alarm: str, _properties: Properties) -> None:
    client("cloudwatch").delete_alarms(AlarmNames=[alarm])


def keep_metric_math_alarms() -> None:
    """Let the emulator take an alarm on metric math, as one on the first metric of its expression.

    The emulator evaluates single metrics only and refuses others. So the alarm is there, with its name, actions and
    state, and the arithmetic is not rehearsed.
    """
    entry = dict(table()[_ALARM])
    create, update = entry["create"], entry["update"]

    def create_simple(logical_id: str, properties: Properties, stack: str) -> Made:
        made: Made = create(logical_id, _simple(properties), stack)
        return made

    def update_simple(alarm: str, old: Properties, new: Properties, *context: Any) -> Made:
        made: Made = update(alarm, _simple(old), _simple(new), *context)
        return made

    table()[_ALARM] = {**entry, "create": create_simple, "update": update_simple}


def _simple(properties: Properties) -> Properties:
    if not properties.get("Metrics"):
        return properties
    measured = [item["MetricStat"] for item in properties["Metrics"] if item.get("MetricStat")]
    if not measured:
        raise ValueError(f"{_ALARM}: Metrics holds no MetricStat")
    first = measured[0]
    rest = {key: value for key, value in properties.items() if key != "Metrics"}
    return {**rest, **first["Metric"], "Statistic": first["Stat"], "Period": first["Period"]}


HANDLERS = [Handler("AWS::CloudWatch::CompositeAlarm", _create_composite, _delete_alarm, _update_composite)]
