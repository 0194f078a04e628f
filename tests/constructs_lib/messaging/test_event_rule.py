from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, EventTarget, EventText, GovernedEventRule, GovernedUndelivered
from tests.eventbridge import render

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

_TOPIC = "arn:aws:sns:ap-northeast-2:111122223333:security"
_PATTERN = {"source": ["aws.iam"]}


def _rule(bench: Bench, *, text: EventText | None = None, **changes: Any) -> dict[str, Any]:
    arguments: dict[str, Any] = {"pattern": _PATTERN, **changes}
    GovernedEventRule(
        bench.stack,
        "Rule",
        kind="iam-changes",
        description="IAM",
        target=EventTarget(arn=_TOPIC, text=text),
        **arguments,
    )
    found: dict[str, Any] = bench.only("AWS::Events::Rule")
    return found


def test_a_rule_is_named_after_its_service_and_withholds_read_only_calls(bench: Bench) -> None:
    rule = _rule(bench)
    assert (rule["Name"], rule["State"], rule["EventPattern"]) == ("prod-example-iam-changes", "ENABLED", _PATTERN)


def test_a_rule_sees_read_only_calls_where_it_says_so(bench: Bench) -> None:
    assert _rule(bench, read_only_events=True)["State"] == "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"


def test_a_person_reads_lines_rather_than_an_event(bench: Bench) -> None:
    text = EventText(
        variables={"who": "$.detail.userIdentity.arn", "time": "$.time"}, lines=("At <time>:", "by <who>.")
    )
    (target,) = _rule(bench, text=text)["Targets"]
    event = {"time": "2026-11-21T00:00:00Z", "detail": {"userIdentity": {"arn": "arn:aws:iam::1:root"}}}
    assert render(target["InputTransformer"], event) == "At 2026-11-21T00:00:00Z:\nby arn:aws:iam::1:root."


def test_what_cannot_be_delivered_goes_to_a_queue_that_admits_rules_of_this_account_and_raises_an_alarm(
    bench: Bench,
) -> None:
    (target,) = _rule(bench, undelivered=GovernedUndelivered(bench.stack, "Undelivered"))["Targets"]
    assert "Fn::GetAtt" in target["DeadLetterConfig"]["Arn"]
    (admitted,) = (
        statement
        for policy in bench.resources("AWS::SQS::QueuePolicy")
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow"
    )
    assert admitted["Principal"] == {"Service": "events.amazonaws.com"}
    rules = "arn:aws:events:ap-northeast-2:111122223333:rule/*"
    assert admitted["Condition"] == {"ArnLike": {"aws:SourceArn": rules}}
    (alarm,) = bench.resources("AWS::CloudWatch::Alarm")
    dimensions = alarm["Metrics"][0]["MetricStat"]["Metric"]["Dimensions"]
    assert dimensions == [{"Name": "QueueName", "Value": "prod-example-undelivered-events"}]
    assert alarm["AlarmActions"]


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        ({"pattern": {}}, "at least one field"),
        ({"text": EventText(variables={"time": "$.time"}, lines=("by <who>",))}, "given '<who>'; allowed: time"),
        ({"text": EventText(variables={}, lines=("x" * 8193,))}, "8192 characters at most"),
    ],
)
def test_what_eventbridge_refuses_is_refused(bench: Bench, changes: dict[str, Any], allowed: str) -> None:
    with pytest.raises(ConfigurationError, match=allowed):
        _rule(bench, **changes)
