from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_ec2 as ec2

from constructs_lib import GovernedCluster

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def cluster(bench: Bench, kind: str = "") -> GovernedCluster:
    vpc = ec2.Vpc.from_vpc_attributes(
        bench.stack, "Vpc", vpc_id="vpc-1", availability_zones=list(bench.settings.availability_zones)
    )
    return GovernedCluster(bench.stack, "Cluster", vpc=vpc, kind=kind)


def test_its_disks_are_on_the_key_for_volumes_and_it_is_observed_per_task(bench: Bench) -> None:
    cluster(bench)
    found = bench.only("AWS::ECS::Cluster")
    storage = found["Configuration"]["ManagedStorageConfiguration"]
    assert storage["FargateEphemeralStorageKmsKeyId"] == "ebs"
    assert found["ClusterSettings"] == [{"Name": "containerInsights", "Value": "enhanced"}]


def test_nobody_gets_into_a_running_container(bench: Bench) -> None:
    cluster(bench)
    assert "ExecuteCommandConfiguration" not in bench.only("AWS::ECS::Cluster")["Configuration"]


def test_it_is_called_after_its_service_and_kind(bench: Bench) -> None:
    assert cluster(bench, "batch").name == "prod-example-batch"
    assert bench.only("AWS::ECS::Cluster")["ClusterName"] == "prod-example-batch"


def test_tasks_run_on_fargate_where_nobody_says_otherwise(bench: Bench) -> None:
    cluster(bench)
    found = bench.only("AWS::ECS::ClusterCapacityProviderAssociations")
    assert found["CapacityProviders"] == ["FARGATE", "FARGATE_SPOT"]
    (default,) = found["DefaultCapacityProviderStrategy"]
    assert (default["CapacityProvider"], default["Base"], default["Weight"]) == ("FARGATE", 1, 1)
