from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib import GovernedLogGroup, GovernedSubscription

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_every_event_goes_to_the_stream_and_a_failure_raises_an_alarm_on_this_very_filter(bench: Bench) -> None:
    group = GovernedLogGroup(bench.stack, "Group", kind="application")
    stream, role = (
        "arn:aws:firehose:ap-northeast-2:111122223333:deliverystream/archive",
        "arn:aws:iam::111122223333:role/r",
    )
    GovernedSubscription(bench.stack, "Archive", log_group=group, kind="archive", stream_arn=stream, role_arn=role)
    subscription = bench.only("AWS::Logs::SubscriptionFilter")
    assert (subscription["FilterPattern"], subscription["DestinationArn"], subscription["RoleArn"]) == (
        "",
        stream,
        role,
    )
    (alarm,) = bench.resources("AWS::CloudWatch::Alarm")
    dimensions = {d["Name"]: d["Value"] for d in alarm["Metrics"][0]["MetricStat"]["Metric"]["Dimensions"]}
    assert dimensions == {
        "LogGroupName": "/connectly/prod/example/application",
        "DestinationType": "Firehose",
        "FilterName": subscription["FilterName"],
    }
    assert alarm["AlarmActions"]
