"""What resources cost, each worked out by hand from the price book's own numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.template.assembly import read_assembly
from governed_cdk.cost.book import price_book
from governed_cdk.cost.estimate import Estimate, estimate
from governed_cdk.cost.quantities import QUANTITIES
from governed_cdk.cost.settings import CostSettings
from tests.governed_cdk.assemblies import Stack, write

if TYPE_CHECKING:
    from pathlib import Path

NOTHING = CostSettings(usage={type_: dict.fromkeys(
    ("capacity_units", "data_events", "events", "ingested_gb", "metrics", "processed_gb", "queries", "reads",
     "requests", "scanned_tb", "seconds", "stored_gb", "tasks", "writes"), 0.0) for type_ in QUANTITIES})  # fmt: skip
"""Nobody uses anything: only what stands costs."""


def of(folder: Path, settings: CostSettings = NOTHING, region: str = "ap-northeast-2", **resources: Any) -> Estimate:
    body = {name: {"Type": type_, "Properties": given} for name, (type_, given) in resources.items()}
    folder.mkdir(exist_ok=True)
    folder = write(folder / "out", {"prod-app": Stack(resources=body, region=region)})
    return estimate(read_assembly(folder), price_book(), settings)


@pytest.mark.parametrize(
    ("type_", "properties", "usd"),
    [
        ("AWS::EC2::NatGateway", {}, "43.07"),  # 730 h at 0.059
        ("AWS::EC2::VPCEndpoint", {"VpcEndpointType": "Gateway"}, "0.00"),
        ("AWS::EC2::VPCEndpoint", {"VpcEndpointType": "Interface", "SubnetIds": ["a", "b"]}, "18.98"),  # 2 at 0.013
        ("AWS::KMS::Key", {}, "1.00"),
        ("AWS::SecretsManager::Secret", {}, "0.40"),
        ("AWS::CloudWatch::Alarm", {"MetricName": "Errors"}, "0.10"),
        ("AWS::CloudWatch::Alarm", {"Metrics": [{"MetricStat": {}}, {"MetricStat": {}}, {"Expression": "a"}]}, "0.20"),
        ("AWS::RDS::DBInstance", {"Engine": "mysql", "DBInstanceClass": "db.t4g.medium", "MultiAZ": True,
                                  "StorageType": "gp3", "AllocatedStorage": "300"}, "226.79"),  # 148.19 and 78.60
        ("AWS::ElasticLoadBalancingV2::LoadBalancer", {"Scheme": "internal", "Subnets": ["a", "b"]}, "16.42"),
        ("AWS::ElasticLoadBalancingV2::LoadBalancer", {"Subnets": ["a", "b"]}, "23.72"),  # and two addresses
        ("AWS::WAFv2::WebACL", {"Rules": [{}, {}]}, "7.00"),
        ("AWS::Route53::HostedZone", {}, "0.50"),
        ("AWS::Route53::HealthCheck", {"HealthCheckConfig": {"Type": "HTTPS"}}, "2.75"),
        ("AWS::ElastiCache::ReplicationGroup", {"Engine": "valkey", "CacheNodeType": "cache.t4g.micro",
                                                "NumCacheClusters": 2}, "28.03"),
        ("AWS::IAM::Role", {}, "0.00"),
    ],
)  # fmt: skip
def test_what_a_resource_costs(tmp_path: Path, type_: str, properties: dict[str, Any], usd: str) -> None:
    found = of(tmp_path, One=(type_, properties))
    assert found.usd == Decimal(usd)
    assert found.unpriced == ()


def test_a_service_costs_what_its_tasks_do(tmp_path: Path) -> None:
    task = {"Cpu": "512", "Memory": "1024", "RuntimePlatform": {"CpuArchitecture": "ARM64"}}
    service = {"TaskDefinition": {"Ref": "Task"}, "DesiredCount": 2}
    found = of(tmp_path, Task=("AWS::ECS::TaskDefinition", task), Service=("AWS::ECS::Service", service))
    assert found.usd == Decimal("33.16")  # 730 h, 2 tasks, 0.5 vCPU at 0.03725 and 1 GB at 0.00409


def test_use_is_counted_as_it_is_assumed(tmp_path: Path) -> None:
    mine = CostSettings(resources={"prod-app/Logs": {"ingested_gb": 10, "stored_gb": 100}})
    assert of(tmp_path, mine, Logs=("AWS::Logs::LogGroup", {})).usd == Decimal("10.74")  # 7.60 and 3.14


def test_a_price_that_is_missing_counts_as_unpriced_and_says_which(tmp_path: Path) -> None:
    database = {"Engine": "postgres", "DBInstanceClass": "db.r8g.large", "StorageType": "gp3"}
    found = of(tmp_path, Db=("AWS::RDS::DBInstance", database), Grid=("AWS::Grafana::Workspace", {}))
    assert [(one.logical_id, one.missing) for one in found.unpriced] == [
        ("Db", ("postgres-db.r8g.large in ap-northeast-2",)), ("Grid", ()),
    ]  # fmt: skip
    assert (found.usd, found.share) == (Decimal("0.00"), 0)


def test_a_region_that_nobody_read_prices_of_has_none(tmp_path: Path) -> None:
    found = of(tmp_path, region="eu-central-1", Nat=("AWS::EC2::NatGateway", {}), Role=("AWS::IAM::Role", {}))
    assert (found.usd, found.share, len(found.unpriced)) == (Decimal("0.00"), 50, 1)


def test_what_is_known_at_the_deploy_only_is_not_guessed(tmp_path: Path) -> None:
    size = {"Engine": "mysql", "DBInstanceClass": {"Fn::GetAtt": ["X", "Size"]}, "StorageType": "gp3"}
    assert len(of(tmp_path, Db=("AWS::RDS::DBInstance", size)).unpriced) == 1


def test_stacks_and_resources_are_summed_the_dearest_first(tmp_path: Path) -> None:
    found = of(tmp_path, Key=("AWS::KMS::Key", {}), Nat=("AWS::EC2::NatGateway", {}))
    assert found.by_stack() == {"prod-app": Decimal("44.07")}
    assert list(found.by_resource("prod-app")) == [("Nat", "AWS::EC2::NatGateway"), ("Key", "AWS::KMS::Key")]
