"""What a governed synth says and does: source lines, audit, severities, the ledger, stages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import jsii
import pytest
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_rds as rds
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

from aspects import govern
from aspects.judge.judgement import judge
from aspects.judge.template.assembly import SOURCES, read_assembly
from constructs_lib import KeyPurpose, PlatformStack, StackSettings, accept
from constructs_lib.kernel.errors import ConfigurationError
from tests.aspects.reports import reported
from tests.support import environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from constructs import IConstruct

    from constructs_lib import Environment

RULE = "governed-cdk::alarms-reach-somebody"
SAID = {"reason": "part of a composite alarm, which speaks for it", "owner": "platform-team"}


class Orders(PlatformStack[StackSettings]):
    slug = "orders"
    reads = tuple(purpose.output for purpose in KeyPurpose)


def alarm(stack: cdk.Stack, name: str = "Alarm") -> cloudwatch.CfnAlarm:
    return cloudwatch.CfnAlarm(stack, name, comparison_operator="GreaterThanThreshold", evaluation_periods=1)


def database(stack: cdk.Stack) -> None:
    made = rds.CfnDBInstance(stack, "Database", engine="mysql", db_instance_class="db.t4g.micro")
    made.apply_removal_policy(cdk.RemovalPolicy.DESTROY)


ALARM_LINE = f"tests/aspects/test_rules_plugin.py:{alarm.__code__.co_firstlineno + 1}"


def synth(
    folder: Path,
    build: Callable[[cdk.Stack], object],
    *,
    settings: Environment | None = None,
    **context: str,
) -> tuple[bool, list[dict[str, Any]]]:
    """Whether the synth passes, and what our plugin reports, the suppressed left out."""
    settings = settings or environment("prod", stacks={})
    app = new_app(folder)
    for key, value in context.items():
        app.node.set_context(key, value)
    build(Orders(app, settings))
    govern(app, settings, lock=None)
    passed, reports = reported(app)
    ours = [one["violations"] for one in reports if one["pluginName"] == "governed-cdk"]
    return passed, ours[0] if ours else []


def rules(violations: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(violation["ruleName"], violation["severity"]) for violation in violations}


def test_a_finding_names_the_python_line_the_fix_and_the_line_that_accepts_it(tmp_path: Path) -> None:
    passed, (violation,) = synth(tmp_path, alarm)
    assert not passed
    assert f"Made at {ALARM_LINE}." in violation["description"]
    assert violation["suggestedFix"].splitlines()[0].startswith("GovernedAlarms(")
    assert f'accept(self, "{RULE}", at="Alarm",' in violation["suggestedFix"]


def test_the_lines_are_kept_beside_the_assembly_for_commands_that_run_later(tmp_path: Path) -> None:
    synth(tmp_path, alarm)
    lines = json.loads((tmp_path / SOURCES).read_text())
    assert lines["prod-orders/Alarm"] == ALARM_LINE


@pytest.mark.parametrize("name", ["qa", "dev"])
@pytest.mark.parametrize("disposable", [True, False])
@pytest.mark.parametrize("production", [True, False])
def test_the_rules_ask_the_environment_file_what_the_environment_is(
    name: str, tmp_path: Path, *, disposable: bool, production: bool
) -> None:
    settings = environment("prod", stacks={}, name=name, disposable=disposable, production=production)
    _, violations = synth(tmp_path, database, settings=settings)
    found = {rule for rule, severity in rules(violations) if severity != "info"}
    assert ("stateful-resources-are-retained" not in found) is disposable
    assert ("production-databases-span-zones" in found) is production
    assert ("production-databases-have-performance-insights" in found) is production
    (template,) = read_assembly(tmp_path)
    assert template.environment == settings.traits
    assert {one.rule.id for one in judge([template]).findings} == found


def test_audit_reports_everything_fills_in_nothing_and_passes(tmp_path: Path) -> None:
    settings = environment("prod", stacks={}, governance={"mode": "audit"})
    passed, violations = synth(tmp_path, lambda stack: sqs.CfnQueue(stack, "Queue"), settings=settings)
    assert passed
    assert {
        ("encryption-uses-a-customer-managed-key", "warning"),
        ("required-tags-are-present-and-valid", "warning"),
    } <= rules(violations)
    template = json.loads((tmp_path / "prod-orders.template.json").read_text())
    assert "KmsMasterKeyId" not in template["Resources"]["Queue"].get("Properties", {})


def open_to(cidr: str) -> Callable[[cdk.Stack], object]:
    def build(stack: cdk.Stack) -> None:
        rule = ec2.CfnSecurityGroup.IngressProperty(ip_protocol="tcp", from_port=22, to_port=22, cidr_ip=cidr)
        ec2.CfnSecurityGroup(stack, "Group", group_description="Bastion hosts", security_group_ingress=[rule])

    return build


@pytest.mark.parametrize(("stated", "severity"), [(None, "error"), ("warning", "warning")])
def test_what_nobody_can_know_fails_a_synth_of_production(tmp_path: Path, stated: str | None, severity: str) -> None:
    settings = environment("prod", stacks={}, governance={"unknown": stated} if stated else {})
    passed, violations = synth(tmp_path, open_to("{{resolve:ssm:/prod/network/office}}"), settings=settings)
    assert passed is (severity == "warning")
    assert rules(violations) == {("ingress-is-closed-on-dangerous-ports", severity)}


def test_a_severity_by_setting_lets_one_rule_warn(tmp_path: Path) -> None:
    settings = environment("prod", stacks={}, governance={"severities": {"alarms-reach-somebody": "warning"}})
    passed, violations = synth(tmp_path, alarm, settings=settings)
    assert passed
    assert rules(violations) == {("alarms-reach-somebody", "warning")}


def test_warnings_beside_an_acceptance_do_not_let_errors_pass(tmp_path: Path) -> None:
    settings = environment(
        "prod", stacks={}, governance={"severities": {"physical-names-follow-the-scheme": "warning"}}
    )

    def build(stack: cdk.Stack) -> None:
        accept(alarm(stack, "Accepted"), RULE, until="2027-06-30", **SAID)
        alarm(stack, "Open")
        topic = sns.Topic(stack, "Topic", topic_name="Wrong", enforce_ssl=True)
        accept(topic, "governed-cdk::physical-names-are-unique", until="2027-06-30", **SAID)

    passed, violations = synth(tmp_path, build, settings=settings)
    assert not passed
    assert ("alarms-reach-somebody", "error") in rules(violations)


def test_a_severity_of_an_unknown_rule_is_refused(tmp_path: Path) -> None:
    settings = environment("prod", stacks={}, governance={"severities": {"no-such-rule": "warning"}})
    with pytest.raises(ConfigurationError, match=r"environment prod: governance.severities: no-such-rule"):
        govern(new_app(tmp_path), settings)
    settings = environment("prod", stacks={}, governance={"severities": {"alarms-reach-nobody": "warning"}})
    with pytest.raises(ConfigurationError, match=r"\(did you mean alarms-reach-somebody\?\)"):
        govern(new_app(tmp_path), settings)


def test_an_accepted_finding_passes_and_its_terms_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    passed, violations = synth(
        tmp_path, lambda stack: accept(alarm(stack), RULE, until="2027-06-30", **SAID), today="2026-11-21"
    )
    assert passed
    assert violations == []
    (line,) = (line for line in capsys.readouterr().err.splitlines() if line.startswith("warning: "))
    assert line.startswith("warning: tests/aspects/test_rules_plugin.py:")
    assert line.endswith(f"{RULE} is accepted until 2027-06-30 by platform-team: prod-orders/Alarm")


def test_a_finding_is_accepted_from_the_stack_by_its_path(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        alarm(stack)
        accept(stack, RULE, at="Alarm", until="2027-06-30", **SAID)

    assert synth(tmp_path, build) == (True, [])


def test_an_expired_acceptance_fails_and_says_where_it_stands(tmp_path: Path) -> None:
    passed, (violation,) = synth(
        tmp_path, lambda stack: accept(alarm(stack), RULE, until="2026-11-20", **SAID), today="2026-11-21"
    )
    assert not passed
    assert violation["ruleName"] == "acceptance-has-expired"
    assert "tests/aspects/test_rules_plugin.py:" in violation["description"]


def test_an_acceptance_that_ends_soon_warns(tmp_path: Path) -> None:
    passed, violations = synth(
        tmp_path, lambda stack: accept(alarm(stack), RULE, until="2026-11-30", **SAID), today="2026-11-21"
    )
    assert passed
    assert rules(violations) == {("acceptance-ends-soon", "warning")}


UNMENDED = "governed-cdk::keys-are-rotated"  # what a release mended only warns


@pytest.mark.parametrize("finding", [UNMENDED, "AwsSolutions::AwsSolutions-SNS3"])
def test_a_stale_acceptance_fails_ours_and_those_of_cdk_nag(tmp_path: Path, finding: str) -> None:
    passed, violations = synth(
        tmp_path, lambda stack: accept(sns.Topic(stack, "T", enforce_ssl=True), finding, until="2027-06-30", **SAID)
    )
    assert not passed
    assert rules(violations) == {("acceptance-is-stale", "fatal")}


def test_a_stale_acceptance_that_has_expired_too_is_told_once(tmp_path: Path) -> None:
    passed, violations = synth(
        tmp_path, lambda stack: accept(sns.Topic(stack, "T", enforce_ssl=True), UNMENDED, until="2025-01-01", **SAID)
    )
    assert not passed
    (violation,) = violations
    assert violation["ruleName"] == "acceptance-is-stale"
    assert "take it away" in violation["description"]


def test_a_finding_that_is_accepted_twice_is_told_and_passes(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        one = alarm(stack)
        accept(one, RULE, until="2027-06-30", **SAID)
        accept(one, RULE, until="2027-03-31", **SAID)

    passed, violations = synth(tmp_path, build)
    assert passed
    assert rules(violations) == {("finding-is-accepted-once", "warning")}


def test_an_acceptance_of_an_unknown_rule_is_refused_at_its_line_before_anything_is_written(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        accept(alarm(stack), "governed-cdk::alarm-reach-somebody", until="2027-06-30", **SAID)
        accept(alarm(stack, "B"), "AwsSolutions::AwsSolutions-SNS33", until="2027-06-30", **SAID)

    with pytest.raises(ConfigurationError) as raised:
        synth(tmp_path, build)
    ours, nags = raised.value.mistakes
    assert ours.startswith("tests/aspects/test_rules_plugin.py:")
    assert ours.endswith("prod-orders/Alarm: no rule alarm-reach-somebody (did you mean alarms-reach-somebody?)")
    assert "no rule AwsSolutions-SNS33 (did you mean AwsSolutions-SNS3?)" in nags
    assert list(tmp_path.iterdir()) == []


@jsii.implements(cdk.IAspect)
class Late:
    """Accepts while the synth runs."""

    def visit(self, node: IConstruct) -> None:
        if node.node.id == "Alarm":
            accept(node, "governed-cdk::no-such-rule", until="2027-06-30", **SAID)


def test_one_that_is_said_after_govern_is_refused_too(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        alarm(stack)
        cdk.Aspects.of(stack).add(Late())

    with pytest.raises(ConfigurationError, match="no rule no-such-rule"):
        synth(tmp_path, build)


IN_METADATA = {"accept": RULE, "reason": SAID["reason"], "owner": "web", "until": "2027-06-30"}


@pytest.mark.parametrize(
    ("entry", "today", "said"),
    [
        (IN_METADATA, "", r"orders.template.json:\d+: prod-orders/Alarm: what people accept .* -c today="),
        (
            {**IN_METADATA, "reason": "x" * 30},
            "2026-11-29",
            "prod-orders/Alarm: reason: given 'x+'; allowed: a reason in",
        ),
        ({**IN_METADATA, "until": "9999-12-31"}, "2026-11-29", "until: given '9999-12-31'; allowed: 2027-11-29 at the"),
        ({**IN_METADATA, "accept": "governed-cdk::x"}, "2026-11-29", "no rule x "),
        ({"accept": RULE}, "2026-11-29", "Metadata.governed-cdk: given .*; allowed: mappings with accept, reason"),
    ],
)
def test_what_a_template_accepts_is_held_to_the_same(
    tmp_path: Path, entry: dict[str, str], today: str, said: str
) -> None:
    def build(stack: cdk.Stack) -> None:
        alarm(stack).add_metadata("governed-cdk", [entry])

    with pytest.raises(ConfigurationError, match=said):
        synth(tmp_path, build, today=today)
    report = json.loads((tmp_path / "validation-report.json").read_text())
    assert "failure" in {one["conclusion"] for one in report["pluginReports"]}  # however the synth was started


def test_what_a_template_accepts_is_taken_with_a_day(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        alarm(stack).add_metadata("governed-cdk", [IN_METADATA])

    assert synth(tmp_path, build) == (True, [])


def test_a_day_that_the_project_keeps_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cdk.json").write_text('{"context": {"today": "2026-11-29"}}')
    with pytest.raises(ConfigurationError, match=r"cdk.json: context.today: given '2026-11-29'; allowed: no such key"):
        govern(new_app(tmp_path / "out"), environment("prod", stacks={}))


def test_an_acceptance_of_two_resources_fails(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        alarm(stack, "One")
        alarm(stack, "Two")
        accept(stack, RULE, until="2027-06-30", **SAID)

    passed, violations = synth(tmp_path, build)
    assert not passed
    assert rules(violations) == {("acceptance-covers-one-resource", "fatal")}


def test_a_date_that_is_none_is_refused(tmp_path: Path) -> None:
    app = new_app(tmp_path)
    app.node.set_context("today", "soon")
    with pytest.raises(ConfigurationError, match="-c today: given 'soon'; allowed: a date"):
        govern(app, environment("prod", stacks={}))


def test_a_stage_is_governed_too(tmp_path: Path) -> None:
    settings = environment("prod", stacks={})
    app = new_app(tmp_path)
    stack = Orders(cdk.Stage(app, "Blue"), settings)
    sqs.CfnQueue(stack, "Queue")
    govern(app, settings, lock=None)
    with pytest.raises(RuntimeError, match="ValidationFailed"):  # cdk-nag: no dead-letter queue, no TLS
        app.synth()
    (template,) = tmp_path.glob("assembly-Blue/*.template.json")
    queue = json.loads(template.read_text())["Resources"]["Queue"]["Properties"]
    assert "KmsMasterKeyId" in queue
    assert {tag["Key"] for tag in queue["Tags"]} >= {"Environment", "DataClass"}
