from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, Severity
from constructs_lib.platform import GovernedSlackChannel

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

USUAL: dict[str, Any] = {"workspace_id": "T0123456789", "channel_id": "C0123456789"}


def _channel(bench: Bench, **changes: Any) -> None:
    topics = [bench.stack.topic(severity) for severity in Severity]
    GovernedSlackChannel(bench.stack, "Channel", **{"kind": "alerts", "topics": topics, **USUAL, **changes})


def test_the_channel_shows_the_topics_and_its_people_act_as_themselves(bench: Bench) -> None:
    _channel(bench)
    found = bench.only("AWS::Chatbot::SlackChannelConfiguration")
    assert found["ConfigurationName"] == "prod-example-alerts"
    assert len(found["SnsTopicArns"]) == 3
    assert found["UserRoleRequired"] is True


def test_nobody_can_do_more_from_slack_than_read_alarms_and_metrics(bench: Bench) -> None:
    _channel(bench)
    (guardrail,) = bench.only("AWS::Chatbot::SlackChannelConfiguration")["GuardrailPolicies"]
    assert "Ref" in guardrail
    for policy in (bench.only("AWS::IAM::ManagedPolicy"), bench.only("AWS::IAM::Policy")):
        (statement,) = policy["PolicyDocument"]["Statement"]
        verbs = {action.split(":")[1] for action in statement["Action"]}
        assert all(verb.startswith(("Describe", "Get", "List")) for verb in verbs)


def test_chatbot_assumes_the_role_for_this_channel_only(bench: Bench) -> None:
    _channel(bench)
    (trust,) = bench.only("AWS::IAM::Role")["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Condition"] == {
        "StringEqualsIfExists": {"aws:SourceAccount": "111122223333"},
        "ArnLikeIfExists": {
            "aws:SourceArn": "arn:aws:chatbot::111122223333:chat-configuration/slack-channel/prod-example-alerts"
        },
    }


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"workspace_id": "t-1"}, "workspace_id: given 't-1'"),
        ({"channel_id": "#alerts"}, "channel_id: given '#alerts'"),
        ({"topics": []}, "one topic or more"),
    ],
)
def test_a_wrong_value_is_refused(bench: Bench, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        _channel(bench, **changes)
