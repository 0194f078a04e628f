from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.governed_cdk.assemblies import KEY, KMS, QUEUE, STRING, VPC, Stack, found, manifest_from, run, write

if TYPE_CHECKING:
    from pathlib import Path

PLATFORM = {"prod-kms": KMS, "prod-network": Stack(publishes={VPC: "String"}), "prod-reports": Stack()}


def manifest(folder: Path, repository: str, *stacks: str, format_: str = "governed-cdk.contract/2") -> Path:
    """A manifest that reads the key, written by hand: with findings the command writes none."""
    reads = [
        {"parameter": "/{env}/kms/rds-key-arn", "stack": one, "wire": "String", "kind": "kms.IKey"} for one in stacks
    ]
    said = {"format": format_, "repository": repository, "reads": reads}
    path = folder / f"{repository}.json"
    path.write_text(json.dumps({**said, "stacks": stacks} if format_.endswith("2") else said))
    return path


def against_the_platform(folder: Path, *manifests: Path) -> tuple[int, list[str]]:
    given = (part for path in manifests for part in ("--manifest", path))
    done = run(write(folder / "out", PLATFORM), *given)
    return done.code, done.findings


def test_a_stack_of_the_platform_that_a_service_has_too_is_a_finding_in_the_platform_s_gate(tmp_path: Path) -> None:
    assert against_the_platform(tmp_path, manifest(tmp_path, "fileflow", "fileflow", "network")) == (
        3, ["prod-network is a stack of fileflow too; allowed: one repository"]
    )  # fmt: skip


def test_a_stack_of_the_platform_that_publishes_nothing_is_one_of_its_too(tmp_path: Path) -> None:
    given = manifest(tmp_path, "fileflow", "reports")
    assert against_the_platform(tmp_path, given)[1] == [
        "prod-reports is a stack of fileflow too; allowed: one repository"
    ]


@pytest.mark.parametrize(("stack", "own"), [("network-extra", "network"), ("reports-x", "reports"), ("rds", "rds")])
def test_a_service_s_stack_whose_names_begin_as_the_platform_s_is_a_finding(
    tmp_path: Path, stack: str, own: str
) -> None:
    code, (line,) = against_the_platform(tmp_path, manifest(tmp_path, "fileflow", stack))
    assert code == 3
    assert line == (
        f"fileflow has a stack {stack}, called as {own} of the platform; allowed: a name that neither is {own} nor "
        f"begins {own}-"
    )


def test_two_services_with_one_stack_are_a_finding_and_neighbours_are_none(tmp_path: Path) -> None:
    both = [manifest(tmp_path, "fileflow", "files", "networks"), manifest(tmp_path, "billing", "billing", "files")]
    assert against_the_platform(tmp_path, *both) == (
        3, ["files is a stack of billing and fileflow; allowed: one repository"]
    )  # fmt: skip
    both[1] = manifest(tmp_path, "billing", "billing", "files-dr")
    assert against_the_platform(tmp_path, *both) == (0, [])


def test_a_manifest_of_format_1_claims_the_stacks_that_it_names(tmp_path: Path) -> None:
    old = manifest(tmp_path, "fileflow", "network", format_="governed-cdk.contract/1")
    assert against_the_platform(tmp_path, old)[1] == [
        "prod-network is a stack of fileflow too; allowed: one repository"
    ]


@pytest.mark.parametrize("stack", ["network", "network-extra"])
def test_a_service_s_own_gate_finds_it_as_well(tmp_path: Path, stack: str) -> None:
    out = write(tmp_path, {f"prod-{stack}": Stack(reads={KEY: STRING}), "prod-networks": Stack()})
    done = run(out, "--repository", "fileflow", "--write-manifest", tmp_path / "m.json")
    assert (done.code, len(done.findings)) == (3, 1)
    assert done.findings[0].startswith(f"prod-{stack} is called as network of the platform; ")
    assert not (tmp_path / "m.json").exists()


@pytest.mark.parametrize("parameter", [VPC, "/shared/network/vpc-id", "/prod/network/more"])
def test_a_service_that_publishes_a_parameter_of_the_platform_s_is_a_finding(tmp_path: Path, parameter: str) -> None:
    (line,) = found(tmp_path, prod_fileflow=Stack(publishes={parameter: "String"}))
    assert line == f"prod-fileflow publishes {parameter}, which is network's; allowed: parameters of its own"


def test_the_platform_s_gate_finds_it_in_a_manifest(tmp_path: Path) -> None:
    path = manifest(tmp_path, "fileflow", "fileflow")
    said = json.loads(path.read_text())
    said["publishes"] = [{"parameter": "/{env}/network/vpc-id", "stack": "fileflow", "wire": "String"}]
    path.write_text(json.dumps(said))
    code, lines = against_the_platform(tmp_path, path)
    assert code == 3
    assert lines[0] == f"fileflow/fileflow publishes {VPC}, which is network's; allowed: parameters of its own"


def test_what_services_publish_is_theirs_and_companions_publish_for_their_stack(tmp_path: Path) -> None:
    assert found(tmp_path, prod_orders=Stack(publishes={QUEUE: "String"})) == []
    there = Stack(publishes={KEY: "String"}, region="us-east-1")
    assert run(write(tmp_path / "dr", {"prod-kms": KMS, "prod-kms-dr": there})).findings == []
    assert manifest_from(tmp_path, "orders", prod_orders=Stack(publishes={QUEUE: "String"})).exists()
