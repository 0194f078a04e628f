"""Whose messages arrive: services that publish on topics whose policy, or key, demands a source of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from governed_cdk.proving import making
from governed_cdk.proving.experiment import Answers, Experiment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from governed_cdk.proving.making import Conditions
    from governed_cdk.proving.room import Room

ARRIVES, LOST = "arrives", "does not arrive"
_IF_IT_COMES = "aws:SourceArn, if it comes"  # what our topics demand: should any condition be one too many, it fails
_CONTEXT = "kms:EncryptionContext:aws:sns:topicArn"
_EVENTS, _ALARMS = "events.amazonaws.com", "cloudwatch.amazonaws.com"


def _conditions(room: Room, source: str) -> dict[str, Conditions]:
    """The conditions to try, by variant; `source` is the ARN of what publishes."""
    return {
        "no condition": {},
        "aws:SourceAccount": {"StringEquals": {"aws:SourceAccount": room.account}},
        "aws:SourceArn": {"ArnLike": {"aws:SourceArn": source}},
    }


def _rule_to_topic(room: Room) -> Answers:
    source = room.arn("events", f"rule/{room.run}-*")
    variants = {**_conditions(room, source), _IF_IT_COMES: {"ArnLikeIfExists": {"aws:SourceArn": source}}}
    topics = {
        variant: making.topic(room, f"topic-{number}", _EVENTS, conditions=conditions)
        for number, (variant, conditions) in enumerate(variants.items())
    }
    return _arrivals(room, topics, _rule(room, topics))


def _rule_to_encrypted_topic(room: Room) -> Answers:
    topics = _encrypted(room, _EVENTS, room.arn("events", f"rule/{room.run}-*"))
    return _arrivals(room, topics, _rule(room, topics))


def _alarm_to_encrypted_topic(room: Room) -> Answers:
    topics = _encrypted(room, _ALARMS, room.arn("cloudwatch", f"alarm:{room.run}-*"))
    name, alarms = room.name("alarm", "alarm"), room.client("cloudwatch")
    actions = list(topics.values())  # five at most for each state (CloudWatch API reference, PutMetricAlarm)
    alarms.put_metric_alarm(
        AlarmName=name, Namespace=room.run, MetricName="nothing", Statistic="Sum", Period=86400, EvaluationPeriods=1,
        Threshold=1, ComparisonOperator="GreaterThanThreshold", TreatMissingData="ignore", Tags=room.pairs(),
        AlarmActions=actions, OKActions=actions,
    )  # fmt: skip
    states = iter(("ALARM", "OK") * 10_000)
    return _arrivals(
        room,
        topics,
        lambda: alarms.set_alarm_state(AlarmName=name, StateValue=next(states), StateReason="governed-cdk prove"),
    )


def _encrypted(room: Room, publisher: str, source: str) -> dict[str, str]:
    """Topics that anybody of the service may publish on, each on a key that lets it under one of the conditions."""
    variants = _conditions(room, source)
    variants["encryption context"] = {"ArnLike": {_CONTEXT: room.arn("sns", f"{room.run}-*")}}
    topics = {}
    for number, (variant, conditions) in enumerate(variants.items()):
        use = {"Principal": {"Service": publisher}, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"]}
        key = making.key(room, use | ({"Condition": conditions} if conditions else {}))
        topics[variant] = making.topic(room, f"topic-{number}", publisher, conditions={}, key_id=key)
    return topics


def _rule(room: Room, topics: Mapping[str, str]) -> Callable[[], object]:
    """A rule with the topics as targets, and what sends an event that it matches."""
    name, events = room.name("rule", "rule"), room.client("events")
    events.put_rule(Name=name, EventPattern=json.dumps({"source": [room.run]}), Tags=room.pairs())
    events.put_targets(Rule=name, Targets=[{"Id": str(at), "Arn": arn} for at, arn in enumerate(topics.values())])
    return lambda: events.put_events(Entries=[{"Source": room.run, "DetailType": "prove", "Detail": "{}"}])


def _arrivals(room: Room, topics: Mapping[str, str], publish: Callable[[], object]) -> Answers:
    """On which topics a message arrives, though it is published again and again."""
    url, sqs, sns = making.queue(room, "queue"), room.client("sqs"), room.client("sns")
    for arn in topics.values():
        sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=room.arn("sqs", url.rpartition("/")[2]))
    arrived: set[str] = set()

    def everywhere() -> bool:
        publish()
        for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", ()):
            arrived.add(json.loads(message["Body"])["TopicArn"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return arrived >= set(topics.values())

    room.until(everywhere, room.patience.absent)
    return {variant: ARRIVES if arn in arrived else LOST for variant, arn in topics.items()}


_CONTROL = ("no condition", ARRIVES)
_MAKES_KEYS = "four keys, four encrypted topics, a queue"

PUBLISHING = (
    Experiment(
        name="alarm-to-encrypted-topic",
        asks="Under which conditions of a key does an alarm reach an encrypted topic?",
        makes=f"{_MAKES_KEYS}, an alarm",
        most_usd=0.05,
        most_minutes=5,
        control=_CONTROL,
        stands_on={"encryption context": ARRIVES},
        run=_alarm_to_encrypted_topic,
    ),
    Experiment(
        name="rule-to-encrypted-topic",
        asks="Under which conditions of a key does a rule of EventBridge reach an encrypted topic?",
        makes=f"{_MAKES_KEYS}, a rule",
        most_usd=0.05,
        most_minutes=5,
        control=_CONTROL,
        stands_on={"encryption context": ARRIVES},
        run=_rule_to_encrypted_topic,
    ),
    Experiment(
        name="rule-to-topic",
        asks="Under which conditions of a topic's policy does a rule of EventBridge reach it?",
        makes="four topics, a queue, a rule",
        most_usd=0.01,
        most_minutes=5,
        control=_CONTROL,
        stands_on={_IF_IT_COMES: ARRIVES},
        run=_rule_to_topic,
    ),
)
