from __future__ import annotations

from typing import Any

import pytest

from governed_cdk.drift.deployed import DeployedResource
from governed_cdk.drift.found import DriftPlace
from governed_cdk.drift.meaning import is_meant

HERE = DriftPlace("prod", "ap-northeast-2", "prod-app")
TARGET = "AWS::ApplicationAutoScaling::ScalableTarget"
SERVICE = "arn:aws:ecs:r:1:service/c/app"
RULE = "arn:aws:elasticloadbalancing:r:1:listener-rule/app/x/1/2/3"
WEIGHT = "/Actions/0/ForwardConfig/TargetGroups/1/Weight"
SHIFTED = {"LoadBalancers": [{"AdvancedConfiguration": {"ProductionListenerRule": RULE}}]}
SCALED = {"ResourceId": "service/c/app", "MinCapacity": 2, "MaxCapacity": 6}
READS = {"ScalableDimension": "dynamodb:table:ReadCapacityUnits", "ResourceId": "table/app", **SCALED}
DATABASE = {"AllocatedStorage": "100", "MaxAllocatedStorage": 200, "EngineVersion": "8.4.11"}
THROUGHPUT = "/ProvisionedThroughput/{}CapacityUnits"


class RegionStacks:
    """What else stands in the stacks, by type."""

    def __init__(self, **other: Any) -> None:
        self.other = other

    def of_type(self, type_: str) -> list[DeployedResource]:
        properties = self.other.get(type_.rsplit("::", 1)[-1])
        return [] if properties is None else [DeployedResource(HERE, "Other", "other", type_, properties)]


def meant(type_: str, physical: str, path: str, actual: Any, **other: Any) -> bool:
    resource = DeployedResource(HERE, "One", physical, type_, other.pop("own", {}))
    return is_meant(RegionStacks(**other), resource, path, actual)  # type: ignore[arg-type]  # what it asks


@pytest.mark.parametrize(("count", "answer"), [(2, True), ("6", True), (7, False), (0, False), (None, False)])
def test_a_count_is_meant_within_what_scales_it(count: Any, *, answer: bool) -> None:
    assert meant("AWS::ECS::Service", SERVICE, "/DesiredCount", count, ScalableTarget=SCALED) is answer


def test_a_count_is_not_meant_where_nothing_or_something_else_is_scaled() -> None:
    other = SCALED | {"ResourceId": "service/c/other"}
    assert not meant("AWS::ECS::Service", SERVICE, "/DesiredCount", 3)
    assert not meant("AWS::ECS::Service", SERVICE, "/DesiredCount", 3, ScalableTarget=other)


@pytest.mark.parametrize(("unit", "answer"), [("Read", True), ("Write", False)])
def test_a_table_is_scaled_by_dimension(unit: str, *, answer: bool) -> None:
    row = READS | {"ResourceId": "table/app"}
    assert meant("AWS::DynamoDB::Table", "app", THROUGHPUT.format(unit), 5, ScalableTarget=row) is answer


@pytest.mark.parametrize(
    ("path", "service", "answer"),
    [(WEIGHT, SHIFTED, True), (WEIGHT, {}, False), ("/Actions/0/Type", SHIFTED, False), (f"{WEIGHT}s", SHIFTED, False)],
)
def test_weights_are_meant_where_a_service_shifts_them(path: str, service: Any, *, answer: bool) -> None:
    assert meant("AWS::ElasticLoadBalancingV2::ListenerRule", RULE, path, "100", Service=service) is answer


@pytest.mark.parametrize(
    ("path", "actual", "more", "answer"),
    [
        ("/AllocatedStorage", "150", {}, True),
        ("/AllocatedStorage", "250", {}, False),
        ("/AllocatedStorage", "150", {"MaxAllocatedStorage": None}, False),
        ("/EngineVersion", "8.4.12", {"AutoMinorVersionUpgrade": True}, True),
        ("/EngineVersion", "8.4.12", {}, False),
        ("/EngineVersion", "9.0.1", {"AutoMinorVersionUpgrade": True}, False),
        ("/EngineVersion", "16.4", {"AutoMinorVersionUpgrade": True, "EngineVersion": "16.3"}, True),
        ("/EngineVersion", "17.1", {"AutoMinorVersionUpgrade": True, "EngineVersion": "16.3"}, False),
        ("/DeletionProtection", "false", {}, False),
    ],
)
def test_a_database_grows_and_takes_minor_versions_where_it_may(
    path: str, actual: str, more: Any, *, answer: bool
) -> None:
    assert meant("AWS::RDS::DBInstance", "app", path, actual, own=DATABASE | more) is answer
