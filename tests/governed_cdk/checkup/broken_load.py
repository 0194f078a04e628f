"""What may be wrong with load and money."""

from __future__ import annotations

from typing import Any

from tests.governed_cdk.checkup.fine import metrics

BROKEN: dict[str, list[tuple[dict[str, Any], str]]] = {
    "budget": [
        (
            {
                "budgets describe_budgets": {
                    "Budgets": [
                        {
                            "BudgetName": "prod-monitoring-monthly",
                            "BudgetLimit": {"Amount": "500", "Unit": "USD"},
                            "CalculatedSpend": {
                                "ActualSpend": {"Amount": "100", "Unit": "USD"},
                                "ForecastedSpend": {"Amount": "510", "Unit": "USD"},
                            },
                        }
                    ]
                }
            },
            "100 USD spent, 510 expected, 500 planned",
        )
    ],
    "trend": [
        (
            {"cloudwatch get_metric_data": metrics(CPUUtilization=80, CPUUtilizationBefore=40)},
            "prod-rds-shared-mysql: CPU 80 %, 40 % the week before",
        )
    ],
    "errors-5xx": [
        (
            {"cloudwatch get_metric_data": metrics(RequestCount=1000, HTTPCode_Target_5XX_Count=20)},
            "prod-orders: 2.00 % of a day's answers were 5xx, at most 0.10 %",
        )
    ],
    "objectives": [
        (
            {"cloudwatch get_metric_data": metrics(RequestCount=1000, HTTPCode_ELB_5XX_Count=5)},
            "prod-orders: 0.50 % of a month's answers were 5xx",
        ),
        ({"cloudwatch get_metric_data": metrics(TargetResponseTime=0.9)}, "prod-orders: p95 0.90 s over a week"),
    ],
    "anomalies": [
        (
            {"ce get_anomalies": {"Anomalies": [{"DimensionValue": "Amazon RDS", "Impact": {"TotalImpact": 12.5}}]}},
            "Amazon RDS: 12.50 USD more than expected",
        )
    ],
    "idle": [
        ({"ec2 describe_volumes": {"Volumes": [{"VolumeId": "vol-1"}]}}, "volume vol-1 is attached to nothing"),
        (
            {"ec2 describe_addresses": {"Addresses": [{"AllocationId": "eipalloc-1"}]}},
            "address eipalloc-1 leads nowhere",
        ),
        ({"cloudwatch get_metric_data": metrics(RequestCount=0)}, "prod-orders had no request in a week"),
    ],
    "commitments": [
        (
            {"ce get_savings_plans_utilization": {"Total": {"Utilization": {"UtilizationPercentage": "61.5"}}}},
            "savings_plans: 61.5 % used",
        ),
        ({"ce get_reservation_utilization": {"Total": {"UtilizationPercentage": "12"}}}, "reservation: 12 % used"),
    ],
    "performance": [
        (
            {"cloudwatch get_metric_data": metrics(TargetResponseTime=0.4, TargetResponseTimeBefore=0.2)},
            "prod-orders: p95 0.40 s, 0.20 s the month before",
        )
    ],
}
"""For each item what is broken of it, and what has to be said of that."""
