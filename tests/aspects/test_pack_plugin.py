"""A rule of a service repository's own, in a synth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from aws_cdk import aws_sns as sns

from aspects import govern
from constructs_lib import KeyPurpose, PlatformStack, StackSettings, accept
from tests.aspects.judge.own_rule import RULE, written
from tests.aspects.reports import reported
from tests.support import environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SAID = {"reason": "the order is kept in the message", "owner": "team-files", "until": "2027-06-30"}


class Files(PlatformStack[StackSettings]):
    slug = "files"
    reads = tuple(purpose.output for purpose in KeyPurpose)


def synth(folder: Path, build: Callable[[cdk.Stack], object], **governance: Any) -> tuple[bool, dict[str, list[Any]]]:
    """Whether the synth passes, and what each plugin that found something reports, the suppressed left out."""
    settings = environment("prod", stacks={}, governance=governance)
    app = new_app(folder / "out")
    app.node.set_context("today", "2026-11-21")
    build(Files(app, settings))
    govern(app, settings, lock=None, rules=written(folder / "rules"))
    passed, reports = reported(app)
    return passed, {one["pluginName"]: one["violations"] for one in reports if one["violations"]}


def topic(stack: cdk.Stack) -> sns.CfnTopic:
    return sns.CfnTopic(stack, "Topic")


def test_a_finding_fails_the_synth_under_the_name_of_its_pack(tmp_path: Path) -> None:
    passed, plugins = synth(tmp_path, topic)
    assert not passed
    assert list(plugins) == ["fileflow"]
    (violation,) = plugins["fileflow"]
    assert violation["ruleName"] == RULE
    assert f'accept(self, "fileflow::{RULE}", at="Topic"' in violation["suggestedFix"]


def test_accepting_it_lets_the_synth_pass(tmp_path: Path) -> None:
    passed, plugins = synth(tmp_path, lambda stack: accept(topic(stack), f"fileflow::{RULE}", **SAID))
    assert passed
    assert plugins == {}


def test_an_acceptance_that_it_needs_no_more_is_stale(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        ordered = sns.CfnTopic(stack, "Topic", fifo_topic=True)
        accept(ordered, f"fileflow::{RULE}", **SAID)

    passed, plugins = synth(tmp_path, build)
    assert not passed
    assert [one["ruleName"] for one in plugins["governed-cdk"]] == ["acceptance-is-stale"]


def test_a_severity_of_the_environment_holds_for_it_too(tmp_path: Path) -> None:
    passed, plugins = synth(tmp_path, topic, severities={RULE: "warning"})
    assert passed
    assert [one["severity"] for one in plugins["fileflow"]] == ["warning"]
