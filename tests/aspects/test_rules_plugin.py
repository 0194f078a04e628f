"""What a governed synth says and does: source lines, audit, severities, days, stages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_rds as rds
from aws_cdk import aws_sqs as sqs

from aspects import govern
from aspects.judge.judgement import judge
from aspects.judge.template.assembly import SOURCES, read_assembly
from constructs_lib.kernel.errors import ConfigurationError
from tests.aspects.alarms import ALARM_LINE, RULE, Orders, alarm, rules, synth
from tests.support import environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def database(stack: cdk.Stack) -> None:
    made = rds.CfnDBInstance(stack, "Database", engine="mysql", db_instance_class="db.t4g.micro")
    made.apply_removal_policy(cdk.RemovalPolicy.DESTROY)


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


def test_a_severity_of_an_unknown_rule_is_refused(tmp_path: Path) -> None:
    settings = environment("prod", stacks={}, governance={"severities": {"no-such-rule": "warning"}})
    with pytest.raises(ConfigurationError, match=r"environment prod: governance.severities: no-such-rule"):
        govern(new_app(tmp_path), settings)
    settings = environment("prod", stacks={}, governance={"severities": {"alarms-reach-nobody": "warning"}})
    with pytest.raises(ConfigurationError, match=r"\(did you mean alarms-reach-somebody\?\)"):
        govern(new_app(tmp_path), settings)


def test_a_day_that_the_project_keeps_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cdk.json").write_text('{"context": {"today": "2026-11-29"}}')
    with pytest.raises(ConfigurationError, match=r"cdk.json: context.today: given '2026-11-29'; allowed: no such key"):
        govern(new_app(tmp_path / "out"), environment("prod", stacks={}))


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
