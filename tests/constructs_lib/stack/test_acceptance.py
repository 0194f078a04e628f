from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from aws_cdk import aws_sns as sns

from constructs_lib import ConfigurationError, PlatformStack, StackSettings, accept
from tests.support import environment, new_app, synthesize_with

if TYPE_CHECKING:
    from pathlib import Path

    import aws_cdk as cdk

REASON = "The vendor reads this topic and has no key of ours"
GOOD = {"reason": REASON, "owner": "platform-team", "until": "2027-06-30"}


class Stack(PlatformStack[StackSettings]):
    slug = "accepting"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"reason": "because"}, "a reason of 20 characters"),
        ({"owner": ""}, "a team or an e-mail address"),
        ({"until": "next year"}, "a date as YYYY-MM-DD"),
    ],
)
def test_an_acceptance_says_why_who_and_until_when(tmp_path: Path, change: dict[str, str], message: str) -> None:
    topic = sns.Topic(Stack(new_app(tmp_path), environment("prod", stacks={})), "Topic")
    with pytest.raises(ConfigurationError, match=message):
        accept(topic, "governed-cdk::x", **{**GOOD, **change})


def test_a_finding_without_its_pack_is_refused(tmp_path: Path) -> None:
    topic = sns.Topic(Stack(new_app(tmp_path), environment("prod", stacks={})), "Topic")
    with pytest.raises(ConfigurationError, match="<pack>::<rule>"):
        accept(topic, "AwsSolutions-SNS3", **GOOD)


def test_an_accepted_finding_lets_the_synth_pass_and_stays_in_the_report(tmp_path: Path) -> None:
    settings = environment("prod", stacks={})

    def build(app: cdk.App) -> None:
        topic = sns.Topic(Stack(app, settings), "Topic", enforce_ssl=True)
        accept(topic, "governed-cdk::encryption-uses-a-customer-managed-key", **GOOD)

    synthesize_with(settings, tmp_path, build)
    report = json.loads((tmp_path / "validation-report.json").read_text())
    (found,) = (v for plugin in report["pluginReports"] for v in plugin.get("suppressedViolations", []))
    assert found["ruleName"] == "encryption-uses-a-customer-managed-key"
    assert found["reason"] == f"{REASON} (owner: platform-team; until: 2027-06-30)"
