"""Alarms: what rang, what is silent, and whom nobody reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governed_cdk.checkup.said import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governed_cdk.checkup.reader import CheckupReader
    from governed_cdk.checkup.said import Sentence

_PENDING = "PendingConfirmation"  # SNS API reference, ListSubscriptionsByTopic: in place of the ARN


def of_a_day(read: CheckupReader) -> Iterator[Sentence]:
    """Alarms that ring, and those that rang within 24 hours."""
    for region in read.regions:
        ringing = read.every(
            "cloudwatch",
            "describe_alarms",
            "[MetricAlarms[].AlarmName, CompositeAlarms[].AlarmName][][]",
            region,
            AlarmNamePrefix=read.prefix,
            StateValue="ALARM",
            AlarmTypes=["MetricAlarm", "CompositeAlarm"],
        )
        for name in sorted(ringing):
            yield said("alarm-rings", name=name, region=region)
        changes = read.every(
            "cloudwatch",
            "describe_alarm_history",
            "AlarmHistoryItems[?contains(HistorySummary, 'to ALARM')].AlarmName",
            region,
            HistoryItemType="StateUpdate",
            StartDate=read.since(days=1),
            EndDate=read.now,
        )
        for name in sorted({one for one in changes if one.startswith(read.prefix)} - set(ringing)):
            yield said("alarm-rang", name=name, region=region, count=changes.count(name))


def silent(read: CheckupReader) -> Iterator[Sentence]:
    """Alarms whose actions somebody has switched off; those that only others ring by have none."""
    for region in read.regions:
        for name in read.every(
            "cloudwatch",
            "describe_alarms",
            "MetricAlarms[?ActionsEnabled==`false` && AlarmActions].AlarmName",
            region,
            AlarmNamePrefix=read.prefix,
        ):
            yield said("alarm-silent", name=name, region=region)


def unconfirmed(read: CheckupReader) -> Iterator[Sentence]:
    """Subscriptions of our topics that nobody has confirmed."""
    for region in read.regions:
        for one in read.every("sns", "list_subscriptions", "Subscriptions[]", region):
            topic = one["TopicArn"].rpartition(":")[2]
            if one["SubscriptionArn"] == _PENDING and topic.startswith(read.prefix):
                yield said("subscription-pending", topic=topic, protocol=one["Protocol"], region=region)
