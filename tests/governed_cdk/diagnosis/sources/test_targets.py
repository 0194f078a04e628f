from __future__ import annotations

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.diagnosis.causes import recognised
from governed_cdk.diagnosis.evidence import Weight
from governed_cdk.diagnosis.sources import targets
from governed_cdk.diagnosis.sources.services import EcsService
from tests.governed_cdk.diagnosis.account import REGION, account

GROUP = f"arn:aws:elasticloadbalancing:{REGION}:111122223333:targetgroup/prod-api/1"
SERVICE = EcsService(
    "arn", REGION, {"serviceName": "prod-api", "clusterArn": "c", "loadBalancers": [{"targetGroupArn": GROUP}]}
)
SICK = {
    "State": "unhealthy", "Reason": "Target.ResponseCodeMismatch",
    "Description": "Health checks failed with these codes: [404]",
}  # fmt: skip
HEALTH = {
    "TargetHealthDescriptions": [
        {"Target": {"Id": "10.0.0.1", "Port": 8080}, "TargetHealth": {"State": "healthy"}},
        {"Target": {"Id": "10.0.0.2", "Port": 8080}, "TargetHealth": SICK},
    ]
}  # fmt: skip


def test_a_target_that_is_not_healthy_is_told_with_its_reason() -> None:
    (found,) = targets.collect(account(describe_target_health=HEALTH), [SERVICE])
    assert found.text == (
        "target 10.0.0.2:8080 is unhealthy, Target.ResponseCodeMismatch: Health checks failed with these codes: [404]"
    )
    assert (found.weight, found.resource) == (Weight.FAILURE, "AWS::ECS::Service prod-api")
    match = recognised([found])
    assert match is not None
    assert match.cause.id == "health-check-path"


def test_a_service_without_a_load_balancer_asks_nothing() -> None:
    asked = account()
    assert targets.collect(asked, [EcsService("arn", REGION, {"serviceName": "w", "clusterArn": "c"})]) == []
    assert asked.asked == []  # type: ignore[attr-defined]  # the test's account keeps it


def test_a_refusal_is_told() -> None:
    with pytest.raises(ConfigurationError, match="targets of prod-api: AccessDenied"):
        targets.collect(account(describe_target_health="AccessDenied"), [SERVICE])
