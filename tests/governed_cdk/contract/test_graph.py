"""The contract as a graph: who comes after whom, and what is a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aspects.judge.template.assembly import read_assembly
from constructs_lib import contract
from governed_cdk.contract.graph import Graph, declared, graph_of, is_bootstrap
from tests.governed_cdk.assemblies import KEY, LIST, QUEUE, STRING, SUBNETS, VPC, Stack, write

if TYPE_CHECKING:
    from pathlib import Path


def graph(folder: Path, **stacks: Stack) -> Graph:
    """The graph of some stacks, whose names have underscores here for hyphens."""
    return graph_of(read_assembly(write(folder, {name.replace("_", "-"): stack for name, stack in stacks.items()})))


@pytest.mark.parametrize(
    ("parameter", "environment"),
    [
        ("/prod/kms/rds-key-arn", "prod"),
        ("/qa/orders/queue-url", "qa"),
        ("/dev/kms/rds-key-arn", ""),
        ("/prod/kms", ""),
        ("/prod/kms/a/b", ""),
        ("prod/kms/a", ""),
        ("/shared/kms/rds-key-arn", ""),
        ("", ""),
    ],
)
def test_a_path_of_the_contract_names_one_of_the_assemblys_environments(
    parameter: str, environment: str, tmp_path: Path
) -> None:
    found = graph(tmp_path, prod_kms=Stack(), qa_orders=Stack())
    assert found.environments == ("prod", "qa")
    assert found.environment_of(parameter) == environment


def test_an_output_is_known_under_its_path_of_any_environment_and_under_its_legacy_path() -> None:
    for parameter in ("/prod/kms/rds-key-arn", "/dev/kms/rds-key-arn", "/shared/kms/rds-key-arn"):
        assert declared(parameter) is contract.KMS_RDS_KEY_ARN
    assert declared("/prod/orders/queue-url") is None
    assert declared("/elsewhere") is None


def test_the_parameter_of_cdk_bootstrap_is_nobodys_output() -> None:
    assert is_bootstrap("/cdk-bootstrap/hnb659fds/version")
    assert not is_bootstrap("/prod/kms/rds-key-arn")


def test_who_reads_comes_after_who_publishes(tmp_path: Path) -> None:
    found = graph(
        tmp_path,
        prod_kms=Stack(publishes={KEY: "String"}),
        prod_network=Stack(publishes={VPC: "String", SUBNETS: "StringList"}, reads={KEY: STRING}),
        prod_rds=Stack(reads={KEY: STRING, VPC: STRING, SUBNETS: LIST}),
    )
    assert found.edges == {
        ("prod-kms", "prod-network"): {KEY},
        ("prod-kms", "prod-rds"): {KEY},
        ("prod-network", "prod-rds"): {VPC, SUBNETS},
    }
    assert found.waves == [["prod-kms"], ["prod-network"], ["prod-rds"]]
    assert found.cycles == []
    assert found.environments == ("prod",)
    assert found.is_platform


def test_what_the_assembly_says_comes_first_does(tmp_path: Path) -> None:
    found = graph(tmp_path, prod_a=Stack(after=("prod-b",)), prod_b=Stack())
    assert found.needs == {"prod-a": {"prod-b"}, "prod-b": set()}
    assert found.waves == [["prod-b"], ["prod-a"]]


def test_stacks_that_wait_for_one_another_are_a_circle_and_have_no_waves(tmp_path: Path) -> None:
    other = "/prod/orders/other"
    found = graph(
        tmp_path,
        prod_a=Stack(publishes={QUEUE: "String"}, reads={other: STRING}),
        prod_b=Stack(publishes={other: "String"}, reads={QUEUE: STRING}),
    )
    (circle,) = found.cycles
    assert circle[0] == circle[-1]
    assert set(circle) == {"prod-a", "prod-b"}
    assert found.waves == []


def test_a_parameter_of_another_region_is_elsewhere(tmp_path: Path) -> None:
    found = graph(
        tmp_path, prod_kms=Stack(publishes={KEY: "String"}), prod_far=Stack(reads={KEY: STRING}, region="us-east-1")
    )
    (read,) = found.contract_reads
    assert found.producers(read) == []
    assert [entry.owner for entry in found.elsewhere(read)] == ["prod-kms"]
    assert found.edges == {}


def test_a_service_repository_is_not_the_platform(tmp_path: Path) -> None:
    assert not graph(tmp_path, prod_orders=Stack(publishes={QUEUE: "String"})).is_platform
