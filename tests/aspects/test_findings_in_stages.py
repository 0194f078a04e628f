"""What is found in a stage names its line, is accepted by the line that it prints, and is locked by the stack."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sqs as sqs

from aspects import govern
from aspects.judge.judgement import judge
from aspects.judge.lock import Locked, advice, broken
from aspects.judge.template.assembly import read_assembly
from constructs_lib import PlatformStack, StackSettings, accept, contract
from tests.aspects.reports import reported
from tests.aspects.stages import PLACES, STAGES, Orders, govern_and_synth, in_stage_of_stage
from tests.support import environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from constructs import Construct


@pytest.mark.parametrize("place", PLACES)
def test_a_finding_names_the_python_line_and_is_accepted_by_the_line_that_it_prints(
    tmp_path: Path, place: Callable[[cdk.App], Construct]
) -> None:
    app, settings = new_app(tmp_path), environment("prod", stacks={})
    stack = Orders(place(app), settings)
    govern_and_synth(app)
    finding = next(
        one
        for one in judge(read_assembly(tmp_path)).findings
        if one.resource.logical_id == "Plain" and one.rule.id == "stateful-resources-are-retained"
    )
    line = inspect.unwrap(Orders.__init__).__code__.co_firstlineno + 4
    assert finding.source == f"tests/aspects/stages.py:{line}"
    assert '", at="Plain", ' in finding.accept_line
    assert stack.node.find_child("Plain").node.path == finding.resource.construct_path


@pytest.mark.parametrize("place", STAGES)
def test_an_accepted_finding_in_a_stage_passes_whoever_found_it(
    tmp_path: Path, place: Callable[[cdk.App], Construct]
) -> None:
    class Alone(PlatformStack[StackSettings]):
        slug = "alone"
        reads = (contract.KMS_MESSAGING_KEY_ARN,)

    app, settings = new_app(tmp_path), environment("prod", stacks={})
    stack = Alone(place(app), settings)
    queue = sqs.CfnQueue(stack, "Queue")
    findings = ("AwsSolutions::AwsSolutions-SQS3", "AwsSolutions::AwsSolutions-SQS4")
    said = {"reason": "the service reads it once and for all", "owner": "team", "until": "2027-06-30"}
    queue.apply_removal_policy(cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
    accept(queue, *findings, **said)
    govern(app, settings, lock=None)
    passed, reports = reported(app)
    assert passed
    suppressed = [one["suppressedViolations"] for one in reports if one["pluginName"] == "AwsSolutions"]
    assert {f"AwsSolutions::{violation['ruleName']}" for violation in suppressed[0]} == set(findings)


def test_the_line_that_keeps_a_locked_id_starts_at_the_stack(tmp_path: Path) -> None:
    app = new_app(tmp_path)
    Orders(in_stage_of_stage(app), environment("prod", stacks={}))
    govern_and_synth(app)
    lock = {"prod": {"prod-orders": {"Gone": Locked("AWS::SQS::Queue", "Live/Inner/prod-orders/Other/Plain")}}}
    (found,) = broken(lock, read_assembly(tmp_path), "prod")
    assert 'self.node.find_child("Plain").override_logical_id("Gone")' in advice(found)
