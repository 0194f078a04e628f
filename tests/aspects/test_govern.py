from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns

from aspects import govern
from aspects.judge.judgement import judge
from aspects.judge.template.assembly import read_assembly
from tests.aspects.put_right import Keyless, Service
from tests.support import environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from constructs_lib import PlatformStack


def governed(folder: Path, build: Callable[[cdk.Stack], object], stack_type: type[PlatformStack[Any]]) -> str:
    """What a governed synth says against a stack."""
    settings = environment("prod", stacks={})
    app = new_app(folder)
    build(stack_type(app, settings))
    govern(app, settings, lock=None)
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    return "\n".join(
        f"{found.rule.id}: {found.breach.found} {found.fix}" for found in judge(read_assembly(folder)).findings
    )


def test_a_stack_that_does_not_read_the_key_is_told_which_output_to_read(tmp_path: Path) -> None:
    found = governed(tmp_path, lambda stack: sns.Topic(stack, "Topic"), Keyless)
    assert "encryption-uses-a-customer-managed-key: KmsMasterKeyId is absent" in found
    assert "contract.KMS_MESSAGING_KEY_ARN" in found


def test_an_aws_managed_key_fails_the_synth(tmp_path: Path) -> None:
    found = governed(tmp_path, lambda stack: sns.CfnTopic(stack, "T", kms_master_key_id="alias/aws/sns"), Service)
    assert "is alias/aws/sns, a key that AWS manages" in found


def test_a_name_outside_the_scheme_fails_the_synth(tmp_path: Path) -> None:
    found = governed(tmp_path, lambda stack: sns.CfnTopic(stack, "T", topic_name="MyTopic"), Service)
    assert "physical-names-follow-the-scheme: TopicName is MyTopic" in found


@pytest.mark.parametrize("network", ["0.0.0.0/0", "0.0.0.0/1", "::/0"])
def test_open_ingress_on_a_database_port_fails_the_synth(tmp_path: Path, network: str) -> None:
    def build(stack: cdk.Stack) -> None:
        cidr = {"cidr_ipv6": network} if ":" in network else {"cidr_ip": network}
        ec2.CfnSecurityGroupIngress(
            stack, "I", group_id="sg-1", ip_protocol="tcp", from_port=3000, to_port=4000, **cidr
        )

    assert f"{network} reaches port 3306, 3389" in governed(tmp_path, build, Service)


def test_an_alarm_without_an_action_fails_the_synth(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        cdk.aws_cloudwatch.CfnAlarm(stack, "Alarm", comparison_operator="GreaterThanThreshold", evaluation_periods=1)

    assert "alarms-reach-somebody: The alarm has no action." in governed(tmp_path, build, Service)


def test_an_export_between_stacks_fails_the_synth(tmp_path: Path) -> None:
    found = governed(tmp_path, lambda stack: sns.CfnTopic(stack, "T", display_name=cdk.Fn.import_value("x")), Service)
    assert "nothing-crosses-a-stack-but-the-contract: It uses Fn::ImportValue." in found


def test_an_app_that_nobody_governed_is_refused(tmp_path: Path) -> None:
    app = new_app(tmp_path)
    Service(app, environment("prod", stacks={}))
    with pytest.raises(RuntimeError, match=r"the app is not governed: call aspects.govern"):
        app.synth()


def test_a_fault_in_a_rule_fails_the_synth_rather_than_letting_it_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> object:
        raise KeyError("boom")

    monkeypatch.setattr("aspects.rules_plugin.judge", broken)
    app, settings = new_app(tmp_path), environment("prod", stacks={})
    stack = Service(app, settings)
    kms.CfnAlias(stack, "Alias", alias_name="alias/prod-x", target_key_id="x")
    govern(app, settings, lock=None)
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()


def test_what_is_weaker_is_told_however_the_environment_came_to_the_app(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    govern(new_app(tmp_path), environment("prod", stacks={}, governance={"mode": "audit"}), lock=None)
    assert "warning: prod.yaml: governance.mode: audit: nothing is put right" in capsys.readouterr().err
