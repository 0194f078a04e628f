from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError, Severity
from constructs_lib.platform import GovernedDeliveryTopic, GovernedNotifier
from tests.support import resolve

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def _notifier(bench: Bench) -> None:
    delivery = GovernedDeliveryTopic(bench.stack, "Delivery")
    topics = {severity: bench.stack.topic(severity) for severity in Severity}
    GovernedNotifier(bench.stack, "Notifier", topics=topics, alarm_topic=delivery.topic)


def test_every_topic_reaches_the_queue_in_its_envelope(bench: Bench) -> None:
    _notifier(bench)
    found = bench.resources("AWS::SNS::Subscription")
    assert {s["TopicArn"].rsplit(":", maxsplit=1)[1] for s in found} == {
        f"{severity}-topic-arn" for severity in Severity
    }
    assert all(s["Protocol"] == "sqs" and s["RawMessageDelivery"] is False for s in found)


def test_what_slack_does_not_take_is_tried_five_times_and_then_kept(bench: Bench) -> None:
    _notifier(bench)
    queues = {queue["QueueName"]: queue for queue in bench.resources("AWS::SQS::Queue")}
    assert queues["prod-example-notifier"]["RedrivePolicy"]["maxReceiveCount"] == 5
    assert queues["prod-example-notifier-dlq"]["MessageRetentionPeriod"] == 14 * 86_400


def test_a_message_stays_hidden_longer_than_the_function_can_run(bench: Bench) -> None:
    _notifier(bench)
    queues = {queue["QueueName"]: queue for queue in bench.resources("AWS::SQS::Queue")}
    timeout = bench.only("AWS::Lambda::Function")["Timeout"]
    assert queues["prod-example-notifier"]["VisibilityTimeout"] >= 6 * timeout
    source = bench.only("AWS::Lambda::EventSourceMapping")
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert timeout >= source["BatchSize"] * 10  # two posts of five seconds a message


def test_the_webhook_is_an_encrypted_secret_that_the_function_alone_reads_by_name(bench: Bench) -> None:
    _notifier(bench)
    secret, function = bench.only("AWS::SecretsManager::Secret"), bench.only("AWS::Lambda::Function")
    assert secret["Name"] == "/connectly/example/prod/slack-webhook"
    assert secret["KmsKeyId"].endswith("key/secrets")
    assert function["Environment"]["Variables"]["WEBHOOK_SECRET_ID"].keys() == {"Ref"}


def test_the_function_may_read_its_secret_and_its_queue_and_nothing_else(bench: Bench) -> None:
    _notifier(bench)
    statements = bench.only("AWS::IAM::Policy")["PolicyDocument"]["Statement"]
    by_sid = {s["Sid"]: s for s in statements if "Sid" in s}
    assert set(by_sid) == {
        "ReadWebhook", "DecryptWebhook", "TakeMessages", "DecryptMessages", "OwnEnvironment",
    }  # fmt: skip
    assert "Ref" in by_sid["ReadWebhook"]["Resource"]
    assert resolve(by_sid["TakeMessages"]["Resource"]).endswith(".Arn}")


def test_the_notifiers_own_alarms_go_to_a_topic_that_it_does_not_read(bench: Bench) -> None:
    _notifier(bench)
    alarms = bench.resources("AWS::CloudWatch::Alarm")
    assert {alarm["AlarmName"].removeprefix("prod-example-notifier-") for alarm in alarms} == {
        "errors", "throttles", "duration-near-timeout", "oldest-message-age", "messages-waiting", "dlq-dead-letters",
    }  # fmt: skip
    (topic,) = (key for key, r in bench.template()["Resources"].items() if r["Type"] == "AWS::SNS::Topic")
    heard = [action for alarm in alarms for action in (*alarm["AlarmActions"], *alarm["OKActions"])]
    assert all(action == {"Ref": topic} for action in heard)


def test_the_tries_of_one_message_are_one_incident(bench: Bench) -> None:
    _notifier(bench)
    (errors,) = (a for a in bench.resources("AWS::CloudWatch::Alarm") if a["AlarmName"].endswith("-notifier-errors"))
    (queue,) = (q for q in bench.resources("AWS::SQS::Queue") if q["QueueName"].endswith("-notifier"))
    period = errors["Metrics"][0]["MetricStat"]["Period"]
    assert errors["DatapointsToAlarm"] == 1
    assert (errors["EvaluationPeriods"] - 1) * period >= queue["VisibilityTimeout"]


def test_a_notifier_that_reads_its_own_alarms_is_refused(bench: Bench) -> None:
    topic = bench.stack.topic(Severity.CRITICAL)
    with pytest.raises(ConfigurationError, match="a topic that it does not read"):
        GovernedNotifier(bench.stack, "Notifier", topics={Severity.CRITICAL: topic}, alarm_topic=topic)


def test_the_role_is_there_before_the_queue_is_read(bench: Bench) -> None:
    _notifier(bench)
    resources = bench.template()["Resources"]
    (policy,) = (key for key, r in resources.items() if r["Type"] == "AWS::IAM::Policy")
    (source,) = (r for r in resources.values() if r["Type"] == "AWS::Lambda::EventSourceMapping")
    assert policy in source["DependsOn"]


def test_a_notifier_without_a_topic_is_refused(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="one topic or more"):
        GovernedNotifier(bench.stack, "Notifier", topics={}, alarm_topic=bench.stack.topic(Severity.INFO))
