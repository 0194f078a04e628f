from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_logs as logs
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from constructs_lib import ConfigurationError, DataClass, GovernedStack, KeyPurpose, Severity, contract
from constructs_lib.stack.app import mark_governed
from tests.support import environment, new_app

if TYPE_CHECKING:
    from pathlib import Path

    from tests.constructs_lib.conftest import Bench


def stack_of(folder: Path, env: str = "prod", **arguments: Any) -> GovernedStack:
    given: dict[str, Any] = {"service": "orders", "region": "ap-northeast-2", "data_class": None, **arguments}
    return GovernedStack(new_app(folder), environment(env, stacks={}), **given)


def test_a_stack_is_called_after_its_environment_and_service(tmp_path: Path) -> None:
    assert stack_of(tmp_path).stack_name == "prod-orders"
    assert stack_of(tmp_path, suffix="dr", region="ap-northeast-1").stack_name == "prod-orders-dr"


def test_a_stack_knows_its_account_and_zones_without_asking(tmp_path: Path) -> None:
    stack = stack_of(tmp_path, "dev")
    assert (stack.account, stack.region) == ("111122223333", "ap-northeast-2")
    assert stack.availability_zones == list(stack.environment_settings.availability_zones)


@pytest.mark.parametrize(
    ("env", "policy"), [("prod", cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE), ("dev", cdk.RemovalPolicy.DESTROY)]
)
def test_data_stays_where_deletion_is_protected_and_goes_where_it_is_not(
    tmp_path: Path, env: str, policy: cdk.RemovalPolicy
) -> None:
    assert stack_of(tmp_path, env).retain is policy


def test_a_key_and_a_topic_come_from_what_the_stack_was_given(bench: Bench) -> None:
    assert bench.stack.key_arn(KeyPurpose.LOGS).endswith(":key/logs")
    assert bench.stack.key(KeyPurpose.LOGS) is bench.stack.lookup(contract.KMS_LOGS_KEY_ARN)
    arns = {severity: bench.stack.topic_arn(severity) for severity in Severity}
    assert {severity: arn.rpartition(":")[2] for severity, arn in arns.items()} == {
        severity: f"{severity.value}-topic-arn" for severity in Severity
    }


def test_what_the_stack_was_not_given_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="prod-orders: has no KMS_RDS_KEY_ARN"):
        stack_of(tmp_path).key(KeyPurpose.RDS)


@pytest.mark.parametrize(
    ("own", "purpose", "tag"),
    [
        (DataClass.HIGHLY_CONFIDENTIAL, KeyPurpose.LOGS, "internal"),
        (DataClass.CONFIDENTIAL, KeyPurpose.LOGS, "internal"),
        (DataClass.INTERNAL, KeyPurpose.LOGS, "internal"),
        (DataClass.PUBLIC, KeyPurpose.LOGS, "public"),
        (DataClass.CONFIDENTIAL, KeyPurpose.RDS, "confidential"),
    ],
)
def test_what_a_key_of_a_lower_class_protects_is_tagged_with_the_keys_class(
    tmp_path: Path, own: DataClass, purpose: KeyPurpose, tag: str
) -> None:
    stack = stack_of(tmp_path, data_class=own)
    log = logs.LogGroup(stack, "Log")
    stack.hold_at_most(log, purpose)
    app = stack.node.root
    mark_governed(app)
    assert isinstance(app, cdk.App)
    (group,) = app.synth().get_stack_by_name(stack.stack_name).template["Resources"].values()
    assert {"Key": "DataClass", "Value": tag} in group["Properties"]["Tags"]


def test_an_app_that_nobody_governed_cannot_be_synthesised(tmp_path: Path) -> None:
    app = new_app(tmp_path)
    stack = GovernedStack(
        app, environment("prod", stacks={}), service="orders", region="ap-northeast-2", data_class=None
    )
    ssm.StringParameter(stack, "Parameter", string_value="x")
    with pytest.raises(RuntimeError, match="the app is not governed"):
        app.synth()


def test_a_construct_finds_its_stack_at_any_depth(bench: Bench, tmp_path: Path) -> None:
    assert GovernedStack.of_construct(logs.LogGroup(Construct(bench.stack, "Group"), "Log")) is bench.stack
    plain = cdk.Stack(new_app(tmp_path / "plain"), "Plain")
    with pytest.raises(ConfigurationError, match="Plain/Log: governed constructs live in a PlatformStack"):
        GovernedStack.of_construct(logs.LogGroup(plain, "Log"))


def test_another_stack_of_the_app_is_found_by_its_slug(tmp_path: Path) -> None:
    app, settings = new_app(tmp_path), environment("prod", stacks={})
    one, other = (
        GovernedStack(app, settings, service=service, region="ap-northeast-2", data_class=None)
        for service in ("orders", "mail")
    )
    assert one.sibling("mail") is other
    assert one.sibling("nobody") is None
