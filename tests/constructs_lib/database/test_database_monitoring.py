from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib import DatabaseSettings, GovernedDatabaseMonitoring

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def monitor(bench: Bench) -> None:
    GovernedDatabaseMonitoring(
        bench.stack, "Monitoring", kind="orders", identifier="prod-example-orders", settings=DatabaseSettings()
    )


def test_six_alarms_watch_this_very_instance_and_reach_topics(bench: Bench) -> None:
    monitor(bench)
    all_alarms = bench.resources("AWS::CloudWatch::Alarm")
    alarms = [alarm for alarm in all_alarms if "undelivered-events" not in alarm["AlarmName"]]
    assert len(alarms) == 6
    for alarm in alarms:
        (query,) = alarm["Metrics"]
        metric = query["MetricStat"]["Metric"]
        assert metric["Namespace"] == "AWS/RDS"
        assert metric["Dimensions"] == [{"Name": "DBInstanceIdentifier", "Value": "prod-example-orders"}]
        assert alarm["AlarmActions"]
        assert alarm["OKActions"]


def test_events_of_this_instance_alone_reach_the_warning_topic_as_they_are(bench: Bench) -> None:
    monitor(bench)
    rule = bench.only("AWS::Events::Rule")
    assert rule["EventPattern"]["source"] == ["aws.rds"]
    assert rule["EventPattern"]["detail"]["SourceIdentifier"] == ["prod-example-orders"]
    (target,) = rule["Targets"]
    assert target["Arn"].endswith(":warning-topic-arn")
    assert "InputTransformer" not in target  # EventBridge would not escape RDS's message


def test_logs_are_highly_confidential_and_on_the_rds_key(bench: Bench) -> None:
    monitor(bench)
    groups = bench.resources("AWS::Logs::LogGroup")
    assert {group["LogGroupName"].rpartition("/")[2] for group in groups} == {"error", "slowquery"}
    for group in groups:
        assert group["KmsKeyId"].endswith("key/rds")
        assert {"Key": "DataClass", "Value": "highly-confidential"} in group["Tags"]
