from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.cli import app
from governed_cdk.commands import slo as command
from tests.governed_cdk.checkup.account import table_account

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the account answers; nothing of anything, until a test says more."""
    quiet: dict[str, Any] = {}
    monkeypatch.setattr(command, "Account", lambda _: table_account(quiet))
    return quiet


def run(*options: str) -> Any:
    return CliRunner().invoke(app, ["slo", "--env", "dev", *options])


def test_an_account_without_requests_is_no_miss(answers: dict[str, Any], tmp_path: Path) -> None:
    assert answers == {}
    result = run("--report", str(tmp_path / "slo.md"))
    assert result.exit_code == 0, result.output
    assert result.output.startswith("# Objectives of dev\n\nNo service and no load balancer has answered")
    assert (tmp_path / "slo.md").read_text() == result.output.removesuffix("\n")


def test_a_missed_objective_ends_with_3_and_stands_in_the_numbers(answers: dict[str, Any]) -> None:
    arn = "arn:aws:elasticloadbalancing:ap-northeast-2:111122223333:loadbalancer/app/dev-orders/1"
    balancer = {"LoadBalancerName": "dev-orders", "LoadBalancerArn": arn}
    answers["elbv2 describe_load_balancers"] = {"LoadBalancers": [balancer]}

    def metric_data(**asked: Any) -> dict[str, Any]:
        day = [asked["EndTime"] - datetime.timedelta(days=1)]
        values = {"requests": [1000.0], "target": [50.0], "balancer": [0.0], "fast": [100.0]}
        ids = [one["Id"] for one in asked["MetricDataQueries"]]
        return {"MetricDataResults": [{"Id": id_, "Timestamps": day, "Values": values[id_]} for id_ in ids]}

    answers["cloudwatch get_metric_data"] = metric_data
    result = run("--format", "json", "--source", "cloudwatch")
    assert result.exit_code == 3, result.output
    assert json.loads(result.output)["missed"] == ["dev-orders availability", "dev-orders error-rate"]


def test_an_environment_that_is_none_is_bad_input() -> None:
    assert isinstance(run("--env", "qa").exception, ConfigurationError)
