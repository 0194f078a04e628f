"""What is logged, measured and told of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.stacks.rds import ACCOUNT, entry
from tests.support import resolve

if TYPE_CHECKING:
    from tests.support import Templates


def test_exported_logs_have_governed_groups_first_and_the_general_log_is_not_exported(prod: Templates) -> None:
    instance = entry(prod, "rds", "AWS::RDS::DBInstance")[1]
    groups = {
        key: group for key, group in prod.resources("rds", "AWS::Logs::LogGroup").items()
        if group["LogGroupName"].startswith("/aws/rds/instance/prod-rds-shared-mysql/")
    }  # fmt: skip
    exported = instance["Properties"]["EnableCloudwatchLogsExports"]
    assert {group["LogGroupName"].rpartition("/")[2] for group in groups.values()} == set(exported)
    assert set(exported) == {"error", "slowquery"}
    assert set(groups) <= set(instance["DependsOn"])
    assert all("kmsrdskeyarn" in group["KmsKeyId"]["Ref"] and group["RetentionInDays"] for group in groups.values())


def test_enhanced_monitoring_writes_for_this_instance_only(prod: Templates) -> None:
    role = prod.named("rds", "AWS::IAM::Role", "Monitoring")
    (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "monitoring.rds.amazonaws.com"}
    assert statement["Condition"]["StringEquals"] == {"aws:SourceAccount": ACCOUNT}
    assert resolve(statement["Condition"]["ArnLike"]["aws:SourceArn"]).endswith(":db:prod-rds-shared-mysql")


def test_six_alarms_are_sized_to_the_instance_and_reach_topics(prod: Templates) -> None:
    alarms = {alarm["AlarmName"].removeprefix("prod-rds-shared-mysql-"): alarm
              for alarm in prod.resources("rds", "AWS::CloudWatch::Alarm").values()
              if "shared-mysql" in alarm["AlarmName"]}  # fmt: skip
    assert set(alarms) == {
        "cpu-high", "free-storage-low", "freeable-memory-low", "connections-high", "read-latency-high",
        "write-latency-high",
    }  # fmt: skip
    gib = 1024**3
    assert alarms["free-storage-low"]["Threshold"] == 45 * gib  # 15 % of 300 GiB
    assert alarms["connections-high"]["Threshold"] == 180
    # below what InnoDB leaves free by RDS's formula (a quarter of 4 GiB), so the two do not contradict each other
    assert 0 < alarms["freeable-memory-low"]["Threshold"] < gib
    assert all(alarm["AlarmActions"] and alarm["OKActions"] for alarm in alarms.values())


def test_failures_and_failovers_reach_the_warning_topic_by_eventbridge(prod: Templates) -> None:
    """RDS sends no notifications to encrypted topics, EventBridge does: the topic's and the key's policies admit it."""
    rule = prod.named("rds", "AWS::Events::Rule", "Monitoring")
    assert rule["EventPattern"]["detail"]["SourceIdentifier"] == ["prod-rds-shared-mysql"]
    assert {"failure", "failover", "low storage"} <= set(rule["EventPattern"]["detail"]["EventCategories"])
    topic = prod["rds"]["Parameters"][rule["Targets"][0]["Arn"]["Ref"]]["Default"]
    assert topic == "/prod/monitoring/warning-topic-arn"
    assert not prod.resources("rds", "AWS::RDS::EventSubscription")
    policies = prod.resources("monitoring", "AWS::SNS::TopicPolicy")
    admitting = [key for key, policy in policies.items() if "events.amazonaws.com" in str(policy)]
    assert any("Warning" in key for key in admitting)
    key = prod.named("kms", "AWS::KMS::Key", "Messaging")
    assert "events.amazonaws.com" in str(key["KeyPolicy"])


def test_the_os_metrics_of_rds_have_key_and_retention_and_are_there_before_the_instance(prod: Templates) -> None:
    groups = {g["LogGroupName"]: key for key, g in prod.resources("rds", "AWS::Logs::LogGroup").items()}
    group = prod.resources("rds", "AWS::Logs::LogGroup")[groups["RDSOSMetrics"]]
    assert group["RetentionInDays"]
    assert "rdskeyarn" in resolve(group["KmsKeyId"])
    (instance,) = (r for _, _, r in prod.all("AWS::RDS::DBInstance"))
    assert groups["RDSOSMetrics"] in instance["DependsOn"]


def test_one_environment_of_the_account_makes_that_group(dev: Templates, prod: Templates) -> None:
    made = [
        group["LogGroupName"]
        for templates in (dev, prod)
        for group in templates.resources("rds", "AWS::Logs::LogGroup").values()
        if group["LogGroupName"] == "RDSOSMetrics"
    ]
    assert len(made) == 1
