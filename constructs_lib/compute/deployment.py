"""How a service's new tasks take over from its old ones: rolling, or by shifting traffic between two target groups.

ECS does all of it (ECS Developer Guide, "Amazon ECS service deployment controllers and strategies"); there is no
controller of our own. Its canary goes from one share to all at once, its linear in equal steps: 10, 50, 100 is neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import aws_cdk as cdk
from aws_cdk import aws_ecs as ecs

from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.kernel.facts import limit
from constructs_lib.kernel.record import Record

if TYPE_CHECKING:
    from constructs_lib.compute.smoke_test import SmokeTest

_TENTHS = 10
_AT = "AWS::ECS::Service.DeploymentConfiguration"


@dataclass(frozen=True, kw_only=True)
class Deployment(Record):
    """What every strategy has. Take one of Rolling, BlueGreen, Canary and Linear.

    Attributes:
        alarms_roll_back: whether a deployment is undone when what watches the service's load balancer goes into ALARM.
        alarms: names of further alarms that undo it, such as a queue's for a worker.
    """

    alarms_roll_back: bool = True
    alarms: tuple[str, ...] = ()

    shifts: ClassVar[bool] = False

    @property
    def asked(self) -> SmokeTest | None:
        """What is asked of the new tasks before production traffic reaches them; nothing where none is shifted."""
        return None

    def as_cdk(self) -> dict[str, Any]:
        """The arguments of CDK's service that say it."""
        return {}


@dataclass(frozen=True, kw_only=True)
class Rolling(Deployment):
    """Tasks are replaced a few at a time, behind one target group."""


@dataclass(frozen=True, kw_only=True)
class Shifting(Deployment):
    """New tasks are started beside the old ones, behind a target group of their own, and traffic moves over to them.

    Attributes:
        smoke_test: asked of the new tasks before any production traffic reaches them.
        bake_minutes: how long the old tasks stay after all traffic has moved, so that an alarm can bring it back at
            once; 0 to 1,440.

    Raises:
        ConfigurationError: a number out of bounds (CloudFormation, AWS::ECS::Service DeploymentConfiguration).
    """

    smoke_test: SmokeTest | None = None
    bake_minutes: int = 15

    shifts: ClassVar[bool] = True
    strategy: ClassVar[ecs.DeploymentStrategy]

    @property
    def asked(self) -> SmokeTest | None:
        """What is asked of the new tasks before production traffic reaches them."""
        return self.smoke_test

    def __post_init__(self) -> None:
        super().__post_init__()
        _check("deployment", f"{_AT}.BakeTimeInMinutes", bake_minutes=self.bake_minutes)

    def as_cdk(self) -> dict[str, Any]:
        """The arguments of CDK's service that say it."""
        return {"deployment_strategy": self.strategy, "bake_time": cdk.Duration.minutes(self.bake_minutes)}


@dataclass(frozen=True, kw_only=True)
class BlueGreen(Shifting):
    """All traffic moves at once."""

    strategy: ClassVar[ecs.DeploymentStrategy] = ecs.DeploymentStrategy.BLUE_GREEN


@dataclass(frozen=True, kw_only=True)
class Stepwise(Shifting):
    """What canary and linear have in common: a share, and a time until the next. Take one of these."""

    percent: float = 10
    minutes: int = 5

    percent_at: ClassVar[str]
    minutes_at: ClassVar[str]
    argument: ClassVar[str]

    def __post_init__(self) -> None:
        super().__post_init__()
        where = f"{type(self).__name__.lower()} deployment"
        _check(where, f"{_AT}.{self.percent_at}", percent=self.percent)
        _check(where, f"{_AT}.{self.minutes_at}", minutes=self.minutes)
        if round(self.percent * _TENTHS, 6) % 1:
            raise invalid(f"{where}: percent", self.percent, "tenths of a percent")

    def as_cdk(self) -> dict[str, Any]:
        """The arguments of CDK's service that say it."""
        after = cdk.Duration.minutes(self.minutes)
        return {
            **super().as_cdk(),
            self.argument: ecs.TrafficShiftConfig(step_percent=self.percent, step_bake_time=after),
        }


@dataclass(frozen=True, kw_only=True)
class Canary(Stepwise):
    """A share of the traffic moves first, and all the rest after a while.

    Attributes:
        percent: of the traffic that moves first, 0.1 to 100 in tenths.
        minutes: until the rest follows, 0 to 1,440.
    """

    strategy: ClassVar[ecs.DeploymentStrategy] = ecs.DeploymentStrategy.CANARY
    percent_at: ClassVar[str] = "CanaryConfiguration.CanaryPercent"
    minutes_at: ClassVar[str] = "CanaryConfiguration.CanaryBakeTimeInMinutes"
    argument: ClassVar[str] = "canary_configuration"


@dataclass(frozen=True, kw_only=True)
class Linear(Stepwise):
    """Traffic moves in equal steps.

    Attributes:
        percent: of the traffic that moves in each step, 3 to 100 in tenths.
        minutes: between two steps, 0 to 1,440.
    """

    strategy: ClassVar[ecs.DeploymentStrategy] = ecs.DeploymentStrategy.LINEAR
    percent_at: ClassVar[str] = "LinearConfiguration.StepPercent"
    minutes_at: ClassVar[str] = "LinearConfiguration.StepBakeTimeInMinutes"
    argument: ClassVar[str] = "linear_configuration"


def _check(where: str, property_: str, **values: float) -> None:
    """Hold numbers to what CloudFormation's schema says of a property."""
    said = limit(property_)
    bounded(where, said["minimum"], said["maximum"], "", **values)
