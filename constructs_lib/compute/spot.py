"""Spot: tasks on Fargate's spare capacity, beside a number that is always on demand."""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk import aws_ecs as ecs

from constructs_lib.kernel.errors import bounded
from constructs_lib.kernel.facts import limit
from constructs_lib.kernel.record import Record


@dataclass(frozen=True, kw_only=True)
class Spot(Record):
    """How a service's tasks are divided between Fargate and Fargate Spot, which AWS may take back after two minutes.

    Source: ECS API reference, CapacityProviderStrategyItem.

    Attributes:
        on_demand: so many tasks are on demand before any is divided, 0 to 100,000.
        on_demand_weight: of the others, 0 to 1,000.
        spot_weight: of the others, 1 to 1,000: with weights of 1 and 3 three of four are on Spot.

    Raises:
        ConfigurationError: a number out of bounds.
    """

    on_demand: int = 1
    on_demand_weight: int = 0
    spot_weight: int = 1

    def __post_init__(self) -> None:
        base, weight = (limit(f"AWS::ECS::Service.CapacityProviderStrategy.[].{name}") for name in ("Base", "Weight"))
        bounded("spot", base["minimum"], base["maximum"], on_demand=self.on_demand)
        bounded("spot", weight["minimum"], weight["maximum"], on_demand_weight=self.on_demand_weight)
        bounded("spot", 1, weight["maximum"], spot_weight=self.spot_weight)  # of none, nothing would be on Spot

    def as_cdk(self) -> list[ecs.CapacityProviderStrategy]:
        """The same as CDK's records."""
        return [
            ecs.CapacityProviderStrategy(
                capacity_provider="FARGATE", base=self.on_demand, weight=self.on_demand_weight
            ),
            ecs.CapacityProviderStrategy(capacity_provider="FARGATE_SPOT", weight=self.spot_weight),
        ]
