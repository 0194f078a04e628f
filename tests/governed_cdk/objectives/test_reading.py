"""Both sources, on answers held against botocore, and what is told where one refuses."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from constructs_lib.kernel.language import Language
from governed_cdk.checkup.reader import CheckupReader
from governed_cdk.objectives.reading import ObjectivesSource, objectives_of
from governed_cdk.objectives.report import as_markdown, as_numbers
from tests.governed_cdk.checkup.account import TableAccount
from tests.support import environment

if TYPE_CHECKING:
    from governed_cdk.objectives.report import ObjectivesRead

NOW = datetime.datetime(2026, 11, 30, 9, tzinfo=datetime.UTC)
MIDNIGHT = datetime.datetime(2026, 11, 30, tzinfo=datetime.UTC)
ARN = "arn:aws:elasticloadbalancing:ap-northeast-2:111122223333:loadbalancer/app/prod-orders/1"
BALANCERS = {
    "elbv2 describe_load_balancers": {
        "LoadBalancers": [
            {"LoadBalancerName": "prod-orders", "LoadBalancerArn": ARN},
            {"LoadBalancerName": "stg-orders", "LoadBalancerArn": ARN.replace("prod", "stg")},
        ]
    }
}
WORKSPACE = {
    "amp list_workspaces": {"workspaces": [{"alias": "prod-monitoring", "workspaceId": "ws-1"}]},
    "amp describe_workspace": {"workspace": {"prometheusEndpoint": "https://aps.example/workspaces/ws-1/"}},
}


def metric_data(**asked: Any) -> dict[str, Any]:
    """Two days of prod-orders: 1,000 requests each, one error of the target, and nine in ten fast on the second."""
    assert asked["EndTime"] == MIDNIGHT
    values = {"requests": [1000.0, 1000.0], "target": [0.0, 1.0], "balancer": [0.0, 0.0], "fast": [100.0, 90.0]}
    stats = {one["Id"]: one["MetricStat"]["Stat"] for one in asked["MetricDataQueries"]}
    assert stats["fast"] == "PR(:0.5)"
    days = [MIDNIGHT - datetime.timedelta(days=2), MIDNIGHT - datetime.timedelta(days=1)]
    results = [{"Id": id_, "Timestamps": days, "Values": found} for id_, found in values.items()]
    return {"MetricDataResults": results}


class PrometheusAccount(TableAccount):
    """Answers queries of Prometheus as well: of the service `orders`."""

    refuses = ""

    def fetch(self, service: str, region: str, url: str) -> tuple[dict[str, Any], str]:
        assert (service, region) == ("aps", "ap-northeast-2")
        asked = parse_qs(urlsplit(url).query)
        assert url.startswith("https://aps.example/workspaces/ws-1/api/v1/query_range?")
        assert (float(asked["end"][0]), asked["step"]) == (MIDNIGHT.timestamp(), ["86400"])
        if self.refuses:
            return {}, self.refuses
        query = asked["query"][0]
        value = "4" if "5.." in query else "990" if "le=" in query else "1000"
        series = {"metric": {"service": "orders"}, "values": [[MIDNIGHT.timestamp(), value]]}
        return {"status": "success", "data": {"resultType": "matrix", "result": [series]}}, ""


def read(
    answers: dict[str, Any], source: ObjectivesSource = ObjectivesSource.AUTO, refuses: str = ""
) -> ObjectivesRead:
    account: Any = PrometheusAccount(answers)
    account.refuses = refuses
    return objectives_of(CheckupReader(account, environment("prod"), NOW, Path("absent")), source, months=2)


def test_load_balancers_of_the_environment_are_counted_by_the_day() -> None:
    found = read({**BALANCERS, "cloudwatch get_metric_data": metric_data})
    assert (found.source, list(found.services)) == ("cloudwatch", ["prod-orders"])
    first, second = found.services["prod-orders"]
    assert (first.day, first.errors, first.slow) == (datetime.date(2026, 11, 28), 0, 0)
    assert (second.day, second.errors, round(second.slow)) == (datetime.date(2026, 11, 29), 1, 100)
    assert found.missed == []


def test_services_that_send_their_figures_come_before_load_balancers() -> None:
    found = read({**WORKSPACE, **BALANCERS, "cloudwatch get_metric_data": metric_data})
    assert (found.source, list(found.services)) == ("amp", ["orders"])
    (day,) = found.services["orders"]
    assert (day.day, day.requests, day.errors, day.slow) == (datetime.date(2026, 11, 29), 1000, 4, 10)
    assert found.missed == ["orders availability", "orders error-rate"]


def test_a_workspace_that_refuses_is_told_and_load_balancers_step_in() -> None:
    found = read({**WORKSPACE, **BALANCERS, "cloudwatch get_metric_data": metric_data}, refuses="HTTP 403")
    assert found.source == "cloudwatch"
    assert any("aps query_range" in one and "HTTP 403" in one for one in found.unread)
    only = read({**WORKSPACE, **BALANCERS}, ObjectivesSource.AMP, refuses="HTTP 403")
    assert not only.services
    assert "No service and no load balancer has answered" in as_markdown(only, Language.EN)


@pytest.mark.parametrize("language", list(Language))
def test_the_report_tells_promises_months_durability_and_state(language: Language) -> None:
    page = as_markdown(read({**WORKSPACE}), language)
    assert "| 99.600 % | -300% | 1000 |" in page
    assert "| 2026-11 |" in page
    assert "99.999999999 %" in page
    assert "https://docs.aws.amazon.com/AmazonS3/latest/userguide/DataDurability.html" in page


def test_numbers_are_for_programs() -> None:
    found = json.loads(as_numbers(read({**WORKSPACE})))
    availability = found["services"]["orders"][0]
    assert (availability["objective"], availability["good"], availability["budget_left"]) == ("availability", 0.996, -3)
    assert availability["months"][0] | {"requests": 1000, "bad": 4} == availability["months"][0]
    assert found["missed"] == ["orders availability", "orders error-rate"]
    assert set(found["state"]) == {"backups-failed", "backup-integrity", "replication", "restores"}
