"""CDK's own acknowledgement, cdk-nag's metadata and a forged record accept nothing, and a synth says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from aspects import govern
from constructs_lib import PlatformStack, StackSettings, accept
from constructs_lib.kernel.accepted import MARK
from tests.aspects.reports import reported
from tests.support import environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RULE = "alarms-reach-somebody"
OURS = f"governed-cdk::{RULE}"
SAID = {"reason": "part of a composite alarm, which speaks for it", "owner": "team", "until": "2027-06-30"}


class Shop(PlatformStack[StackSettings]):
    slug = "shop"


def alarm(scope: Construct) -> cloudwatch.CfnAlarm:
    return cloudwatch.CfnAlarm(scope, "Alarm", comparison_operator="GreaterThanThreshold", evaluation_periods=1)


def acknowledge(construct: Any, finding: str) -> None:
    cdk.Validations.of(construct).acknowledge(cdk.Acknowledgment(id=finding, reason="x"))


def synth(folder: Path, build: Callable[[Shop], object], scope: Callable[[cdk.App], Construct] | None = None) -> str:
    """What a governed synth says against what a stack holds, a line each; nothing where it passes."""
    app = new_app(folder)
    build(Shop(scope(app) if scope else app, environment("prod", stacks={})))
    govern(app, environment("prod", stacks={}), lock=None)
    passed, reports = reported(app)
    said = [one for plugin in reports for one in plugin["violations"]]
    return "" if passed else "\n".join(f"{one['severity']} {one['ruleName']}: {one['description']}" for one in said)


ELSEWHERE: dict[str, Callable[[Shop], Any]] = {
    "resource": lambda stack: stack.node.find_child("Alarm"),
    "stack": lambda stack: stack,
    "app": lambda stack: stack.node.root,
    "stage": cdk.Stage.of,
    "group": lambda stack: stack.node.scope,
}


@pytest.mark.slow
@pytest.mark.parametrize("where", sorted(ELSEWHERE))
@pytest.mark.parametrize(
    "finding", [OURS, "AwsSolutions::AwsSolutions-IAM4", "CloudFormation-Validate::E3001", RULE, "AwsSolutions-IAM4"]
)
def test_what_cdk_itself_acknowledges_fails_the_synth_and_says_what_to_write(
    tmp_path: Path, where: str, finding: str
) -> None:
    def build(stack: Shop) -> None:
        alarm(stack)
        acknowledge(ELSEWHERE[where](stack), finding)

    said = synth(tmp_path, build, lambda app: Construct(cdk.Stage(app, "Live"), "Group"))
    (line,) = (one for one in said.splitlines() if one.startswith("fatal acceptances-have-owners: "))
    assert f"{finding} is acknowledged by CDK's own call, which counts for nothing; write accept(" in line
    assert f'{finding}", reason="...", owner="...", until="...")' in line


def test_below_a_stack_a_stage_is_looked_at_too(tmp_path: Path) -> None:
    stage = []

    def scope(app: cdk.App) -> Construct:
        stage.append(cdk.Stage(cdk.Stack(app, "Pipeline"), "Live"))
        return stage[0]

    assert "Pipeline/Live: " in synth(tmp_path, lambda _: acknowledge(stage[0], OURS), scope)


@pytest.mark.parametrize("both", [True, False])
def test_what_accept_accepts_passes_and_cdks_call_beside_it_changes_nothing(tmp_path: Path, *, both: bool) -> None:
    def build(stack: Shop) -> None:
        made = alarm(stack)
        accept(made, OURS, **SAID)
        if both:
            acknowledge(made, OURS)

    assert synth(tmp_path, build) == ""


def test_the_acceptance_of_one_construct_is_none_of_another(tmp_path: Path) -> None:
    def build(stack: Shop) -> None:
        accept(alarm(stack), OURS, **SAID)
        acknowledge(alarm(Construct(stack, "Other")), OURS)

    assert "prod-shop/Other/Alarm: " in synth(tmp_path, build)


def test_warnings_of_cdks_own_may_be_acknowledged_by_its_own_call(tmp_path: Path) -> None:
    def build(stack: Shop) -> None:
        acknowledge(stack, "@aws-cdk/aws-ec2:noSubnetRouteTableId")
        cdk.Annotations.of(stack).acknowledge_warning("@aws-cdk/core:x", "seen")
        accept(alarm(stack), OURS, **SAID)

    assert synth(tmp_path, build) == ""


@pytest.mark.parametrize("metadata", ["cdk_nag", "cfn_nag", "cfn-lint", "checkov"])
def test_metadata_of_a_resource_that_suppresses_elsewhere_suppresses_nothing_here(
    tmp_path: Path, metadata: str
) -> None:
    def build(stack: Shop) -> None:
        alarm(stack).add_metadata(metadata, {"rules_to_suppress": [{"id": RULE, "reason": "none of our business"}]})
        queue = sqs.CfnQueue(stack, "Queue")
        queue.add_metadata(metadata, {"rules_to_suppress": [{"id": "AwsSolutions-SQS3", "reason": "none of ours"}]})

    said = synth(tmp_path, build)
    assert f"error {RULE}: " in said
    assert "error AwsSolutions-SQS3: " in said


@pytest.mark.parametrize(
    "entry",
    [
        {"finding": OURS, "reason": SAID["reason"], "version": "governed-cdk 0.1.0", "where": "constructs_lib/x.py:1"},
        {"finding": OURS, **SAID, "where": "app.py:1"},
    ],
)
@pytest.mark.parametrize("acknowledged", [True, False])
def test_metadata_that_looks_as_if_accept_had_written_it_is_found(
    tmp_path: Path, entry: dict[str, str], *, acknowledged: bool
) -> None:
    def build(stack: Shop) -> None:
        made = alarm(stack)
        made.node.add_metadata(MARK, entry)
        if acknowledged:
            acknowledge(made, OURS)

    assert f"fatal acceptances-have-owners: prod-shop/Alarm: metadata says that {OURS} is accepted" in synth(
        tmp_path, build
    )
