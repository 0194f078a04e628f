from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of

RULE = "no-alarm-feeds-itself"
FOUND = [("Alarm", "AlarmActions")]

PARTS = """
Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: alarms}}
Other: {Type: AWS::SNS::Topic, Properties: {TopicName: other}}
Queue:
  Type: AWS::SQS::Queue
  Properties: {QueueName: work, RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3}}
Dead: {Type: AWS::SQS::Queue, Properties: {QueueName: work-dlq}}
Function: {Type: AWS::Lambda::Function, Properties: {FunctionName: worker}}
Reads: {Type: AWS::SNS::Subscription, Properties: {TopicArn: !Ref Topic, Protocol: sqs, Endpoint: !GetAtt Queue.Arn}}
Source:
  Type: AWS::Lambda::EventSourceMapping
  Properties: {EventSourceArn: !GetAtt Queue.Arn, FunctionName: !Ref Function}
"""


def alarm(dimensions: str, *, actions: str = "AlarmActions: [!Ref Topic]", form: str = "plain") -> str:
    metric = f"Dimensions: [{dimensions}]"
    if form == "math":
        metric = f"Metrics: [{{Id: m, MetricStat: {{Metric: {{{metric}}}, Period: 60, Stat: Sum}}}}]"
    return f"{PARTS}Alarm: {{Type: AWS::CloudWatch::Alarm, Properties: {{AlarmName: a, {metric}, {actions}}}}}\n"


WATCHED = [
    "{Name: QueueName, Value: work}",
    "{Name: QueueName, Value: !GetAtt Queue.QueueName}",
    "{Name: QueueName, Value: !GetAtt Dead.QueueName}",
    "{Name: QueueName, Value: work-dlq}",
    "{Name: FunctionName, Value: worker}",
    "{Name: FunctionName, Value: !Ref Function}",
    "{Name: FunctionName, Value: !Sub '${Function}'}",
    "{Name: TopicName, Value: !GetAtt Topic.TopicName}",
    "{Name: TopicName, Value: alarms}",
]


@pytest.mark.parametrize("form", ["plain", "math"])
@pytest.mark.parametrize("dimensions", WATCHED)
def test_an_alarm_whose_action_leads_back_to_what_it_watches_is_found(dimensions: str, form: str) -> None:
    assert findings_of(RULE, alarm(dimensions, form=form)) == FOUND


@pytest.mark.parametrize("dimensions", WATCHED)
@pytest.mark.parametrize("actions", ["AlarmActions: [!Ref Other]", "ActionsEnabled: false, AlarmActions: [!Ref Topic]"])
def test_one_that_goes_elsewhere_or_nowhere_is_none(dimensions: str, actions: str) -> None:
    assert findings_of(RULE, alarm(dimensions, actions=actions)) == []


@pytest.mark.parametrize(
    "actions",
    [
        "OKActions: [!Ref Topic]",
        "InsufficientDataActions: [!Ref Topic]",
        "AlarmActions: [!GetAtt Topic.TopicArn]",
        "AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:alarms']",
        "AlarmActions: [!Sub 'arn:aws:sns:eu-west-1:111122223333:${Topic.TopicName}']",
        "AlarmActions: [!Ref Other, !If [Chosen, !Ref Topic, !Ref Other]]",
        "AlarmActions: [!GetAtt Function.Arn]",
    ],
)
def test_every_kind_of_action_counts(actions: str) -> None:
    sections = "Conditions: {Chosen: !Equals [!Ref AWS::Region, b]}"
    assert findings_of(RULE, alarm("{Name: FunctionName, Value: worker}", actions=actions), sections) == FOUND


@pytest.mark.parametrize(
    "dimensions",
    ["{Name: FunctionName, Value: another}", "{Name: Stage, Value: worker}", "{Name: QueueName, Value: worker}"],
)
def test_what_does_not_read_the_topic_is_none(dimensions: str) -> None:
    assert findings_of(RULE, alarm(dimensions)) == []


def test_two_alarms_on_each_others_topics_feed_each_other() -> None:
    both = f"""{PARTS}
Alarm:
  Type: AWS::CloudWatch::Alarm
  Properties: {{Dimensions: [{{Name: TopicName, Value: alarms}}], AlarmActions: [!Ref Other]}}
Second:
  Type: AWS::CloudWatch::Alarm
  Properties: {{Dimensions: [{{Name: TopicName, Value: other}}], AlarmActions: [!Ref Topic]}}
"""
    assert findings_of(RULE, both) == [*FOUND, ("Second", "AlarmActions")]


@pytest.mark.parametrize("rule", ["'ALARM(\"a\")'", "!Sub 'ALARM(${Part})'", "'ALARM(a) AND NOT OK(b)'"])
def test_a_composite_alarm_speaks_for_its_parts(rule: str) -> None:
    found = f"""{PARTS}
Part:
  Type: AWS::CloudWatch::Alarm
  Properties: {{AlarmName: a, ActionsEnabled: false, Dimensions: [{{Name: QueueName, Value: work}}]}}
Alarm:
  Type: AWS::CloudWatch::CompositeAlarm
  Properties: {{AlarmName: c, AlarmRule: {rule}, AlarmActions: [!Ref Topic]}}
"""
    assert findings_of(RULE, found) == FOUND


def test_a_subscription_inside_the_topic_counts() -> None:
    inside = """
Topic:
  Type: AWS::SNS::Topic
  Properties: {Subscription: [{Protocol: sqs, Endpoint: !GetAtt Queue.Arn}]}
Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: work}}
Alarm:
  Type: AWS::CloudWatch::Alarm
  Properties: {Dimensions: [{Name: QueueName, Value: work}], AlarmActions: [!Ref Topic]}
"""
    assert findings_of(RULE, inside) == FOUND
