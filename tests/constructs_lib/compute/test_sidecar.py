from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_ecr as ecr

from constructs_lib import ConfigurationError, ContainerHealthCheck, Sidecar
from tests.constructs_lib.compute.tasks import statements
from tests.constructs_lib.web_service import make_container, make_service
from tests.support import as_list

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_containers_share_a_task_and_the_service_waits_for_those_that_come_first(bench: Bench) -> None:
    own = ecr.Repository.from_repository_attributes(
        bench.stack,
        "Own",
        repository_name="proxy",
        repository_arn="arn:aws:ecr:ap-northeast-2:111122223333:repository/proxy",
    )
    sidecars = (
        Sidecar(name="proxy", repository=own, image="1.2", first=True, health=ContainerHealthCheck(command="true")),
        Sidecar(name="agent", image="public.ecr.aws/x/agent:3", essential=False, memory_mib=64, first=True),
    )
    make_service(bench, container=make_container(bench, sidecars=sidecars))
    main, proxy, agent = bench.only("AWS::ECS::TaskDefinition")["ContainerDefinitions"]
    assert main["DependsOn"] == [
        {"Condition": "HEALTHY", "ContainerName": "proxy"},
        {"Condition": "START", "ContainerName": "agent"},
    ]
    assert (proxy["Essential"], agent["Essential"], agent["Memory"]) == (True, False, 64)
    assert agent["Image"] == "public.ecr.aws/x/agent:3"
    assert all(one["ReadonlyRootFilesystem"] and one["LogConfiguration"] for one in (main, proxy, agent))
    pulled = next(one for one in statements(bench, "ExecutionRole") if "ecr:BatchGetImage" in as_list(one["Action"]))
    assert [arn.rpartition("/")[2] for arn in pulled["Resource"]] == ["example", "proxy"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "My Agent"}, "name: given 'My Agent'; allowed: kebab-case"),
        ({"image": "agent:latest"}, "<registry>/<name>:<tag>"),
        ({"memory_mib": 3}, "memory_mib: given 3; allowed: 4 or more"),
    ],
)
def test_a_wrong_sidecar_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        Sidecar(**{"name": "agent", "image": "public.ecr.aws/x/agent:3", **changes})
