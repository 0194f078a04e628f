"""Money: the budget, anomalies, what is paid for and not used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.kernel.regions import GLOBAL_REGION
from governed_cdk.checkup.said import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governed_cdk.checkup.reader import CheckupReader
    from governed_cdk.checkup.said import Sentence

_LEAST_USED = 80.0  # per cent of a reservation or a plan
_NOTHING = "DataUnavailableException"  # Cost Explorer API reference: nobody has any


def budget(read: CheckupReader) -> Iterator[Sentence]:
    """Budgets of ours that are spent, or will be by the end of the month."""
    for one in read.every("budgets", "describe_budgets", "Budgets[]", GLOBAL_REGION, AccountId=read.number):
        if not one["BudgetName"].startswith(read.prefix) or "BudgetLimit" not in one:
            continue
        limit = float(one["BudgetLimit"]["Amount"])
        spend = one.get("CalculatedSpend", {})
        spent = float(spend.get("ActualSpend", {}).get("Amount", 0))
        forecast = float(spend.get("ForecastedSpend", {}).get("Amount", 0))
        if max(spent, forecast) > limit:
            figures = {"spent": f"{spent:.0f}", "forecast": f"{forecast:.0f}", "limit": f"{limit:.0f}"}
            yield said("budget-spent", name=one["BudgetName"], **figures)


def anomalies(read: CheckupReader) -> Iterator[Sentence]:
    """Anomalies of the last week."""
    days = {"StartDate": f"{read.since(days=7):%F}", "EndDate": f"{read.now:%F}"}
    for one in read.every("ce", "get_anomalies", "Anomalies[]", GLOBAL_REGION, DateInterval=days):
        impact = one["Impact"].get("TotalImpact", 0)
        yield said("cost-anomaly", what=one.get("DimensionValue", "?"), impact=f"{float(impact):.2f}")


def commitments(read: CheckupReader) -> Iterator[Sentence]:
    """Reservations and Savings Plans of which less than 80 % was used in the last 30 days."""
    period = {"Start": f"{read.since(days=30):%F}", "End": f"{read.now:%F}"}
    asked = {
        "get_reservation_utilization": ("Total", "UtilizationPercentage"),
        "get_savings_plans_utilization": ("Total", "Utilization", "UtilizationPercentage"),
    }
    for operation, path in asked.items():
        answer, code = read.account.ask("ce", GLOBAL_REGION, operation, TimePeriod=period)
        if code == _NOTHING:
            continue
        if code:
            answer = read.one("ce", operation, GLOBAL_REGION, TimePeriod=period)  # says why it cannot tell
        found: object = answer
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        if found is not None and float(str(found)) < _LEAST_USED:
            yield said(
                "commitment-unused", what=operation.removeprefix("get_").removesuffix("_utilization"), share=found
            )


def idle(read: CheckupReader) -> Iterator[Sentence]:
    """Volumes, addresses and load balancers that are paid for and not used."""
    tagged = [{"Name": "tag:Environment", "Values": [read.environment.name]}]
    free = [*tagged, {"Name": "status", "Values": ["available"]}]
    for volume in read.every("ec2", "describe_volumes", "Volumes[].VolumeId", Filters=free):
        yield said("idle-volume", id=volume)
    path = "Addresses[?!AssociationId].AllocationId"
    for address in read.every("ec2", "describe_addresses", path, Filters=tagged):
        yield said("idle-address", id=address)
    for one in read.every("elbv2", "describe_load_balancers", "LoadBalancers[]"):
        if one["LoadBalancerName"].startswith(read.prefix):
            where = {"LoadBalancer": one["LoadBalancerArn"].partition(":loadbalancer/")[2]}
            if not sum(read.metric("AWS/ApplicationELB RequestCount", where, "Sum", hours=7 * 24)):
                yield said("idle-load-balancer", name=one["LoadBalancerName"])
