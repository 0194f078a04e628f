"""What is accepted in Python, by a construct or by its stack: it passes as long as it is of use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii
import pytest
from aws_cdk import aws_sns as sns

from constructs_lib import accept
from constructs_lib.kernel.errors import ConfigurationError
from tests.aspects.alarms import RULE, SAID, alarm, rules, synth
from tests.support import environment

if TYPE_CHECKING:
    from pathlib import Path

    from constructs import IConstruct


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


def test_an_accepted_finding_passes_and_its_terms_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    passed, violations = synth(
        tmp_path, lambda stack: accept(alarm(stack), RULE, until="2027-06-30", **SAID), today="2026-11-21"
    )
    assert passed
    assert violations == []
    (line,) = (line for line in capsys.readouterr().err.splitlines() if line.startswith("warning: "))
    assert line.startswith("warning: tests/aspects/test_acceptances.py:")
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
    assert "tests/aspects/test_acceptances.py:" in violation["description"]


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
    assert ours.startswith("tests/aspects/test_acceptances.py:")
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


def test_an_acceptance_of_two_resources_fails(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        alarm(stack, "One")
        alarm(stack, "Two")
        accept(stack, RULE, until="2027-06-30", **SAID)

    passed, violations = synth(tmp_path, build)
    assert not passed
    assert rules(violations) == {("acceptance-covers-one-resource", "fatal")}
