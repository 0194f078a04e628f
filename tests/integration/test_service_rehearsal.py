"""A service is rehearsed from its own repository, by the installed wheel and what a release holds of the platform."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from typing import TYPE_CHECKING

import pytest
import yaml

from governed_cdk.platform_release.archive import CONTRACT
from tests.integration.installed_wheel import built_wheel, python_with_it
from tests.integration.service_repo import copy
from tests.projects import edit
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

wheel = pytest.fixture(scope="module")(built_wheel)
python = pytest.fixture(scope="module")(python_with_it)
TESTS = """
def test_dev_is_deployed_with_the_platform(rehearse):
    dev = rehearse("dev")
    assert dev.stacks["dev-fileflow"]["created"] > 50
    assert {"dev-kms", "dev-network", "dev-bootstrap"} <= set(dev.platform)
    assert {"dev-rds", "dev-cloudtrail"}.isdisjoint(dev.platform)
    assert dev.proved["alarms"] > 30
    assert dev.proved["grants"] >= 10
    assert dev.proved["calls"] > 100
"""
FILEFLOW = """
def test_all_of_it_is_deployed_and_released(rehearse):
    dev = rehearse("dev", quotas={"AWS::Lambda::Function": 200})
    assert dev.stacks["dev-fileflow"]["created"] > 200
    assert dev.stacks["dev-fileflow"]["not rehearsed"] < 15
    assert {"dev-fileflow-images", "dev-fileflow-dr"} <= set(dev.stacks)
    assert {"dev-rds", "dev-acm", "dev-route53"} <= set(dev.platform)
    assert dev.proved["alarms"] > 60
    assert dev.proved["grants"] > 80
    assert dev.proved["calls"] > 500
"""
BOUNDARY = (
    'app.node.set_context("@aws-cdk/core:permissionsBoundary", '
    '{"name": f"{environment.name}-bootstrap-service-boundary"})\n'
)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a release holds of the platform in dev."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "tools/platform_assemblies.py", str(folder), "dev"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, capture_output=True)
    return folder / "platform-dev.tar.gz"


@pytest.fixture
def repository(release: Path, tmp_path: Path) -> Path:
    """The example, which names what a release holds of the platform."""
    return rehearsable(copy(tmp_path), release, TESTS)


@pytest.fixture
def fileflow(release: Path, tmp_path: Path) -> Path:
    """The example of a whole service, in the same way."""
    return rehearsable(shutil.copytree(ROOT / "examples/fileflow", tmp_path / "fileflow"), release, FILEFLOW)


def rehearsable(found: Path, release: Path, tests: str) -> Path:
    cdk_json = json.loads((found / "cdk.json").read_text())
    cdk_json["context"]["governed-cdk:platform-assembly"] = str(release)
    (found / "cdk.json").write_text(json.dumps(cdk_json))
    (found / "node_modules").symlink_to(ROOT / "node_modules", target_is_directory=True)
    (found / "test_rehearsal.py").write_text(tests)
    return found


def run(python: Path, repository: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A module in the repository. Neither Node nor `cdk` is on the PATH: they come from the extra and the folder."""
    caches = os.environ.get("XDG_CACHE_HOME", f"{os.environ['HOME']}/.cache")
    variables = {"PATH": "/usr/bin:/bin", "HOME": str(repository), "XDG_CACHE_HOME": caches}
    command = [str(python), "-m", *arguments]
    return subprocess.run(command, cwd=repository, env=variables, capture_output=True, text=True, check=False)


def test_the_release_has_the_contract_and_nothing_of_the_machine_that_made_it(release: Path) -> None:
    with tarfile.open(release) as archive:
        files = {one.name: archive.extractfile(one) for one in archive}
        texts = {name: file.read() for name, file in files.items() if file and name.endswith((".json", ".yaml"))}
    assert json.loads(texts[CONTRACT])["publishes"]
    assert "dev" in json.loads(texts[CONTRACT])["environments"]
    assert {"manifest.json", "dev-kms.template.json", "bootstrap/template.yaml"} <= set(texts)
    assert [name for name, text in texts.items() if str(ROOT).encode() in text or b"jsii-kernel-" in text] == []


def test_every_file_of_a_release_is_published_with_its_provenance() -> None:
    steps = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text())["jobs"]["publish"]["steps"]
    assert "dist/*" in [step["with"].get("subject-path") for step in steps if "attest@" in step.get("uses", "")]
    assert [step for step in steps if "gh release create" in step.get("run", "") and " dist/* " in step["run"]]


@pytest.mark.parametrize("example", ["repository", "fileflow"])
def test_a_service_is_deployed_with_the_platform_and_proven_by_its_own_tests(
    python: Path, example: str, request: pytest.FixtureRequest
) -> None:
    folder = request.getfixturevalue(example)
    done = run(python, folder, "pytest", "--quiet", "-p", "no:cacheprovider", "test_rehearsal.py")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout


def test_a_role_without_the_boundary_is_refused_as_in_an_account(python: Path, repository: Path) -> None:
    edit(repository, BOUNDARY, "", "app.py")
    done = run(python, repository, "governed_cdk", "rehearse", "--env", "dev")
    assert done.returncode == 3, done.stdout + done.stderr
    (failure,) = (line for line in done.stdout.splitlines() if line.startswith("rehearsal failed: "))
    assert "cdk-services-cfn-exec-role-" in failure
    assert "is not authorized to perform: iam:" in failure


def test_without_the_platform_it_says_in_one_line_how_to_get_it(python: Path, repository: Path) -> None:
    for arguments, said in (
        (("--platform", "nowhere"), "error: --platform: given 'nowhere'; allowed: an assembly folder or a "),
        (("--env", "dev", "--platform", "app.py"), "error: app.py: cannot be unpacked: "),
    ):
        done = run(python, repository, "governed_cdk", "rehearse", *arguments)
        assert done.returncode == 2
        (line,) = (line for line in done.stderr.splitlines() if line.startswith("error: "))
        assert line.startswith(said)
