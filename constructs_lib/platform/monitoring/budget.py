"""GovernedBudget and GovernedAnomalyMonitor: spending that somebody hears of before the bill."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from aws_cdk import aws_budgets as budgets
from aws_cdk import aws_ce as ce
from constructs import Construct

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.naming import short_hash
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_sns as sns

# AWS Budgets: ten notifications a budget, thresholds of a percentage up to 1,000,000 (Budgets API reference).
_MOST_NOTIFICATIONS = 10


class GovernedBudget(Construct):
    """A monthly cost budget `<env>-<service>-<kind>-<hash>` that publishes to a topic, on spending and on the forecast.

    Credits, refunds and tax stay out, as they hide what is used. The hash is that of the notifications: CloudFormation
    replaces a budget for every change of them, making the new one first, which AWS Budgets refuses under the same name
    (https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/365).

    Args:
        kind: last part of its name.
        monthly_usd: US dollars a month, above 0.
        actual_percent: notify when so much of it is spent; each above 0.
        forecast_percent: notify when the month is forecast to reach so much of it; each above 0.
        topic: its policy and key must admit `budgets.amazonaws.com`.
        environment_only: count only what carries the tag `Environment=<env>`. The tag must have been activated as a
            cost allocation tag; until then the budget sees no cost at all.

    Raises:
        ConfigurationError: an amount or percentage that is not positive, or not one to ten thresholds.

    Source: AWS Cost Management User Guide, "Creating an Amazon SNS topic for budget notifications".
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        monthly_usd: int,
        actual_percent: Sequence[int],
        forecast_percent: Sequence[int],
        topic: sns.ITopic,
        environment_only: bool = False,
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        if monthly_usd <= 0:
            raise invalid(f"{self.node.path}: monthly_usd", monthly_usd, "above 0")
        thresholds = [("ACTUAL", share) for share in actual_percent]
        thresholds += [("FORECASTED", share) for share in forecast_percent]
        if not 0 < len(thresholds) <= _MOST_NOTIFICATIONS or any(share <= 0 for _, share in thresholds):
            raise invalid(f"{self.node.path}: percentages", [share for _, share in thresholds], "1 to 10, each above 0")
        name = stack.environment_settings.name
        filters = {"TagKeyValue": [f"user:Environment${name}"]} if environment_only else None
        notifications = [_notification(kind, share, topic) for kind, share in thresholds]
        budget = budgets.CfnBudget(
            self,
            "Resource",
            budget=budgets.CfnBudget.BudgetDataProperty(
                budget_name=stack.names.physical(kind, max_length=100, suffix=_suffix(stack, notifications)),
                budget_type="COST",
                time_unit="MONTHLY",
                budget_limit=budgets.CfnBudget.SpendProperty(amount=monthly_usd, unit="USD"),
                cost_filters=filters,
                cost_types=budgets.CfnBudget.CostTypesProperty(
                    include_credit=False, include_refund=False, include_tax=False
                ),
            ),
            notifications_with_subscribers=notifications,
        )
        _after_policy(budget, topic)


def _suffix(stack: GovernedStack, notifications: object) -> str:
    """What a budget's name ends with: a hash of what would replace it, and where it is but at home."""
    told = short_hash(json.dumps(stack.resolve(notifications), sort_keys=True))
    return f"{told}-{stack.region_suffix}" if stack.region_suffix else told


def _notification(kind: str, percent: int, topic: sns.ITopic) -> budgets.CfnBudget.NotificationWithSubscribersProperty:
    return budgets.CfnBudget.NotificationWithSubscribersProperty(
        notification=budgets.CfnBudget.NotificationProperty(
            notification_type=kind, comparison_operator="GREATER_THAN", threshold=percent, threshold_type="PERCENTAGE"
        ),
        subscribers=[budgets.CfnBudget.SubscriberProperty(subscription_type="SNS", address=topic.topic_arn)],
    )


class GovernedAnomalyMonitor(Construct):
    """A cost-anomaly monitor over all services `<env>-<service>-<kind>`, heard at once on a topic.

    An account can have one monitor of this dimension (Cost Management User Guide, "Quotas"): where environments share
    an account, only one may have it. Neither it nor its subscription is tagged: their tags can be set at creation only
    (schemas of both types, `tagUpdatable`), so that another cost centre would replace what has a name and no second.

    Args:
        kind: last part of its name.
        threshold_usd: tell of anomalies of that total impact or more, in US dollars, above 0.
        topic: its policy and key must admit `costalerts.amazonaws.com`. Only a topic can be told at once.

    Raises:
        ConfigurationError: a threshold that is not positive.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        threshold_usd: int,
        topic: sns.ITopic,
    ) -> None:
        super().__init__(scope, id)
        if threshold_usd <= 0:
            raise invalid(f"{self.node.path}: threshold_usd", threshold_usd, "above 0")
        stack = GovernedStack.of_construct(self)
        name = stack.names.physical(kind, suffix=stack.region_suffix)
        monitor = ce.CfnAnomalyMonitor(
            self, "Resource", monitor_name=name, monitor_type="DIMENSIONAL", monitor_dimension="SERVICE"
        )
        impact = {
            "Dimensions": {
                "Key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
                "MatchOptions": ["GREATER_THAN_OR_EQUAL"],
                "Values": [str(threshold_usd)],
            }
        }
        subscription = ce.CfnAnomalySubscription(
            self,
            "Subscription",
            subscription_name=name,
            frequency="IMMEDIATE",
            monitor_arn_list=[monitor.attr_monitor_arn],
            subscribers=[ce.CfnAnomalySubscription.SubscriberProperty(type="SNS", address=topic.topic_arn)],
            threshold_expression=json.dumps(impact),
        )
        _after_policy(subscription, topic)
        _untag(monitor)
        _untag(subscription)


def _untag(resource: ce.CfnAnomalyMonitor | ce.CfnAnomalySubscription) -> None:
    resource.add_property_deletion_override("ResourceTags")
    by_design(
        resource,
        "governed-cdk::required-tags-are-present-and-valid",
        reason="Its tags can be set at creation only: another one would replace it, which its name forbids",
    )


def _after_policy(publisher: Construct, topic: sns.ITopic) -> None:
    """Make the publisher after the policy that lets it publish, where the topic is one of this stack."""
    policy = topic.node.try_find_child("Policy")
    if policy:
        publisher.node.add_dependency(policy)
