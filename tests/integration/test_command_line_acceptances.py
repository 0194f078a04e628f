"""`python app.py` where somebody accepts a finding: what it needs to be told, and what it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integration.command_line import one_key, python_app
from tests.projects import edit

if TYPE_CHECKING:
    from pathlib import Path

small = pytest.fixture(one_key)
TWELFTH = (
    '"""A topic that somebody accepts something of."""\n'
    "from aws_cdk import aws_sns as sns\n"
    "from constructs_lib import PlatformStack, StackSettings, accept, contract\n\n\n"
    "class Stack(PlatformStack[StackSettings]):\n"
    '    slug = "twelfth"\n'
    "    reads = (contract.KMS_MESSAGING_KEY_ARN,)\n\n"
    "    def __init__(self, scope, environment):\n"
    "        super().__init__(scope, environment)\n"
    '        topic = sns.Topic(self, "Topic", enforce_ssl=True)\n'
    '        accept(topic, FINDING, reason="the vendor reads it and has no key of ours", owner="team", until=UNTIL)\n'
)


def accepting(project: Path, finding: str, until: str = "2027-06-30") -> None:
    text = TWELFTH.replace("FINDING", repr(finding)).replace("UNTIL", repr(until))
    (project / "stacks/twelfth.py").write_text(text)


def test_a_synth_that_was_not_told_the_day_ends_with_2_and_one_line_that_says_how_it_is_told(small: Path) -> None:
    accepting(small, "governed-cdk::images-are-scanned")
    done = python_app(small, CDK_CONTEXT_JSON="{}")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: stacks/twelfth.py:13: ")
    assert line.endswith("this synth was not told the day: cdk synth -c today=$(date +%F)")


def test_a_day_in_cdk_json_ends_with_2(small: Path) -> None:
    edit(small, '"context": {', '"context": {\n    "today": "2026-11-29",', "cdk.json")
    done = python_app(small)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "cdk.json: context.today: given '2026-11-29'; allowed: no such key; pass the day: -c today=" in line


def test_an_acceptance_of_a_rule_that_never_was_ends_with_2_at_its_line(small: Path) -> None:
    accepting(small, "governed-cdk::topic-demand-tls")
    done = python_app(small)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: stacks/twelfth.py:13: prod-twelfth/Topic: no rule topic-demand-tls")


@pytest.mark.parametrize("until", ["2027-06-30", "2026-11-28"])
def test_what_is_stale_is_told_once_and_nothing_advises_to_accept_it(small: Path, until: str) -> None:
    accepting(small, "governed-cdk::images-are-scanned", until)
    done = python_app(small)
    assert done.returncode == 3
    assert done.stderr.count("FATAL") == 1
    assert "accepts nothing any more: take it away" in done.stderr
    assert "expired" not in done.stderr
    assert "accept()" not in done.stderr
    assert done.stderr.splitlines()[-1] == "error: findings above; mend them: nobody can accept these"
