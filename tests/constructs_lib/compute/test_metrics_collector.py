from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from constructs_lib import ConfigurationError, MetricsCollector, contract
from tests.constructs_lib.compute.tasks import statements
from tests.constructs_lib.web_service import make_container, make_service
from tests.support import as_list

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

URL = "https://aps-workspaces.ap-northeast-2.amazonaws.com/workspaces/ws-1/api/v1/remote_write"
ARN = "arn:aws:aps:ap-northeast-2:111122223333:workspace/ws-1"


@pytest.fixture
def monitored(bench: Bench) -> Bench:
    bench.stack.provide(contract.MONITORING_AMP_REMOTE_WRITE_URL, URL)
    bench.stack.provide(contract.MONITORING_AMP_WORKSPACE_ARN, ARN)
    return bench


def test_it_scrapes_its_own_service_and_reports_under_its_name(monitored: Bench) -> None:
    collector = MetricsCollector(port=9090, path="/prometheus")
    make_service(monitored, container=make_container(monitored, memory_mib=1024, collector=collector), kind="api")
    _, beside = monitored.only("AWS::ECS::TaskDefinition")["ContainerDefinitions"]
    assert (beside["Name"], beside["Essential"]) == ("metrics-collector", False)
    (variable,) = beside["Environment"]
    text = variable["Value"]
    assert variable["Name"] == "AOT_CONFIG_CONTENT"
    config = yaml.safe_load(text if isinstance(text, str) else "".join(map(str, text["Fn::Join"][1])))
    scrape = config["receivers"]["prometheus"]["config"]["scrape_configs"][0]
    assert scrape["static_configs"] == [{"targets": ["localhost:9090"], "labels": {"service": "prod-example-api"}}]
    assert scrape["metrics_path"] == "/prometheus"
    assert config["exporters"]["prometheusremotewrite"]["endpoint"] == URL


def test_the_task_may_write_to_the_workspace_and_read_nothing_of_it(monitored: Bench) -> None:
    make_service(monitored, container=make_container(monitored, memory_mib=1024, collector=MetricsCollector()))
    (allowed,) = (one for one in statements(monitored, "TaskRole") if "aps" in str(one["Action"]))
    assert (as_list(allowed["Action"]), allowed["Resource"]) == (["aps:RemoteWrite"], ARN)


def test_a_task_without_room_for_it_is_refused(monitored: Bench) -> None:
    with pytest.raises(ConfigurationError, match="given '512 MiB'; allowed: less than the task's 512 together"):
        make_service(monitored, container=make_container(monitored, collector=MetricsCollector()))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"port": 0}, "1 to 65535"),
        ({"path": "metrics"}, "a path that starts with /"),
        ({"memory_mib": 128}, "512 or more"),
        ({"image": "otel:latest"}, "<registry>/<name>:<tag>"),
    ],
)
def test_a_wrong_collector_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        MetricsCollector(**changes)
