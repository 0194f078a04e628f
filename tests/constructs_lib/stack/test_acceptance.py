from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns

from aspects.judge.acceptances import acceptances_in
from aspects.judge.template.assembly import read_assembly
from constructs_lib import ConfigurationError, GovernedBucket, GovernedRole, PlatformStack, StackSettings, accept
from constructs_lib import contract as contract_of
from constructs_lib.stack.acceptance import by_design
from tests.support import TODAY, environment, new_app, synthesize_with

if TYPE_CHECKING:
    from pathlib import Path

    import aws_cdk as cdk

REASON = "The vendor reads this topic and has no key of ours"
GOOD = {"reason": REASON, "owner": "platform-team", "until": "2027-06-30"}


class Stack(PlatformStack[StackSettings]):
    slug = "accepting"
    reads = (contract_of.KMS_S3_DATA_KEY_ARN, contract_of.LOGGING_ACCESS_LOG_BUCKET_NAME)


def topic(folder: Path, **context: Any) -> sns.Topic:
    app = new_app(folder)
    for key, value in context.items():
        app.node.set_context(key, value)
    return sns.Topic(Stack(app, environment("prod", stacks={})), "Topic")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"reason": "because"}, "a reason of 20 characters"),
        ({"reason": "x" * 40}, "a reason in words"),
        ({"owner": ""}, "a team or an e-mail address"),
        ({"until": "next year"}, "a date as YYYY-MM-DD"),
        ({"until": "20270630"}, "a date as YYYY-MM-DD"),
        ({"until": "9999-12-31"}, "2027-11-29 at the latest, a year after today, 2026-11-29"),
    ],
)
def test_an_acceptance_says_why_who_and_until_when(tmp_path: Path, change: dict[str, str], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message) as raised:
        accept(topic(tmp_path), "governed-cdk::x", **{**GOOD, **change})
    assert str(raised.value).startswith("tests/constructs_lib/stack/test_acceptance.py:")
    assert ": prod-accepting/Topic: " in str(raised.value)


def test_a_synth_that_was_not_told_the_day_lets_nobody_accept_anything_and_says_how_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as raised:
        accept(topic(tmp_path, today=""), "governed-cdk::encryption-uses-a-customer-managed-key", **GOOD)
    assert raised.value.mistakes[0].endswith("this synth was not told the day: cdk synth -c today=$(date +%F)")


def test_a_finding_without_its_pack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="<pack>::<rule>"):
        accept(topic(tmp_path), "AwsSolutions-SNS3", **GOOD)


def test_an_acceptance_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"findings: given 'none'; allowed: <pack>::<rule>"):
        accept(topic(tmp_path), **GOOD)


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


def test_what_the_library_accepts_of_itself_is_by_design_of_its_version_at_its_own_line(tmp_path: Path) -> None:
    settings = environment("prod", stacks={})

    def build(app: cdk.App) -> None:
        app.node.set_context("today", "")  # nobody accepts anything: the day does not matter
        stack = Stack(app, settings)
        role = GovernedRole(stack, "Role", kind="reader", assumed_by="lambda.amazonaws.com", description="Reads").role
        bucket = GovernedBucket(stack, "Files", kind="files")
        bucket.grant_read(role)
        bucket.grant_read_write(role)

    synthesize_with(settings, tmp_path, build)
    (one,) = acceptances_in(read_assembly(tmp_path))
    assert one.place == "prod-accepting/Role/Resource"
    assert one.by_design.startswith("governed-cdk ")
    assert (one.owner, one.until) == ("", "")
    assert one.where.startswith("constructs_lib/storage/granted_bucket.py:")
    report = json.loads((tmp_path / "validation-report.json").read_text())
    (found,) = (v for plugin in report["pluginReports"] for v in plugin.get("suppressedViolations", []))
    assert found["reason"] == f"{one.reason} (by design of {one.by_design})"


def test_nobody_else_accepts_by_design(tmp_path: Path) -> None:
    role = iam.Role(topic(tmp_path), "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    with pytest.raises(ConfigurationError, match="by_design\\(\\) is this library's own; use accept\\(\\)"):
        by_design(role, "AwsSolutions::AwsSolutions-IAM5[Resource::*]", reason=REASON)


def test_the_tests_have_a_day_of_their_own() -> None:
    assert GOOD["until"] > TODAY
