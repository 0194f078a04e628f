"""docs/replaced-checks.md: each check of tfsec's has its answer, and what a rule of ours stands for, it finds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from aspects.judge.judgement import judge
from aspects.judge.known_rules import NAG, rules_of
from aspects.judge.template import Template
from tests.support import ROOT

SAMPLES = ROOT / "tests/samples/replaced_checks.yaml"
# Composed here: as a text, every scanner of secrets would find it in the file.
ACCESS_KEY = "AKIA" + "Q7XK2M4N5P6R7T3W"
RESOURCES: dict[str, dict[str, Any] | None] = yaml.safe_load(
    SAMPLES.read_text(encoding="utf-8").replace("<access key>", ACCESS_KEY)
)
PAGE = (ROOT / "docs/replaced-checks.md").read_text(encoding="utf-8")
ANSWERS = dict(re.findall(r"(?m)^\| `([a-z-]+[0-9a-z]*/[a-z-]+)` \| (.+) \|$", PAGE))
OURS = {check: found[1] for check, answer in ANSWERS.items() if (found := re.match(r"\[`([a-z-]+)`\]", answer))}


def test_every_check_has_its_answer() -> None:
    assert list(ANSWERS) == list(RESOURCES)
    assert f"All {len(RESOURCES)} checks" in PAGE


def test_a_check_has_a_resource_where_a_rule_of_ours_stands_for_it() -> None:
    assert {check for check, resource in RESOURCES.items() if resource} == set(OURS)


@pytest.mark.parametrize("check", OURS)
def test_the_rule_finds_what_tfsec_would(check: str) -> None:
    template = Template(path=Path("it.yaml"), body={"Resources": {"It": RESOURCES[check]}})
    assert OURS[check] in {finding.rule.id for finding in judge([template]).findings}


def test_the_rules_of_cdk_nag_are_there() -> None:
    named = set(re.findall(rf"`({NAG}-\w+)`", PAGE))
    assert named
    assert named <= rules_of(NAG)
