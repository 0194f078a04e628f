"""`governed-cdk cost`, on assemblies written by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.commands.cost import cost
from tests.governed_cdk.assemblies import Stack, write
from tests.governed_cdk.locked_project import run

NAT = {"Nat": {"Type": "AWS::EC2::NatGateway", "Properties": {}}}


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(Path("before"), {"prod-app": Stack()})
    write(Path("cdk.out"), {"prod-app": Stack(resources=NAT)})


def test_it_says_what_an_assembly_costs() -> None:
    done = run(cost)
    assert done.code == 0
    assert "46.02  prod-app" in done.output


def test_the_assumptions_of_the_project_count() -> None:
    Path("costs.yaml").write_text("hours: 100\nusage: {'AWS::EC2::NatGateway': {processed_gb: 0}}\n")
    assert "5.90  prod-app" in run(cost).output


def test_it_says_what_changes_against_another_one() -> None:
    assert "0.00 → 46.02 US dollars a month" in run(cost, "--against", "before").output
    assert json.loads(run(cost, "--against", "before", "--format", "json").output)["before"] == "0.00"
    assert "**prod-app**: nothing → 46.02" in run(cost, "--against", "before", "--format", "markdown").output


def test_a_folder_without_an_assembly_is_bad_input() -> None:
    with pytest.raises(ConfigurationError, match="no cloud assembly here"):
        run(cost, "nowhere")
