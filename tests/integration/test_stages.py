"""A stack inside a stage, with another one nested in it: seen, deployed, proven and taken down as any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_logs as logs
from aws_cdk import aws_ssm as ssm

from governed_cdk.rehearsal import inventory, proof, teardown
from tests.integration.support import ACCOUNT, HOME, rehearsed

if TYPE_CHECKING:
    from pathlib import Path


def _synthesised(folder: Path) -> Path:
    app = cdk.App(outdir=str(folder), analytics_reporting=False, builtin_cloud_formation_validation=False)
    stage = cdk.Stage(app, "Prod", env=cdk.Environment(account=ACCOUNT, region=HOME))
    nested = cdk.NestedStack(cdk.Stack(stage, "orders"), "Part")
    group = logs.LogGroup(nested, "Log", retention=logs.RetentionDays.ONE_MONTH)
    ssm.StringParameter(nested, "Name", parameter_name="/prod/orders/log-group", string_value=group.log_group_name)
    app.synth()
    return folder


def test_a_stage_and_a_nested_stack_have_a_whole_life(tmp_path: Path) -> None:
    with rehearsed(_synthesised(tmp_path / "assembly")) as fresh:
        (stack,) = fresh.stacks
        assert set(inventory.types([stack])) >= {"AWS::CloudFormation::Stack", "AWS::Logs::LogGroup"}
        assert fresh.deploy().stacks("done") == [stack.stack_name]
        assert proof.parameters(fresh.emulator, fresh.stacks) == (1, [])
        assert proof.log_groups(fresh.emulator, fresh.stacks) == (1, [])
        assert fresh.cdk.destroy(fresh.assembly, [stack.stack_path]).stacks("done") == [stack.stack_name]
        assert teardown.statuses(fresh.emulator, fresh.stacks) == {}
