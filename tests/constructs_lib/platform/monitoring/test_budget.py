from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, GovernedTopic, Severity
from constructs_lib.platform import GovernedAnomalyMonitor, GovernedBudget

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

USUAL: dict[str, Any] = {"monthly_usd": 1000, "actual_percent": (80, 100), "forecast_percent": (100,)}


def _budget(bench: Bench, **changes: Any) -> None:
    topic = bench.stack.topic(Severity.WARNING)
    GovernedBudget(bench.stack, "Budget", kind="monthly", topic=topic, **{**USUAL, **changes})


def test_the_budget_tells_the_topic_of_what_was_spent_and_of_the_forecast(bench: Bench) -> None:
    _budget(bench)
    found = bench.only("AWS::Budgets::Budget")
    assert found["Budget"]["BudgetLimit"] == {"Amount": 1000, "Unit": "USD"}
    told = [
        (n["Notification"]["NotificationType"], n["Notification"]["Threshold"], n["Subscribers"][0]["SubscriptionType"])
        for n in found["NotificationsWithSubscribers"]
    ]
    assert told == [("ACTUAL", 80, "SNS"), ("ACTUAL", 100, "SNS"), ("FORECASTED", 100, "SNS")]


@pytest.mark.parametrize(
    ("changes", "same"),
    [({}, True), ({"monthly_usd": 2000}, True), ({"actual_percent": (80,)}, False), ({"forecast_percent": ()}, False)],
)
def test_its_name_changes_with_what_would_replace_it_and_with_nothing_else(
    bench: Bench, changes: dict[str, Any], *, same: bool
) -> None:
    topic = bench.stack.topic(Severity.WARNING)
    GovernedBudget(bench.stack, "Budget", kind="monthly", topic=topic, **USUAL)
    GovernedBudget(bench.stack, "Other", kind="monthly", topic=topic, **{**USUAL, **changes})
    one, other = (found["Budget"]["BudgetName"] for found in bench.resources("AWS::Budgets::Budget"))
    assert one.startswith("prod-example-monthly-")
    assert (one == other) is same


def test_credits_and_refunds_do_not_hide_what_is_used(bench: Bench) -> None:
    _budget(bench)
    types = bench.only("AWS::Budgets::Budget")["Budget"]["CostTypes"]
    assert types == {"IncludeCredit": False, "IncludeRefund": False, "IncludeTax": False}


def test_a_budget_can_be_about_one_environment_of_an_account(bench: Bench) -> None:
    _budget(bench, environment_only=True)
    filters = bench.only("AWS::Budgets::Budget")["Budget"]["CostFilters"]
    assert filters == {"TagKeyValue": ["user:Environment$prod"]}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"monthly_usd": 0}, "monthly_usd: given 0"),
        ({"actual_percent": (0,)}, "1 to 10, each above 0"),
        ({"actual_percent": (), "forecast_percent": ()}, "1 to 10, each above 0"),
        ({"actual_percent": tuple(range(10, 120, 10))}, "1 to 10, each above 0"),
    ],
)
def test_a_budget_that_could_not_be_made_is_refused(bench: Bench, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        _budget(bench, **changes)


def test_anomalies_of_some_size_are_told_at_once(bench: Bench) -> None:
    topic = bench.stack.topic(Severity.WARNING)
    GovernedAnomalyMonitor(bench.stack, "Monitor", kind="anomalies", threshold_usd=50, topic=topic)
    monitor, subscription = bench.only("AWS::CE::AnomalyMonitor"), bench.only("AWS::CE::AnomalySubscription")
    assert (monitor["MonitorType"], monitor["MonitorDimension"]) == ("DIMENSIONAL", "SERVICE")
    assert subscription["Frequency"] == "IMMEDIATE"
    assert subscription["Subscribers"][0]["Type"] == "SNS"
    limit = json.loads(subscription["ThresholdExpression"])["Dimensions"]
    assert (limit["Key"], limit["Values"]) == ("ANOMALY_TOTAL_IMPACT_ABSOLUTE", ["50"])


def test_an_anomaly_of_nothing_is_refused(bench: Bench) -> None:
    topic = bench.stack.topic(Severity.WARNING)
    with pytest.raises(ConfigurationError, match="threshold_usd: given 0; allowed: above 0"):
        GovernedAnomalyMonitor(bench.stack, "Monitor", kind="anomalies", threshold_usd=0, topic=topic)


def test_whoever_publishes_comes_after_the_policy_of_a_topic_of_the_same_stack(bench: Bench) -> None:
    topic = GovernedTopic(bench.stack, "Topic", kind="spending", display_name="Spending").topic
    GovernedAnomalyMonitor(bench.stack, "Monitor", kind="anomalies", threshold_usd=50, topic=topic)
    resources = bench.template()["Resources"]
    (policy,) = (key for key, r in resources.items() if r["Type"] == "AWS::SNS::TopicPolicy")
    (subscription,) = (r for r in resources.values() if r["Type"] == "AWS::CE::AnomalySubscription")
    assert policy in subscription["DependsOn"]
