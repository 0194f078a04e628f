from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError, GovernedQueue, GovernedTopic

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_a_queue_is_encrypted_and_has_a_dead_letter_queue_that_keeps_messages_for_14_days(bench: Bench) -> None:
    GovernedQueue(bench.stack, "Queue", kind="jobs")
    queues = {queue["QueueName"]: queue for queue in bench.resources("AWS::SQS::Queue")}
    assert set(queues) == {"prod-example-jobs", "prod-example-jobs-dlq"}
    assert all(queue["KmsMasterKeyId"].endswith("key/messaging") for queue in queues.values())
    assert queues["prod-example-jobs-dlq"]["MessageRetentionPeriod"] == 14 * 86_400
    assert queues["prod-example-jobs"]["RedrivePolicy"]["maxReceiveCount"] == 3


def test_queues_are_reached_over_tls_only(bench: Bench) -> None:
    GovernedQueue(bench.stack, "Queue", kind="jobs")
    policies = bench.resources("AWS::SQS::QueuePolicy")
    assert len(policies) == 2
    for policy in policies:
        (statement,) = policy["PolicyDocument"]["Statement"]
        assert statement["Effect"] == "Deny"
        assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_a_fifo_queue_is_named_so(bench: Bench) -> None:
    GovernedQueue(bench.stack, "Queue", kind="jobs", fifo=True)
    assert {queue["QueueName"] for queue in bench.resources("AWS::SQS::Queue")} == {
        "prod-example-jobs.fifo",
        "prod-example-jobs-dlq.fifo",
    }


def test_a_subscribed_queue_admits_its_topic_only(bench: Bench) -> None:
    topic = GovernedTopic(bench.stack, "Topic", kind="orders", display_name="Orders").topic
    GovernedQueue(bench.stack, "Queue", kind="jobs").subscribe_to(topic)
    admitting = [
        statement
        for policy in bench.resources("AWS::SQS::QueuePolicy")
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow"
    ]
    assert [s["Principal"] for s in admitting] == [{"Service": "sns.amazonaws.com"}]
    assert "Ref" in admitting[0]["Condition"]["ArnLike"]["aws:SourceArn"]


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("visibility_timeout_seconds", 43_201, "0 to 43200"),
        ("max_receive_count", 0, "1 to 1000"),
        ("retention_days", 15, "1 to 14"),
        ("max_waiting", 0, "1 or more"),
    ],
)
def test_a_number_outside_the_bounds_of_sqs_is_refused(bench: Bench, name: str, value: int, allowed: str) -> None:
    with pytest.raises(ConfigurationError, match=f"(max_visible|{name}): given {value}; allowed: {allowed}"):
        GovernedQueue(bench.stack, "Queue", kind="jobs", **{name: value})  # type: ignore[arg-type]  # wrong on purpose, or by name from a table


def test_how_many_may_wait_is_the_teams_to_say(bench: Bench) -> None:
    GovernedQueue(bench.stack, "Queue", kind="jobs", max_waiting=20)
    alarms = {alarm["AlarmName"]: alarm["Threshold"] for alarm in bench.resources("AWS::CloudWatch::Alarm")}
    assert alarms["prod-example-jobs-messages-waiting"] == 20


def test_a_topic_fans_out_to_queues_what_each_asks_for(bench: Bench) -> None:
    orders, news = (GovernedTopic(bench.stack, kind, kind=kind, display_name=kind) for kind in ("orders", "news"))
    jobs, search = (GovernedQueue(bench.stack, f"{kind}Queue", kind=kind) for kind in ("jobs", "search"))
    orders.fan_out(jobs, search)
    news.fan_out(jobs, only={"kind": ["breaking"]})
    subscriptions = bench.resources("AWS::SNS::Subscription")
    assert len(subscriptions) == 3
    assert [one["FilterPolicy"] for one in subscriptions if "FilterPolicy" in one] == [{"kind": ["breaking"]}]
    assert all(one["RawMessageDelivery"] for one in subscriptions)
