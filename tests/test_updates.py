"""Renovate has every pin, and brings what belongs together at one time."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING

import check_jsonschema
import pytest
from click.testing import CliRunner
from packaging.utils import canonicalize_name

from tests.markdown import PAGES
from tests.repository import WORKFLOWS, pinned
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

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
    (manager,) = (one for one in RENOVATE["customManagers"] if one.get("depNameTemplate") == "aws-cdk")
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


def test_renovate_finds_each_pin_of_the_files_that_services_get() -> None:
    managers = [one for one in RENOVATE["customManagers"] if "scaffold" in one["managerFilePatterns"][0]]
    patterns = [match.replace("(?<", "(?P<") for one in managers for match in one["matchStrings"]]
    texts = [path.read_text() for path in (ROOT / "governed_cdk/scaffold/templates").rglob("*.in")]
    pins = [pin for text in texts for pin in re.findall(r"@(?:sha256:[0-9a-f]{64}|[0-9a-f]{40})\b", text)]
    found = [one for text in texts for pattern in patterns for one in re.finditer(pattern, text)]
    assert len(found) == len(pins) > 14
    assert {one["depName"] for one in found} >= {"actions/checkout", "aquasec/trivy", "docker/dockerfile", "node"}
