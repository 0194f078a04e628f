"""What a release holds: wheel, source distribution and bill of materials, the same bytes from the same commit."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from constructs_lib.compute.wheels import PINNED, WHEELS
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PACKAGES = ("aspects", "constructs_lib", "governed_cdk")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
WORKFLOW = ROOT / ".github/workflows/release.yml"


def sources() -> list[str]:
    """Every file of the repository that git has or would take."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [name for name in names if (ROOT / name).is_file()]


def build(folder: Path, umask: int) -> list[Path]:
    """Wheel and source distribution of a copy of the repository whose files have other times and rights."""
    previous = os.umask(umask)
    try:
        for name in sources():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    finally:
        os.umask(previous)
    command = [sys.executable, "-m", "hatchling", "build", "-d", "dist"]
    variables = {**os.environ, "SOURCE_DATE_EPOCH": "1764547200"}
    subprocess.run(command, cwd=folder, env=variables, check=True, capture_output=True)
    return sorted((folder / "dist").iterdir())


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], list[Path]]:
    one, other = (build(tmp_path_factory.mktemp("build"), umask) for umask in (0o022, 0o077))
    return one, other


@pytest.fixture(scope="module")
def wheel(twice: tuple[list[Path], list[Path]]) -> Path:
    (found,) = (path for path in twice[0] if path.suffix == ".whl")
    return found


@pytest.fixture(scope="module")
def bom(wheel: Path) -> dict[str, Any]:
    subprocess.run([sys.executable, ROOT / "tools/sbom.py", wheel], check=True, capture_output=True)
    found: dict[str, Any] = json.loads(wheel.with_name("sbom.cdx.json").read_text())
    return found


def test_two_builds_of_one_commit_are_the_same_bytes(twice: tuple[list[Path], list[Path]]) -> None:
    one, other = ({path.name: path.read_bytes() for path in files if path.suffix != ".json"} for files in twice)
    assert len(one) == 2
    assert one == other


def test_the_wheel_holds_the_three_packages_whole_and_the_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        licence = archive.read(f"governed_cdk-{PROJECT['version']}.dist-info/licenses/LICENSE")
    assert {name for name in names if ".dist-info/" not in name} == {
        name for name in sources() if name.startswith(tuple(f"{package}/" for package in PACKAGES))
    }
    assert licence == (ROOT / "LICENSE").read_bytes()


def test_the_source_distribution_is_what_the_wheel_is_built_from_and_nothing_else(
    wheel: Path, twice: tuple[list[Path], list[Path]]
) -> None:
    (sdist,) = (path for path in twice[0] if path.suffix == ".gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    with zipfile.ZipFile(wheel) as archive:
        of_the_wheel = {name for name in archive.namelist() if ".dist-info/" not in name}
    about = {"CHANGELOG.md", "LICENSE", "PKG-INFO", "README.md", "pyproject.toml"}
    about.add(".gitignore")  # hatchling reads it
    assert names == of_the_wheel | about


def test_the_bill_of_materials_is_of_this_wheel_and_names_what_it_needs_and_no_tools(bom: dict[str, Any]) -> None:
    itself = bom["metadata"]["component"]
    assert (itself["name"], itself["version"]) == ("governed-cdk", PROJECT["version"])
    assert re.fullmatch("[0-9a-f]{64}", itself["hashes"][0]["content"])
    names = {canonicalize_name(component["name"]) for component in bom["components"]}
    assert {canonicalize_name(Requirement(text).name) for text in PROJECT["dependencies"]} < names
    assert "mdurl" in names  # of a dependency of a dependency
    assert names.isdisjoint({"boto3", "cyclonedx-bom", "hatchling", "pip", "pytest", "ruff", "setuptools", "uv"})


def test_every_component_is_in_the_pinned_version_has_a_purl_and_is_needed_by_somebody(bom: dict[str, Any]) -> None:
    pins = dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    needed = {ref for entry in bom["dependencies"] for ref in entry["dependsOn"]}
    for component in bom["components"]:
        assert component["bom-ref"].startswith("shipped:") or (
            component["version"] == pins[canonicalize_name(component["name"])]
        )
        assert component["purl"].startswith("pkg:pypi/")
        assert component["bom-ref"] in needed


def test_what_functions_ship_is_in_the_bill_of_materials_with_its_hash_and_licence(bom: dict[str, Any]) -> None:
    shipped = {one["name"]: one for one in bom["components"] if one["bom-ref"].startswith("shipped:")}
    assert set(shipped) == set(PINNED)
    for name, file in PINNED.items():
        one = shipped[name]
        assert one["version"] == file.split("-")[1]
        assert one["purl"] == f"pkg:pypi/{name}@{one['version']}"
        assert one["hashes"] == [{"alg": "SHA-256", "content": WHEELS[file]}]
        assert one["licenses"]
        assert one["properties"][0]["value"] == f"constructs_lib/runtime/wheels/{file}"


# --- the workflow


def test_only_the_job_that_runs_no_code_of_the_repository_may_write() -> None:
    workflow = yaml.safe_load(WORKFLOW.read_text())
    assert workflow["permissions"] == {}
    writers = {
        name for name, job in workflow["jobs"].items() if any(right != "read" for right in job["permissions"].values())
    }
    assert writers == {"publish"}
    steps = workflow["jobs"]["publish"]["steps"]
    assert not any("checkout" in step.get("uses", "") for step in steps)
    assert [step["run"].split()[:3] for step in steps if "run" in step] == [["gh", "release", "create"]]


def test_a_release_is_made_for_tags_only_and_after_what_a_pull_request_runs() -> None:
    triggers = re.search(r"^on:\n((?: .*\n)+)", WORKFLOW.read_text(), re.MULTILINE)
    assert triggers
    assert triggers[1] == '  push:\n    tags: ["v*"]\n'
    jobs = yaml.safe_load(WORKFLOW.read_text())["jobs"]
    assert jobs["ci"]["uses"] == "./.github/workflows/ci.yml"
    assert (jobs["build"]["needs"], jobs["try"]["needs"]) == ("ci", "build")
    assert jobs["publish"]["needs"] == ["build", "try"]


def test_every_python_that_is_named_is_tried_with_the_wheel_and_nothing_else_of_the_checkout() -> None:
    tried = yaml.safe_load(WORKFLOW.read_text())["jobs"]["try"]
    prefix = "Programming Language :: Python :: "
    named = [text.removeprefix(prefix) for text in PROJECT["classifiers"] if text.startswith(prefix)]
    assert tried["strategy"]["matrix"]["python"] == named
    assert tried["steps"][-1]["run"].startswith("bash tools/try_wheel.sh dist/governed_cdk-*.whl")


@pytest.mark.parametrize(
    ("tag", "heading", "code"),
    [
        ("v1.2.3", "## 1.2.3 - 2026-12-01", 0),
        ("v1.2.3", "## [1.2.3] - 2026-12-01", 0),
        ("v1.2.4", "## 1.2.3 - 2026-12-01", 1),
        ("v1.2.3", "## 1.2.3", 1),
        ("v1.2.3", "## Unreleased", 1),
        ("v1.2.3", "## 1.2.30 - 2026-12-01", 1),
        ("v1.2.3", "## 1.2x3 - 2026-12-01", 1),
    ],
)
def test_a_tag_that_is_not_the_version_or_has_no_dated_section_is_refused(
    tag: str, heading: str, code: int, tmp_path: Path
) -> None:
    (step,) = (
        step
        for step in yaml.safe_load(WORKFLOW.read_text())["jobs"]["build"]["steps"]
        if "CHANGELOG" in step.get("name", "")
    )
    for folder, comment in ((tmp_path, ""), (tmp_path / "governed_runtime", " # that of the other")):
        folder.mkdir(exist_ok=True)
        (folder / "pyproject.toml").write_text(f'[project]\nname = "x"\nversion = "1.2.3"{comment}\n')
    (tmp_path / "CHANGELOG.md").write_text(f"# Changelog\n\n{heading}\n")
    variables = {"PATH": os.environ["PATH"], "GITHUB_REF_NAME": tag}
    done = subprocess.run(
        ["sh", "-e", "-c", step["run"]], cwd=tmp_path, env=variables, capture_output=True, check=False
    )
    assert done.returncode == code, done.stderr
