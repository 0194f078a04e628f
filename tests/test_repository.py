"""What a repository of this kind has besides its code: licence, owners, pins, updates."""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.resources import files
from typing import TYPE_CHECKING

import check_jsonschema
import pytest
import yaml
from click.testing import CliRunner
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.markdown import PAGES
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# A make of its own, also where these tests are run by one.
ALONE = {name: text for name, text in os.environ.items() if name not in {"MAKEFLAGS", "MAKEOVERRIDES", "MFLAGS"}}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


# --- licence and owners


def test_the_licence_is_the_one_that_both_packages_name() -> None:
    words = " ".join((ROOT / "LICENSE").read_text().split())
    assert words.startswith("Apache License Version 2.0, January 2004 http://www.apache.org/licenses/ TERMS AND")
    assert "Copyright 2026 The governed-cdk authors" in words
    assert PROJECT["license"] == json.loads((ROOT / "package.json").read_text())["license"] == "Apache-2.0"


def owners() -> list[tuple[str, str]]:
    """(path, owner) of each line of CODEOWNERS, in order. All paths there are whole files or folders."""
    lines = (ROOT / ".github/CODEOWNERS").read_text().splitlines()
    return [(path, owner) for path, owner in (line.split() for line in lines if line and not line.startswith("#"))]


def owner_of(file: str) -> str:
    """As GitHub decides: the last line that matches."""
    return [owner for path, owner in owners() if path == "*" or f"/{file}".startswith(path)][-1]


def test_every_path_that_has_an_owner_exists() -> None:
    named = [path for path, _ in owners() if path != "*"]
    assert named
    assert [path for path in named if not (ROOT / path.strip("/")).exists()] == []


@pytest.mark.parametrize(
    "file",
    [
        ".github/CODEOWNERS", ".github/workflows/ci.yml", ".ci/run", "aspects/judge/rules/__init__.py", "cdk.json",
        "docker/atlantis/repos.yaml", "environments/prod.yaml", "stateful.lock.json",
    ],
)  # fmt: skip
def test_what_can_weaken_governance_is_approved_by_security(file: str) -> None:
    assert (ROOT / file).is_file()
    assert owner_of(file) == "@example-org/security"
    assert owner_of("stacks/network.py") == "@example-org/platform-team"


# --- pins


def pinned(file: str) -> list[tuple[Requirement, list[str]]]:
    """What `pip --require-hashes` reads in a requirements file: each package, and the hashes of its files."""
    logical = (ROOT / file).read_text().replace("\\\n", " ")
    lines = [line.split("--hash=sha256:") for line in logical.splitlines() if line.strip() and line[0] not in " #"]
    return [(Requirement(first), [text.strip() for text in rest]) for first, *rest in lines]


def version(requirement: Requirement) -> str:
    """The one version that a pin takes."""
    (only,) = requirement.specifier
    assert only.operator == "==", requirement
    return only.version


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-lowest.txt"])
def test_every_package_is_pinned_with_its_hashes(file: str) -> None:
    pins = pinned(file)
    assert len(pins) > 30
    assert all(version(requirement) for requirement, _ in pins)
    assert [requirement.name for requirement, hashes in pins if not hashes] == []
    assert all(re.fullmatch("[0-9a-f]{64}", text) for _, hashes in pins for text in hashes)


def dry_run(*arguments: str) -> list[str]:
    """The lines that `make` would run."""
    command = ["make", "--dry-run", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=ALONE, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_the_set_up_installs_what_is_pinned_and_nothing_else() -> None:
    recipe = dry_run("--always-make", "installed")
    (packages,) = (line.split() for line in recipe if "requirements.txt" in line and not line.startswith("echo"))
    assert packages[1:] == ["tools/pip_install.py", "requirements.txt"]
    (project,) = (line.split() for line in recipe if "pip install" in line)
    assert project[-2:] == ["--editable", "."]
    assert {"--no-deps", "--no-build-isolation"} < set(project)
    (cdk,) = (line.split() for line in recipe if "npm" in line and not line.startswith("echo"))
    assert cdk[1:3] == ["ci", "--ignore-scripts"]


@pytest.mark.parametrize(
    ("pin", "said"), [("", "Hashes are required"), (f" --hash=sha256:{'0' * 64}", "DO NOT MATCH THE HASHES")]
)
def test_the_set_up_refuses_a_file_without_its_hash_or_with_another(pin: str, said: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "swapped-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("swapped-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: swapped\nVersion: 1.0\n")
        wheel.writestr("swapped-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
    (tmp_path / "requirements.txt").write_text(f"swapped==1.0{pin}\n")
    done = subprocess.run(
        [sys.executable, ROOT / "tools/pip_install.py", "requirements.txt"],
        cwd=tmp_path, env={**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert said in done.stderr


def test_what_is_installed_here_is_what_is_pinned() -> None:
    here = [
        requirement
        for requirement, _ in pinned("requirements.txt")
        if not requirement.marker or requirement.marker.evaluate()
    ]
    installed = {requirement.name: importlib.metadata.version(requirement.name) for requirement in here}
    assert installed == {requirement.name: version(requirement) for requirement in here}


def test_every_pin_is_within_every_range_that_names_it() -> None:
    extras = PROJECT["optional-dependencies"].values()
    ranges = [Requirement(text) for texts in (PROJECT["dependencies"], *extras) for text in texts]
    pins = {requirement.name: version(requirement) for requirement, _ in pinned("requirements.txt")}
    outside = [str(asked) for asked in ranges if pins[canonicalize_name(asked.name)] not in asked.specifier]
    assert outside == [], "run make lock"


def test_the_lowest_versions_that_are_tried_are_the_floors_of_the_ranges() -> None:
    extras = PROJECT["optional-dependencies"]
    ranges = [Requirement(text) for text in (*PROJECT["dependencies"], *extras["aws"], *extras["node"])]
    pins = {requirement.name: Version(version(requirement)) for requirement, _ in pinned("requirements-lowest.txt")}
    for asked in ranges:
        (floor,) = (part.version for part in asked.specifier if part.operator in (">=", "=="))
        assert pins[canonicalize_name(asked.name)] == Version(floor), "run make lock"


def test_the_lock_is_resolved_for_every_python_and_machine_and_by_a_command_that_renovate_can_repeat() -> None:
    header = (ROOT / "requirements.txt").read_text().splitlines()[1].split()
    assert header[1:4] == ["uv", "pip", "compile"]
    assert {"--universal", "--python-version=3.11", "--all-extras", "--generate-hashes"} < set(header)
    assert PROJECT["requires-python"] == ">=3.11"


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-lowest.txt"])
def test_make_lock_would_write_the_command_that_stands_in_the_lock(file: str) -> None:
    recipe = dry_run("--assume-old=setup", "lock")
    (command,) = (line for line in recipe if f"--output-file={file} " in line)
    written = (ROOT / file).read_text().splitlines()[1].removeprefix("#").split()
    assert command.replace("--quiet ", "").split()[2:] == written[1:]


# --- what others publish, held by digest

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
PINNED_ACTION = r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\./\.github/workflows/[\w-]+\.yml"
# Nobody has published its digest where it could be looked up and compared: Renovate adds it.
BY_TAG = {"ghcr.io/runatlantis/atlantis:v0.47.1-debian"}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_held_by_its_commit_with_the_version_beside_it(workflow: Path) -> None:
    used = re.findall(r"^\s*(?:- )?uses: *(.+)$", workflow.read_text(), re.MULTILINE)
    assert used
    assert [line for line in used if not re.fullmatch(PINNED_ACTION, line)] == []


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_every_container_of_a_workflow_is_held_by_its_digest(workflow: Path) -> None:
    jobs = yaml.safe_load(workflow.read_text())["jobs"].values()
    images = [job["container"] for job in jobs if "container" in job]
    assert [image for image in images if not re.search(r":[\w.-]+@sha256:[0-9a-f]{64}$", str(image))] == []


def test_every_image_that_is_built_upon_is_held_by_its_digest() -> None:
    for dockerfile in sorted((ROOT / "docker").glob("*/Dockerfile")):
        text = dockerfile.read_text()
        images = re.findall(r"^(?:FROM(?: --\S+)*|# syntax=) ?(\S+)", text, re.MULTILINE)
        by_tag = {image for image in images if not re.search(r"@sha256:[0-9a-f]{64}$", image)}
        assert len(images) >= 3
        assert by_tag - {"scratch"} <= BY_TAG


# --- updates

RENOVATE = json.loads((ROOT / "renovate.json").read_text())


@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        ("vendor.renovate", [ROOT / "renovate.json"]),
        ("vendor.github-workflows", WORKFLOWS),
        ("vendor.github-issue-forms", sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))),
    ],
)
def test_what_others_read_is_valid_by_their_own_schema(schema: str, paths: list[Path]) -> None:
    assert paths
    done = CliRunner().invoke(check_jsonschema.main, ["--builtin-schema", schema, *map(str, paths)])
    assert done.exit_code == 0, done.output


def group_of(package: str, manager: str) -> str:
    """As Renovate decides: of the rules that match, the last one's."""
    matching = [
        rule["groupName"]
        for rule in RENOVATE["packageRules"]
        if "groupName" in rule
        and package in rule.get("matchPackageNames", [package])
        and manager in rule.get("matchManagers", [manager])
        and "matchDatasources" not in rule
    ]
    return str(matching[-1])


def test_cdk_and_what_is_built_with_it_come_together_each_monday() -> None:
    pins = [canonicalize_name(requirement.name) for requirement, _ in pinned("requirements.txt")]
    assert {name for name in pins if group_of(name, "pip-compile") == "CDK"} == {
        "aws-cdk-lib", "cdk-nag", "constructs", "jsii",
    }  # fmt: skip
    assert {group_of(name, "npm") for name in json.loads((ROOT / "package.json").read_text())["devDependencies"]} == {
        "CDK"
    }
    (rule,) = (rule for rule in RENOVATE["packageRules"] if rule.get("groupName") == "CDK")
    assert rule["schedule"] == ["before 7am on monday"]


def test_every_lock_and_every_other_pin_has_a_manager() -> None:
    assert {"npm", "pip-compile", "github-actions", "dockerfile"} < set(RENOVATE["enabledManagers"])
    (pattern,) = RENOVATE["pip-compile"]["managerFilePatterns"]
    assert re.search(pattern.strip("/"), "requirements.txt")
    assert not re.search(pattern.strip("/"), "requirements-lowest.txt")  # it is the floors, which are no updates


def test_the_documents_name_the_command_line_that_is_pinned_and_renovate_finds_each_place() -> None:
    pinned_version = json.loads((ROOT / "package.json").read_text())["devDependencies"]["aws-cdk"]
    (manager,) = RENOVATE["customManagers"]
    pages = [page.read_text() for page in PAGES]
    for match in manager["matchStrings"]:
        found = {version for page in pages for version in re.findall(match.replace("(?<", "(?P<"), page)}
        assert found == {pinned_version}, match
    assert sum(page.count(pinned_version) for page in pages) == sum(
        len(re.findall(match.replace("(?<", "(?P<"), page)) for page in pages for match in manager["matchStrings"]
    )


def test_renovate_knows_every_key() -> None:
    schema = json.loads((files("check_jsonschema") / "builtin_schemas/vendor/renovate.json").read_text())
    assert set(RENOVATE) - set(schema["properties"]) == {"$schema"}
    assert set().union(*RENOVATE["packageRules"]) - set(schema["definitions"]) == set()
