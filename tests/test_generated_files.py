"""What is generated in the repository is what its sources say today."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

import aspects.judge.catalogue
from constructs_lib.kernel.yaml_file import read_yaml
from governed_cdk.commands.catalogue import TARGET, render
from governed_cdk.commands.docs import render_all
from tests.support import ENVIRONMENTS, ROOT


def test_every_generated_file_is_current() -> None:
    stale = [str(path) for path, text in render_all().items() if (ROOT / path).read_text(encoding="utf-8") != text]
    assert stale == [], "run make docs"


def test_the_catalogue_is_that_of_the_installed_schemas() -> None:
    assert TARGET.read_text(encoding="utf-8") == render(), "run governed-cdk catalogue"
    assert len(aspects.judge.catalogue.known_types()) > 1400


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_an_editor_finds_each_environment_valid_by_the_schema(name: str) -> None:
    schema = json.loads((ROOT / "environments/schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    errors = [
        error.message
        for error in Draft202012Validator(schema).iter_errors(read_yaml(ROOT / f"environments/{name}.yaml"))
    ]
    assert errors == []


def test_an_editor_marks_an_unknown_key_and_a_wrong_value() -> None:
    schema = json.loads((ROOT / "environments/schema.json").read_text())
    data = {**read_yaml(ROOT / "environments/prod.yaml"), "acount": "1", "region": "seoul"}
    found = "\n".join(error.message for error in Draft202012Validator(schema).iter_errors(data))
    assert "acount" in found
    assert "seoul" in found
