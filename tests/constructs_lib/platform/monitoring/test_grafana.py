from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, Severity
from constructs_lib.platform import GovernedGrafanaWorkspace
from tests.support import Properties, resolve

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

AMP = "arn:aws:aps:ap-northeast-2:111122223333:workspace/ws-1"


def _grafana(bench: Bench, **changes: Any) -> None:
    topic = bench.stack.topic(Severity.WARNING)
    GovernedGrafanaWorkspace(bench.stack, "Grafana", kind="dashboards", workspace_arn=AMP, topic=topic, **changes)


def _statements(bench: Bench) -> dict[str, Properties]:
    return {s["Sid"]: s for s in bench.only("AWS::IAM::Policy")["PolicyDocument"]["Statement"]}


def test_the_workspace_works_as_the_very_role_that_may_read(bench: Bench) -> None:
    _grafana(bench)
    workspace, policy = bench.only("AWS::Grafana::Workspace"), bench.only("AWS::IAM::Policy")
    assert [workspace["RoleArn"]["Fn::GetAtt"][0]] == [role["Ref"] for role in policy["Roles"]]
    assert workspace["PermissionType"] == "CUSTOMER_MANAGED"
    assert workspace["AuthenticationProviders"] == ["AWS_SSO"]
    assert workspace["DataSources"] == ["PROMETHEUS", "CLOUDWATCH"]
    assert workspace["PluginAdminEnabled"] is False


def test_the_role_queries_this_prometheus_workspace(bench: Bench) -> None:
    _grafana(bench)
    statement = _statements(bench)["QueryPrometheus"]
    assert statement["Resource"] == AMP
    assert {"aps:QueryMetrics", "aps:GetLabels", "aps:GetSeries", "aps:GetMetricMetadata"} <= set(statement["Action"])


def test_reading_metrics_has_no_condition_that_would_never_hold(bench: Bench) -> None:
    _grafana(bench)
    statement = _statements(bench)["ReadMetrics"]
    assert "cloudwatch:GetMetricData" in statement["Action"]
    assert "Condition" not in statement


def test_logs_can_be_queried_in_groups_of_this_environment_only(bench: Bench) -> None:
    _grafana(bench)
    groups = [arn.split("log-group:")[1] for arn in _statements(bench)["QueryLogs"]["Resource"]]
    assert sorted(groups) == ["/aws/ecs/prod-*", "/aws/lambda/prod-*", "/aws/rds/instance/prod-*", "/connectly/prod/*"]


def test_grafana_can_publish_its_own_alerts_on_the_encrypted_topic(bench: Bench) -> None:
    _grafana(bench)
    statements = _statements(bench)
    assert statements["Notify"]["Action"] == "sns:Publish"
    assert statements["NotifyEncrypted"]["Condition"] == {
        "StringEquals": {"kms:ViaService": "sns.ap-northeast-2.amazonaws.com"}
    }


def test_grafana_assumes_the_role_for_workspaces_of_this_account_only(bench: Bench) -> None:
    _grafana(bench)
    (trust,) = bench.only("AWS::IAM::Role")["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": "111122223333"}
    assert resolve(trust["Condition"]["ArnLike"]["aws:SourceArn"]).endswith(":111122223333:/workspaces/*")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"version": "ten"}, "version: given 'ten'"),
        ({"log_group_prefixes": ["aws/ecs"]}, "log_group_prefixes: given 'aws/ecs'"),
        ({"log_group_prefixes": ["/*"]}, "log_group_prefixes: given '/\\*'"),
    ],
)
def test_a_wrong_value_is_refused(bench: Bench, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        _grafana(bench, **changes)
