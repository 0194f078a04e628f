"""Prometheus, Grafana, the collector and the dashboards of the monitoring stack."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

from constructs_lib.observability.telemetry.adot import SSM_STANDARD_TIER_BYTES
from tests.support import resolve

if TYPE_CHECKING:
    from tests.support import Templates

TASK_COUNTS = {"RunningTaskCount", "DesiredTaskCount", "PendingTaskCount"}


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


def _collector(prod: Templates) -> str:
    (parameter,) = (
        p
        for p in prod.resources("monitoring", "AWS::SSM::Parameter").values()
        if p["Name"] == "/prod/monitoring/adot-config"
    )
    return resolve(parameter["Value"])


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
