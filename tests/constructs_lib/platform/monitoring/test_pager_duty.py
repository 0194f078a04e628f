from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

from constructs_lib import ConfigurationError, Severity
from constructs_lib.platform import GovernedPagerDuty
from tests.constructs_lib.runtime.notifier import samples
from tests.support import Properties, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.constructs_lib.conftest import Bench

VERSION = "01234567-89ab-cdef-0123-456789abcdef"


def _subscriptions(bench: Bench, **changes: Any) -> dict[str, Properties]:
    topics = {severity: bench.stack.topic(severity) for severity in (Severity.CRITICAL, Severity.INFO)}
    GovernedPagerDuty(bench.stack, "PagerDuty", **{"topics": topics, **changes})
    found = bench.resources("AWS::SNS::Subscription")
    return {s["TopicArn"].rsplit(":", maxsplit=1)[1]: s for s in found}


def test_incidents_open_from_the_critical_topic_and_close_from_the_recoveries(bench: Bench) -> None:
    found = _subscriptions(bench)
    assert set(found) == {"critical-topic-arn", "info-topic-arn"}
    assert all(s["Protocol"] == "https" for s in found.values())


def test_the_address_is_resolved_from_the_secret_at_deployment_and_stands_in_no_template(bench: Bench) -> None:
    endpoints = {resolve(s["Endpoint"]) for s in _subscriptions(bench).values()}
    (endpoint,) = endpoints
    assert endpoint.startswith("{{resolve:secretsmanager:${PagerDutyIntegration")
    assert endpoint.endswith("}:SecretString:url::}}")


def test_a_new_address_is_taken_by_naming_its_version(bench: Bench) -> None:
    (endpoint,) = {resolve(s["Endpoint"]) for s in _subscriptions(bench, secret_version=VERSION).values()}
    assert endpoint.endswith(f":SecretString:url::{VERSION}}}}}")


def test_the_secret_begins_with_a_well_formed_address_of_nobody(bench: Bench) -> None:
    _subscriptions(bench)
    secret = bench.only("AWS::SecretsManager::Secret")
    assert secret["Name"] == "/connectly/example/prod/pagerduty-integration"
    template = json.loads(secret["GenerateSecretString"]["SecretStringTemplate"])
    assert template["url"].startswith("https://events.pagerduty.com/integration/")


@pytest.mark.parametrize(
    ("changes", "message"), [({"secret_version": "AWSCURRENT"}, "a UUID"), ({"topics": {}}, "one topic")]
)
def test_a_wrong_value_is_refused(bench: Bench, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        _subscriptions(bench, **changes)


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-northeast-2")
    with mock_aws():
        yield


def _delivered(subscription: Properties, message: str, *, name: str) -> bool:
    """Whether SNS hands a message to a subscription with that filter policy."""
    topics, queues = boto3.client("sns"), boto3.client("sqs")
    topic = topics.create_topic(Name=name)["TopicArn"]
    queue = queues.create_queue(QueueName=name)["QueueUrl"]
    attributes = queues.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]
    topics.subscribe(
        TopicArn=topic,
        Protocol="sqs",
        Endpoint=attributes["QueueArn"],
        Attributes={
            "FilterPolicy": json.dumps(subscription["FilterPolicy"]),
            "FilterPolicyScope": subscription["FilterPolicyScope"],
        },
    )
    topics.publish(TopicArn=topic, Message=message)
    return bool(queues.receive_message(QueueUrl=queue).get("Messages"))


@pytest.mark.usefixtures("credentials")
@pytest.mark.parametrize("state", ["ALARM", "OK"])
@pytest.mark.parametrize("severity", ["critical", "warning"])
def test_sns_delivers_critical_alarms_and_their_recoveries_only(bench: Bench, state: str, severity: str) -> None:
    found = _subscriptions(bench)
    assert len(found) == 2
    message = samples.alarm(state=state, severity=severity)
    for name, subscription in found.items():
        assert _delivered(subscription, message, name=name) == (severity == "critical")
