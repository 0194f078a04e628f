from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from constructs import Construct

from constructs_lib import ConfigurationError, Connect, GovernedCluster
from tests.constructs_lib.compute.tasks import container
from tests.constructs_lib.web_service import make_container, make_service, make_vpc
from tests.support import resolve

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def service(bench: Bench, kind: str, cluster: Any, **changes: Any) -> Any:
    return make_service(bench, scope=Construct(bench.stack, kind), kind=kind, cluster=cluster, **changes)


@pytest.fixture
def cluster(bench: Bench) -> GovernedCluster:
    return GovernedCluster(bench.stack, "Cluster", vpc=make_vpc(bench), service_connect=True)


def test_a_service_is_reached_by_its_name_in_its_clusters_namespace(bench: Bench, cluster: GovernedCluster) -> None:
    service(bench, "api", cluster, connect=Connect(name="api"))
    assert bench.only("AWS::ServiceDiscovery::HttpNamespace")["Name"] == "prod-example"
    found = bench.only("AWS::ECS::Service")["ServiceConnectConfiguration"]
    (named,) = found["Services"]
    assert named["ClientAliases"] == [{"DnsName": "api", "Port": 8080}]
    (port,) = container(bench)["PortMappings"]
    assert (port["Name"], port["AppProtocol"]) == (named["PortName"], "http")


def test_a_worker_calls_and_is_called_by_nobody_and_whom_it_calls_admits_it(
    bench: Bench, cluster: GovernedCluster
) -> None:
    api = service(bench, "api", cluster, connect=Connect(name="api"))
    worker = service(bench, "worker", cluster, container=make_container(bench, port=None), connect=Connect())
    api.admit(worker, reason="Asks for the next file")
    (ingress,) = bench.resources("AWS::EC2::SecurityGroupIngress")
    (egress,) = bench.resources("AWS::EC2::SecurityGroupEgress")
    assert (ingress["FromPort"], egress["FromPort"]) == (8080, 8080)
    assert "workerService" in resolve(ingress["SourceSecurityGroupId"])
    offered = [one["ServiceConnectConfiguration"]["Services"] for one in bench.resources("AWS::ECS::Service")]
    assert sorted(map(len, offered)) == [0, 1]


def test_without_a_namespace_nobody_has_a_name(bench: Bench) -> None:
    for given in (None, GovernedCluster(bench.stack, "Cluster", vpc=make_vpc(bench))):
        with pytest.raises(ConfigurationError, match=r"in a GovernedCluster\(service_connect=True\)"):
            service(bench, f"api-{bool(given)}".lower(), given, connect=Connect(name="api"))


def test_a_worker_has_no_port_to_be_called_on(bench: Bench, cluster: GovernedCluster) -> None:
    worker = make_container(bench, port=None)
    with pytest.raises(ConfigurationError, match="the port that the service answers on"):
        service(bench, "worker", cluster, container=worker, connect=Connect(name="worker"))


def test_a_name_is_kebab_case() -> None:
    with pytest.raises(ConfigurationError, match="connect: name: given 'My API'"):
        Connect(name="My API")
