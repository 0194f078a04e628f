from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.diagnosis.sources.services import EcsService, services_of
from tests.governed_cdk.diagnosis.account import REGION, account

ARN = f"arn:aws:ecs:{REGION}:111122223333:service/prod-fileflow/prod-api"
DESCRIBED = {"serviceName": "prod-api", "clusterArn": f"arn:aws:ecs:{REGION}:111122223333:cluster/prod-fileflow"}


def held(*physical: str, token: str = "") -> dict[str, Any]:
    rows = [
        {"LogicalResourceId": "S", "ResourceType": "AWS::ECS::Service", "PhysicalResourceId": one,
         "ResourceStatus": "CREATE_FAILED", "LastUpdatedTimestamp": "2026-11-30"}
        for one in physical
    ]  # fmt: skip
    return {"StackResourceSummaries": rows, **({"NextToken": token} if token else {})}


def test_a_services_own_cluster_is_asked_and_what_was_never_made_is_left_out() -> None:
    asked = account(list_stack_resources=[held("", token="2"), held(ARN)], describe_services={"services": [DESCRIBED]})
    (found,) = services_of(asked, "prod-fileflow", REGION)
    assert (found.arn, found.name, found.cluster) == (ARN, "prod-api", DESCRIBED["clusterArn"])
    (*_, last) = asked.asked  # type: ignore[attr-defined]  # the test's account keeps it
    assert last[2] == {"cluster": "prod-fileflow", "services": [ARN]}


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"list_stack_resources": "AccessDenied"}, f"resources of prod-fileflow in {REGION}: AccessDenied"),
        ({"list_stack_resources": held(ARN), "describe_services": "AccessDenied"}, f"service {ARN}: AccessDenied"),
    ],
)
def test_a_refusal_is_told(answers: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        services_of(account(**answers), "prod-fileflow", REGION)
    assert refused.value.mistakes == (says,)


def test_the_newest_deployments_task_definition_is_the_first() -> None:
    deployments = [
        {"taskDefinition": "a:1", "createdAt": "2026-11-29"},
        {"taskDefinition": "a:2", "createdAt": "2026-11-30"},
    ]
    service = EcsService(ARN, REGION, {**DESCRIBED, "deployments": deployments, "taskDefinition": "a:1"})
    assert service.task_definitions == ["a:2", "a:1"]
