from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from constructs_lib import ConfigurationError
from constructs_lib.observability.telemetry.prometheus import rules_files
from constructs_lib.platform import GovernedPrometheusWorkspace
from tests.support import resolve

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

RULES = rules_files(runbook_base_url="https://example.org/runbooks")


def _workspace(bench: Bench, **changes: Any) -> GovernedPrometheusWorkspace:
    return GovernedPrometheusWorkspace(bench.stack, "Workspace", kind="metrics", rules=RULES, **changes)


def test_the_workspace_is_encrypted_named_and_keeps_metrics_as_long_as_it_is_told(bench: Bench) -> None:
    _workspace(bench, retention_days=30)
    found = bench.only("AWS::APS::Workspace")
    assert found["KmsKeyArn"].endswith("key/logs")
    assert found["Alias"] == "prod-example-metrics"
    assert found["WorkspaceConfiguration"] == {"RetentionPeriodInDays": 30}


def test_metrics_are_retained_where_data_is_protected(bench: Bench, dev_bench: Bench) -> None:
    for one, policy in ((bench, "RetainExceptOnCreate"), (dev_bench, "Delete")):
        _workspace(one)
        (resource,) = (r for r in one.template()["Resources"].values() if r["Type"] == "AWS::APS::Workspace")
        assert resource["DeletionPolicy"] == policy


def test_errors_and_expensive_queries_are_logged_into_one_governed_group_that_admits_them(bench: Bench) -> None:
    _workspace(bench, logged_query_samples=500)
    found, group = bench.only("AWS::APS::Workspace"), bench.only("AWS::Logs::LogGroup")
    assert group["LogGroupName"] == "/aws/vendedlogs/prometheus/prod-example-metrics"
    assert group["KmsKeyId"].endswith("key/logs")
    (destination,) = found["QueryLoggingConfiguration"]["Destinations"]
    assert destination["Filters"] == {"QspThreshold": 500}
    assert destination["CloudWatchLogs"]["LogGroupArn"] == found["LoggingConfiguration"]["LogGroupArn"]
    (statement,) = json.loads(bench.only("AWS::Logs::ResourcePolicy")["PolicyDocument"])["Statement"]
    assert statement["Principal"] == {"Service": "delivery.logs.amazonaws.com"}
    assert statement["Resource"].endswith(f":log-group:{group['LogGroupName']}:*")
    assert statement["Condition"]["StringEquals"] == {"aws:SourceAccount": "111122223333"}


def test_alertmanager_sends_each_severity_to_its_own_topic(bench: Bench) -> None:
    _workspace(bench)
    definition = yaml.safe_load(resolve(bench.only("AWS::APS::Workspace")["AlertManagerDefinition"]))
    config = yaml.safe_load(definition["alertmanager_config"])
    topics = {receiver["name"]: receiver["sns_configs"][0]["topic_arn"] for receiver in config["receivers"]}
    assert topics == {
        severity: f"arn:aws:sns:ap-northeast-2:111122223333:{severity}-topic-arn"
        for severity in ("critical", "warning", "info")
    }


def test_recording_and_alert_rules_are_there_and_each_alert_has_a_severity_and_a_runbook(bench: Bench) -> None:
    _workspace(bench)
    namespaces = {
        found["Name"]: yaml.safe_load(found["Data"]) for found in bench.resources("AWS::APS::RuleGroupsNamespace")
    }
    assert set(namespaces) == set(RULES)
    rules = [rule for text in namespaces.values() for group in text["groups"] for rule in group["rules"]]
    assert any("record" in rule for rule in rules)
    alerts = [rule for rule in rules if "alert" in rule]
    assert alerts
    assert all(rule["labels"]["severity"] and rule["annotations"]["runbook_url"] for rule in alerts)


def test_alarms_watch_the_workspace(bench: Bench) -> None:
    _workspace(bench)
    alarms = {alarm["AlarmName"]: alarm for alarm in bench.resources("AWS::CloudWatch::Alarm")}
    assert {name.removeprefix("prod-example-metrics-") for name in alarms} == {
        "notifications-failed",
        "samples-discarded",
        "rules-failing",
    }
    assert all(alarm["AlarmActions"] for alarm in alarms.values())


def test_the_writer_policy_writes_into_this_workspace_and_does_nothing_else(bench: Bench) -> None:
    _workspace(bench).writer_policy("Writer", kind="amp-writer")
    policy = bench.only("AWS::IAM::ManagedPolicy")
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert policy["ManagedPolicyName"] == "prod-example-amp-writer"
    assert statement["Action"] == "aps:RemoteWrite"
    assert resolve(statement["Resource"]).endswith(".Arn}")


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("retention_days", 0, "1 to 1095"),
        ("retention_days", 1096, "1 to 1095"),
        ("logged_query_samples", -1, "0 or more"),
    ],
)
def test_a_number_out_of_bounds_is_refused(bench: Bench, name: str, value: int, allowed: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{name}: given {value}; allowed: {allowed}"):
        _workspace(bench, **{name: value})


def test_a_namespace_without_a_name_is_refused(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="names of 1 to 64 characters"):
        GovernedPrometheusWorkspace(bench.stack, "Workspace", kind="metrics", rules={"": "groups: []"})


def test_every_rule_group_is_watched_by_the_name_that_amp_gives_it(bench: Bench) -> None:
    _workspace(bench)
    (alarm,) = (a for a in bench.resources("AWS::CloudWatch::Alarm") if a["AlarmName"].endswith("rules-failing"))
    metrics = [query["MetricStat"]["Metric"] for query in alarm["Metrics"] if "MetricStat" in query]
    watched = {one["Value"] for metric in metrics for one in metric["Dimensions"] if one["Name"] == "RuleGroup"}
    groups = {f"{name};{group['name']}" for name, text in RULES.items() for group in yaml.safe_load(text)["groups"]}
    assert watched == groups
    assert {metric["MetricName"] for metric in metrics} == {"RuleEvaluationFailures"}
