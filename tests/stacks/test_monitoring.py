from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

from constructs_lib.observability.telemetry.adot import SSM_STANDARD_TIER_BYTES
from tests.support import environment, resolve, synthesize

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Templates

TASK_COUNTS = {"RunningTaskCount", "DesiredTaskCount", "PendingTaskCount"}
SEVERITIES = ("critical", "warning", "info")
CHANNEL = {"workspace_id": "T0123456789", "channel_id": "C0123456789"}


def _variant(folder: Path, **settings: Any) -> Templates:
    changed = environment("prod", stacks={"monitoring": settings})
    return synthesize(changed, folder, only=("kms", "monitoring"))


def test_there_is_an_encrypted_topic_for_each_severity_under_its_old_name(prod: Templates) -> None:
    topics = {t["TopicName"]: t for t in prod.resources("monitoring", "AWS::SNS::Topic").values()}
    assert set(topics) == {f"prod-monitoring-{kind}" for kind in (*SEVERITIES, "delivery")}
    assert all("messagingkeyarn" in resolve(t["KmsMasterKeyId"]) for t in topics.values())


def test_every_topic_has_a_subscriber_by_default(prod: Templates) -> None:
    subscribed = {resolve(s["TopicArn"]) for s in prod.resources("monitoring", "AWS::SNS::Subscription").values()}
    assert subscribed == {f"${{{key}}}" for key in prod.resources("monitoring", "AWS::SNS::Topic")}


def test_what_a_topic_cannot_deliver_raises_an_alarm_on_a_topic_for_that(prod: Templates) -> None:
    alarms = prod.resources("monitoring", "AWS::CloudWatch::Alarm").values()
    topics = {t["TopicName"]: key for key, t in prod.resources("monitoring", "AWS::SNS::Topic").items()}
    failed = {a["AlarmName"]: a for a in alarms if a["AlarmName"].endswith("-notifications-failed")}
    for severity in SEVERITIES:
        alarm = failed[f"prod-monitoring-{severity}-notifications-failed"]
        assert resolve(alarm["AlarmActions"][0]) == f"${{{topics['prod-monitoring-delivery']}}}"


def test_who_hears_that_nothing_is_delivered_does_not_hear_it_by_what_is_to_deliver_it(prod: Templates) -> None:
    topics = prod.resources("monitoring", "AWS::SNS::Topic")
    (topic,) = (key for key, found in topics.items() if found["TopicName"].endswith("-delivery"))
    protocols = {
        s["Protocol"]
        for s in prod.resources("monitoring", "AWS::SNS::Subscription").values()
        if resolve(s["TopicArn"]) == f"${{{topic}}}"
    }
    assert protocols == {"https", "email"}


def test_pagerduty_hears_critical_alarms_and_their_recoveries_only(prod: Templates) -> None:
    found = [s for s in prod.resources("monitoring", "AWS::SNS::Subscription").values() if s["Protocol"] == "https"]
    assert len(found) == 3
    assert all(s["FilterPolicy"]["AlarmDescription"] == [{"prefix": "[critical]"}] for s in found)
    assert all(s["FilterPolicyScope"] == "MessageBody" for s in found)


def test_slack_hears_every_topic_by_the_notifier(prod: Templates) -> None:
    found = [s for s in prod.resources("monitoring", "AWS::SNS::Subscription").values() if s["Protocol"] == "sqs"]
    assert len(found) == len(SEVERITIES)
    assert prod.only("monitoring", "AWS::Lambda::Function")["FunctionName"] == "prod-monitoring-notifier"


def test_slack_can_hear_by_chatbot_instead(tmp_path: Path) -> None:
    found = _variant(tmp_path, slack="chatbot", chatbot=CHANNEL)
    channel = found.only("monitoring", "AWS::Chatbot::SlackChannelConfiguration")
    assert len(channel["SnsTopicArns"]) == len(SEVERITIES)
    assert channel["UserRoleRequired"] is True
    assert not found.resources("monitoring", "AWS::Lambda::Function")


def test_each_address_gets_e_mail_of_its_severity(tmp_path: Path) -> None:
    found = _variant(tmp_path, emails={"critical": ["oncall@set-of.com"], "info": ["archive@set-of.com"]})
    mails = {
        (s["Endpoint"], resolve(s["TopicArn"])[2:].split("Topic")[0])
        for s in found.resources("monitoring", "AWS::SNS::Subscription").values()
        if s["Protocol"] == "email"
    }
    assert mails == {
        ("oncall@set-of.com", "Critical"),
        ("oncall@set-of.com", "Delivery"),
        ("archive@set-of.com", "Info"),
    }


def test_the_prometheus_workspace_is_encrypted_logged_and_alerts(prod: Templates) -> None:
    workspace = prod.only("monitoring", "AWS::APS::Workspace")
    assert workspace["Alias"] == "prod-monitoring-infrastructure-metrics"
    assert "logskeyarn" in resolve(workspace["KmsKeyArn"])
    assert workspace["LoggingConfiguration"]["LogGroupArn"]
    assert workspace["QueryLoggingConfiguration"]["Destinations"]
    assert "sns_configs" in resolve(workspace["AlertManagerDefinition"])


def test_the_log_groups_are_those_of_prometheus_the_notifier_and_the_collector(prod: Templates) -> None:
    groups = {g["LogGroupName"] for g in prod.resources("monitoring", "AWS::Logs::LogGroup").values()}
    assert groups == {
        "/aws/vendedlogs/prometheus/prod-monitoring-infrastructure-metrics",
        "/aws/lambda/prod-monitoring-notifier",
        "/connectly/prod/monitoring/adot-collector",
    }


def test_grafanas_own_role_reads_prometheus_and_cloudwatch(prod: Templates) -> None:
    workspace = prod.only("monitoring", "AWS::Grafana::Workspace")
    role = workspace["RoleArn"]["Fn::GetAtt"][0]
    (policy,) = (p for p in prod.resources("monitoring", "AWS::IAM::Policy").values() if {"Ref": role} in p["Roles"])
    actions = {a for s in policy["PolicyDocument"]["Statement"] for a in _list(s["Action"])}
    assert {"aps:QueryMetrics", "cloudwatch:GetMetricData", "logs:StartQuery"} <= actions
    assert prod.resources("monitoring", "AWS::IAM::Role")[role]["RoleName"] == "prod-monitoring-grafana"


def test_no_policy_relies_on_a_namespace_condition_that_reads_do_not_know(prod: Templates) -> None:
    assert "cloudwatch:namespace" not in json.dumps(prod["monitoring"])


def test_the_collectors_configuration_fits_a_standard_parameter_and_exports_to_prometheus_only(prod: Templates) -> None:
    text = _collector(prod)
    assert len(text.encode()) + 160 < SSM_STANDARD_TIER_BYTES  # the workspace's address is longer than its reference
    assert set(yaml.safe_load(text)["exporters"]) == {"prometheusremotewrite"}


def test_the_collector_is_labelled_with_the_cluster_that_the_atlantis_stack_makes(prod: Templates) -> None:
    labels = yaml.safe_load(_collector(prod))["exporters"]["prometheusremotewrite"]["external_labels"]
    clusters = {c["ClusterName"] for c in prod.resources("atlantis", "AWS::ECS::Cluster").values()}
    assert {labels["cluster"]} == clusters


def test_every_alarm_on_the_critical_topic_passes_pagerdutys_filter(prod: Templates) -> None:
    """In every stack of the home region; the critical topic's own alarm goes by way of warning."""
    heard = [
        resource["Properties"]["AlarmDescription"]
        for _, _, resource in prod.all()
        if resource["Type"] in ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")
        and "criticaltopic" in resolve(resource["Properties"].get("AlarmActions", [""])[0]).lower()
    ]
    assert len(heard) > 10
    assert [text for text in heard if not text.startswith("[critical]")] == []


def test_the_dashboards_show_what_the_other_stacks_are_called(prod: Templates) -> None:
    bodies = {
        d["DashboardName"]: resolve(d["DashboardBody"])
        for d in prod.resources("monitoring", "AWS::CloudWatch::Dashboard").values()
    }
    assert set(bodies) == {f"prod-monitoring-{kind}" for kind in ("ecs", "alb", "rds", "slo")}
    (service,) = prod.resources("atlantis", "AWS::ECS::Service").values()
    (balancer,) = prod.resources("atlantis", "AWS::ElasticLoadBalancingV2::LoadBalancer").values()
    (database,) = prod.resources("rds", "AWS::RDS::DBInstance").values()
    assert f'"ServiceName","{service["ServiceName"]}"' in bodies["prod-monitoring-ecs"]
    assert f"app/{balancer['Name']}/" in bodies["prod-monitoring-alb"]
    assert f'"DBInstanceIdentifier","{database["DBInstanceIdentifier"]}"' in bodies["prod-monitoring-rds"]


def test_the_alarms_of_an_ecs_service_watch_metrics_that_ecs_publishes(prod: Templates) -> None:
    """Amazon ECS Developer Guide: utilization in AWS/ECS, task counts in Container Insights, both by the service."""
    published = {"AWS/ECS": {"CPUUtilization", "MemoryUtilization"}, "ECS/ContainerInsights": TASK_COUNTS}
    seen = set()
    for _, _, alarm in prod.all("AWS::CloudWatch::Alarm"):
        for query in alarm["Properties"]["Metrics"]:
            metric = query.get("MetricStat", {}).get("Metric", {})
            if metric.get("Namespace") in published:
                assert metric["MetricName"] in published[metric["Namespace"]]
                assert {d["Name"] for d in metric["Dimensions"]} == {"ClusterName", "ServiceName"}
                seen.add(metric["MetricName"])
    assert seen == {"CPUUtilization", "MemoryUtilization", "RunningTaskCount", "DesiredTaskCount"}


def test_spending_reaches_the_warning_topic(prod: Templates) -> None:
    (warning,) = (key for key in prod.resources("monitoring", "AWS::SNS::Topic") if key.startswith("Warning"))
    budget = prod.only("monitoring", "AWS::Budgets::Budget")
    told = {resolve(s["Address"]) for n in budget["NotificationsWithSubscribers"] for s in n["Subscribers"]}
    anomalies = prod.only("monitoring", "AWS::CE::AnomalySubscription")
    assert told == {resolve(s["Address"]) for s in anomalies["Subscribers"]} == {f"${{{warning}}}"}


def test_the_key_of_the_topics_admits_services_only_for_topics_of_this_account(prod: Templates) -> None:
    key = prod.named("kms", "AWS::KMS::Key", "Messaging")
    for statement in key["KeyPolicy"]["Statement"]:
        if "Service" in statement["Principal"]:
            conditions = json.dumps(statement["Condition"])
            assert "111122223333" in conditions
            if statement["Action"] != "kms:DescribeKey":  # which tells of the key and decrypts nothing
                assert "kms:EncryptionContext" in conditions


def test_dev_has_topics_and_metrics_and_pays_for_nothing_else(dev: Templates) -> None:
    assert len(dev.resources("monitoring", "AWS::SNS::Topic")) == len((*SEVERITIES, "delivery"))
    assert dev.resources("monitoring", "AWS::APS::Workspace")
    for type_ in (
        "AWS::Grafana::Workspace",
        "AWS::Budgets::Budget",
        "AWS::CE::AnomalyMonitor",
        "AWS::Lambda::Function",
    ):
        assert not dev.resources("monitoring", type_)


def _collector(prod: Templates) -> str:
    (parameter,) = (
        p
        for p in prod.resources("monitoring", "AWS::SSM::Parameter").values()
        if p["Name"] == "/prod/monitoring/adot-config"
    )
    return resolve(parameter["Value"])


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
