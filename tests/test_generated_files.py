"""What is generated in the repository is what its sources say today."""

from __future__ import annotations

import json

import pytest

import aspects.judge.catalogue
from constructs_lib.kernel.json_schema import Draft202012Validator
from constructs_lib.kernel.yaml_file import read_yaml, read_yaml_text
from governed_cdk.commands.catalogue import (
    ACTIONS,
    LIMITS,
    PERMISSIONS,
    TARGET,
    render,
    render_actions,
    render_permissions,
)
from governed_cdk.commands.docs import render_all
from governed_cdk.schemas.limits import render_limits
from tests.support import ENVIRONMENTS, ROOT


def test_every_generated_file_is_current() -> None:
    stale = [str(path) for path, text in render_all().items() if (ROOT / path).read_text(encoding="utf-8") != text]
    assert stale == [], "run make docs"


@pytest.mark.slow
def test_the_catalogue_is_that_of_the_installed_schemas() -> None:
    assert TARGET.read_text(encoding="utf-8") == render(), "run governed-cdk catalogue"
    assert len(aspects.judge.catalogue.known_types()) > 1400


def test_the_permissions_of_handlers_are_those_of_the_installed_schemas() -> None:
    assert PERMISSIONS.read_text(encoding="utf-8") == render_permissions(), "run governed-cdk catalogue"


def test_the_actions_are_those_of_the_installed_reference() -> None:
    assert ACTIONS.read_text(encoding="utf-8") == render_actions(), "run governed-cdk catalogue"


def test_the_limits_of_settings_are_those_of_the_installed_schemas() -> None:
    assert LIMITS.read_text(encoding="utf-8") == render_limits(), "run governed-cdk catalogue"


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_an_editor_finds_each_environment_valid_by_the_schema(name: str) -> None:
    schema = json.loads((ROOT / "environments/schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    errors = [
        error.message
        for error in Draft202012Validator(schema).iter_errors(read_yaml(ROOT / f"environments/{name}.yaml"))
    ]
    assert errors == []


@pytest.mark.parametrize("text", ["stacks:", "stacks:\n  rds:\n  kms: {}", "governance:", "governance: {mode: audit}"])
def test_an_editor_takes_a_section_without_settings(text: str) -> None:
    schema = json.loads((ROOT / "environments/schema.json").read_text())
    data = {**read_yaml(ROOT / "environments/prod.yaml"), **read_yaml_text(text, "prod.yaml")}
    assert list(Draft202012Validator(schema).iter_errors(data)) == []


@pytest.mark.parametrize(
    "section",
    [
        "kms: {pending_window_days: 31}",
        "kms: {admin_roles: [a, a]}",
        "rds: {database: {engine_version: 8.0.99}}",
        "rds: {database: {performance_insights_days: 32}}",
        "atlantis: {cpu: 300}",
        "logging: {access_log_days: 40000}",
        "network: {interface_endpoints: [logs, logs]}",
        "bootstrap: {repositories: [{name: a b}]}",
        "monitoring: {watched: {service: nope}}",
        "rds: false",
    ],
)
def test_an_editor_marks_ranges_patterns_and_enumerations_of_the_stacks(section: str) -> None:
    schema = json.loads((ROOT / "environments/schema.json").read_text())
    data = {**read_yaml(ROOT / "environments/prod.yaml"), **read_yaml_text(f"stacks: {{{section}}}", "prod.yaml")}
    (error,) = Draft202012Validator(schema).iter_errors(data)
    assert list(error.absolute_path)[:2] == ["stacks", section.partition(":")[0]]


def test_an_editor_marks_an_unknown_key_and_a_wrong_value() -> None:
    schema = json.loads((ROOT / "environments/schema.json").read_text())
    data = {**read_yaml(ROOT / "environments/prod.yaml"), "acount": "1", "region": "seoul"}
    found = "\n".join(error.message for error in Draft202012Validator(schema).iter_errors(data))
    assert "acount" in found
    assert "seoul" in found
