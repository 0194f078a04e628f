from __future__ import annotations

import pytest

from constructs_lib.kernel.calls import caller, calls, calls_of, keys, on_behalf_of, roles


def test_a_row_of_several_types_and_paths_is_one_of_each() -> None:
    found = {(row.type, row.at[0]) for row in calls() if row.service == "cloudwatch.amazonaws.com"}
    actions = ("AlarmActions", "OKActions", "InsufficientDataActions")
    assert found == {(f"AWS::CloudWatch::{name}", one) for name in ("Alarm", "CompositeAlarm") for one in actions}


@pytest.mark.parametrize(
    ("type_", "to", "principal"),
    [
        ("AWS::CloudWatch::Alarm", "AWS::SNS::Topic", "cloudwatch.amazonaws.com"),
        ("AWS::Lambda::Function", "AWS::IAM::Role", "lambda.amazonaws.com"),
        ("AWS::CloudTrail::Trail", "AWS::KMS::Key", "cloudtrail.amazonaws.com"),
        ("AWS::Lambda::Function", "AWS::Logs::LogGroup", None),  # by its role
        ("AWS::SNS::Topic", "AWS::SNS::Topic", None),
    ],
)
def test_who_acts_for_a_resource_on_another(type_: str, to: str, principal: str | None) -> None:
    assert caller(type_, to) == principal


def test_a_service_may_call_for_another_resource_than_the_one_that_makes_it_call() -> None:
    assert on_behalf_of()["AWS::SNS::Subscription"] == "TopicArn"
    assert on_behalf_of()["AWS::Logs::SubscriptionFilter"] == "LogGroupName"
    assert "AWS::APS::Workspace" not in on_behalf_of()  # for its logs only


def test_a_role_of_a_target_is_below_the_target() -> None:
    assert [one.at for one in roles() if one.type == "AWS::Events::Rule"] == [("Targets", "*", "RoleArn")]


def test_what_is_in_no_template_is_told_by_its_arn() -> None:
    assert {row.to for row in calls_of("AWS::Grafana::Workspace") if row.elsewhere} == {"*"}
    assert not any(row.elsewhere for row in calls_of("AWS::CloudWatch::Alarm"))


def test_only_topics_and_queues_ask_a_service_for_their_key() -> None:
    assert {one.type for one in keys() if one.services} == {"AWS::SNS::Topic", "AWS::SQS::Queue"}
