"""What a gate finds in an assembly that a synth could not stop: nobody governed it, or it was edited."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import jsii
import pytest
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sns as sns

from aspects import govern
from aspects.judge.assembly_rules import assembly_findings
from aspects.judge.template.digest import JUDGED, write_digest
from constructs_lib import ConfigurationError, GovernedTopic, KeyPurpose, PlatformStack, StackSettings, accept
from governed_cdk.cli import main
from tests.support import environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from constructs import Construct

    from constructs_lib import Environment


class Shop(PlatformStack[StackSettings]):
    slug = "shop"
    reads = tuple(purpose.output for purpose in KeyPurpose)

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        GovernedTopic(self, "News", kind="news", display_name="News of the shop")


def governed(folder: Path, *plugins: Any) -> cdk.App:
    app = new_app(folder)
    Shop(app, environment("prod", stacks={}))
    govern(app, environment("prod", stacks={}), lock=None)
    cdk.Validations.of(app).add_plugins(*plugins)
    app.synth()
    return app


def check(capsys: pytest.CaptureFixture[str], folder: Path, *options: str) -> tuple[int, str]:
    sys.argv = ["governed-cdk", "check", str(folder), *options]
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0), capsys.readouterr().out


def rules(folder: Path) -> list[str]:
    return [finding.rule.id for finding in assembly_findings(folder)]


def test_a_governed_assembly_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    governed(tmp_path)
    assert rules(tmp_path) == []
    assert check(capsys, tmp_path)[0] == 0


def test_an_app_of_plain_stacks_that_nobody_governed_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = cdk.App(outdir=str(tmp_path), builtin_cloud_formation_validation=False)
    sns.CfnSubscription(
        cdk.Stack(app, "prod-shop"), "It", topic_arn="arn:aws:sns:eu-west-1:111122223333:news", protocol="https"
    )
    app.synth()
    code, out = check(capsys, tmp_path)
    assert code == 3
    assert "error assembly-is-governed" in out
    assert "This assembly was not governed" in out
    assert check(capsys, tmp_path, "--audit")[0] == 0


def edit_template(folder: Path) -> None:
    path = folder / "prod-shop.template.json"
    body = json.loads(path.read_text())
    body["Resources"]["Door"] = {"Type": "AWS::SNS::Subscription"}
    path.write_text(json.dumps(body))


def edit_manifest(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(path.read_text().replace('"prod-shop"', '"prod-shops"'))


def edit_environment(folder: Path) -> None:
    path = folder / "governed-cdk.environment.json"
    path.write_text(path.read_text().replace('"disposable": false', '"disposable": true'))


def add_template(folder: Path) -> None:
    (folder / "door.template.json").write_text('{"Resources": {}}')


def remove_digest(folder: Path) -> None:
    (folder / JUDGED).unlink()


@pytest.mark.parametrize(
    ("edit", "finding"),
    [
        (edit_template, ("assembly-is-as-judged", "After it was judged, prod-shop.template.json changed.")),
        (edit_manifest, ("assembly-is-as-judged", "After it was judged, manifest.json changed.")),
        (edit_environment, ("assembly-is-as-judged", "After it was judged, governed-cdk.environment.json changed.")),
        (add_template, ("assembly-is-as-judged", "After it was judged, door.template.json was added.")),
        (remove_digest, ("assembly-is-governed", f"This assembly was not governed: it has no {JUDGED}.")),
    ],
)
def test_an_edited_assembly_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], edit: Callable[[Path], None], finding: tuple[str, str]
) -> None:
    governed(tmp_path)
    edit(tmp_path)
    code, out = check(capsys, tmp_path, "--format", "json")
    assert code == 3
    assert finding in {(one["rule"], one["found"]) for one in json.loads(out)["findings"]}


@jsii.implements(cdk.IPolicyValidationPlugin)
class Editor:
    """A plugin that runs after the rules and edits what they saw."""

    def __init__(self, edit: Callable[[Path], None], folder: Path) -> None:
        self._edit = edit
        self._folder = folder

    name = property(lambda _: "Editor")
    version = property(lambda _: "1")
    rule_ids = property(lambda _: [])

    def validate(self, _context: cdk.IPolicyValidationContext) -> cdk.PolicyValidationPluginReport:
        self._edit(self._folder)
        return cdk.PolicyValidationPluginReport(success=True, violations=[])


@pytest.mark.parametrize("edit", [edit_template, edit_manifest, edit_environment, add_template])
def test_a_plugin_that_edits_after_the_rules_fails_the_synth_and_is_found_by_the_gate(
    tmp_path: Path, edit: Callable[[Path], None]
) -> None:
    with pytest.raises(ConfigurationError, match=r"since it was judged: something edits the assembly after the rules"):
        governed(tmp_path, Editor(edit, tmp_path))
    assert rules(tmp_path) == ["assembly-is-as-judged"]


def test_who_writes_the_digest_anew_is_found_by_what_the_rules_say_of_the_templates(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    governed(tmp_path)
    path = tmp_path / "prod-shop.template.json"
    body = json.loads(path.read_text())
    body["Resources"]["Door"] = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "Door"}}
    path.write_text(json.dumps(body))
    write_digest(tmp_path)
    code, out = check(capsys, tmp_path)
    assert code == 3
    assert "error encryption-uses-a-customer-managed-key" in out


def test_a_day_in_the_past_fools_the_synth_and_no_gate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app = new_app(tmp_path, today="2026-11-01")
    alarm = cloudwatch.CfnAlarm(
        Shop(app, environment("prod", stacks={})), "Alarm", comparison_operator="GreaterThanThreshold",
        evaluation_periods=1, alarm_description="https://runbooks.example.org/alarm",
    )  # fmt: skip
    reason = "part of a composite alarm, which speaks for it"
    accept(alarm, "governed-cdk::alarms-reach-somebody", reason=reason, owner="team", until="2026-11-20")
    govern(app, environment("prod", stacks={}), lock=None)
    app.synth()
    code, out = check(capsys, tmp_path, "--today", "2026-11-29")
    assert code == 3
    assert "error acceptance-has-expired" in out


def test_what_cdks_own_call_accepts_is_found_in_the_assembly_too(tmp_path: Path) -> None:
    app = cdk.App(outdir=str(tmp_path), builtin_cloud_formation_validation=False)
    stack = cdk.Stack(cdk.Stage(app, "Live"), "prod-shop")
    alarm = cloudwatch.CfnAlarm(stack, "Alarm", comparison_operator="GreaterThanThreshold", evaluation_periods=1)
    cdk.Validations.of(alarm).acknowledge(cdk.Acknowledgment(id="AwsSolutions::AwsSolutions-SNS3", reason="x"))
    app.synth()
    _, finding = assembly_findings(tmp_path)
    assert finding.rule.id == "acceptances-have-owners"
    assert finding.place == "Live/prod-shop/Alarm"
    assert 'write accept(construct, "AwsSolutions::AwsSolutions-SNS3"' in finding.text
