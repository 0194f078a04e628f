"""The wheel, installed apart from this repository, carries a service repository."""

from __future__ import annotations

import ast
import json
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.installed_wheel import built_wheel, python_with_it
from tests.integration.service_repo import EXAMPLE, copy, run
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

wheel = pytest.fixture(scope="module")(built_wheel)
python = pytest.fixture(scope="module")(python_with_it)
TAGS = {"Organization", "Environment", "Service", "Team", "Owner", "CostCenter", "Project", "DataClass", "ManagedBy"}
KEYS = {
    "AWS::ECR::Repository": ("EncryptionConfiguration", "KmsKey"),
    "AWS::Logs::LogGroup": ("KmsKeyId",),
    "AWS::SQS::Queue": ("KmsMasterKeyId",),
}


@pytest.fixture(scope="module")
def template(python: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    repository = copy(tmp_path_factory.mktemp("example"))
    finished = run(python, repository, validated=True)
    assert finished.returncode == 0, finished.stderr
    found: dict[str, Any] = json.loads((repository / "cdk.out/prod-fileflow.template.json").read_text())
    return found


def test_the_wheel_ships_library_aspects_and_commands_typed_and_no_stacks(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    packages = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert packages == {"aspects", "constructs_lib", "governed_cdk"}
    assert "constructs_lib/py.typed" in names


def test_the_example_uses_the_wheel_and_not_this_repository(python: Path, tmp_path: Path) -> None:
    code = "import aspects, constructs_lib; print(aspects.__file__, constructs_lib.__file__)"
    found = subprocess.run([python, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert str(ROOT) not in found


def test_about_thirty_lines_make_the_service(template: dict[str, Any]) -> None:
    source = (EXAMPLE / "app.py").read_text()
    lines = ast.unparse(ast.parse(source[source.index("\nclass ") :])).splitlines()
    code = [line for line in lines if line.strip() and not line.strip().startswith('"""')]
    types = {resource["Type"] for resource in template["Resources"].values()}
    assert len(code) <= 33
    assert {"AWS::ECS::Service", "AWS::SQS::Queue", "AWS::S3::Bucket"} <= types
    assert "AWS::ElasticLoadBalancingV2::LoadBalancer" in types


def test_everything_carries_the_eight_tags(template: dict[str, Any]) -> None:
    tagged = {
        key: {tag["Key"] for tag in resource["Properties"]["Tags"]}
        for key, resource in template["Resources"].items()
        if isinstance(resource.get("Properties", {}).get("Tags"), list)
    }
    assert len(tagged) > 10
    assert {key: TAGS - tags for key, tags in tagged.items() if TAGS - tags} == {}


def test_everything_is_encrypted_with_a_key_from_the_contract(template: dict[str, Any]) -> None:
    parameters = {
        name: parameter["Default"] for name, parameter in template["Parameters"].items() if "Default" in parameter
    }
    for type_, path in KEYS.items():
        found = [r["Properties"] for r in template["Resources"].values() if r["Type"] == type_]
        assert found, type_
        for properties in found:
            value: Any = properties
            for part in path:
                value = value[part]
            assert parameters[value["Ref"]].startswith("/prod/kms/"), type_


def test_names_and_alarms_come_by_default(template: dict[str, Any]) -> None:
    resources = template["Resources"].values()
    (service,) = (r["Properties"] for r in resources if r["Type"] == "AWS::ECS::Service")
    assert service["ServiceName"] == "prod-fileflow"
    alarms = [r["Properties"] for r in resources if r["Type"] == "AWS::CloudWatch::Alarm"]
    assert len(alarms) > 10
    assert all(alarm["AlarmActions"] for alarm in alarms if alarm["ActionsEnabled"])


def test_nothing_that_the_library_accepts_of_itself_ever_ends(python: Path, tmp_path: Path) -> None:
    """Without a day, the example is synthesised above."""
    repository, today = copy(tmp_path), "2099-01-01"
    finished = run(python, repository, today=today)
    assert finished.returncode == 0, finished.stderr
    command = [str(python), "-m", "governed_cdk", "acceptances", "cdk.out", "--today", today, "--format", "json"]
    shown = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
    assert shown.returncode == 0, shown.stderr
    ledger = json.loads(shown.stdout)
    assert (ledger["acceptances"], ledger["mistakes"]) == ([], [])
    assert {one["where"].split("/")[0] for one in ledger["by_design"]} == {"constructs_lib"}
