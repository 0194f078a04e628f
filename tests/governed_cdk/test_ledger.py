"""One ledger, and one count, for every command."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sqs as sqs
from typer.testing import CliRunner

from aspects import govern
from constructs_lib import PlatformStack, StackSettings, accept, contract
from governed_cdk.cli import app as command_line
from tests.support import TODAY, Templates, environment, new_app

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = (("summary",), ("acceptances", "--today", TODAY), ("check", "--today", TODAY))
SAID = {"reason": "the service reads it once and for all", "owner": "orders-team", "until": "2027-06-30"}


class Orders(PlatformStack[StackSettings]):
    slug = "orders"
    reads = (contract.KMS_MESSAGING_KEY_ARN,)


def counted(folder: Path) -> set[str]:
    """What the commands say, each by itself, of what is accepted."""
    said: set[str] = set()
    for name, *options in COMMANDS:
        shown = CliRunner().invoke(command_line, [name, str(folder), *options], env={"COLUMNS": "200"})
        assert shown.exit_code == 0, shown.output
        said |= {re.sub(r"\s+", " ", found) for found in re.findall(r"\d+\s+accepted\b[^)]*\)?", shown.output)}
    return said


@pytest.mark.slow
def test_every_command_counts_the_same_and_says_of_what(prod: Templates) -> None:
    (said,) = counted(prod.folder)
    found = re.fullmatch(r"(\d+) accepted \((\d+) by people, (\d+) by design; (.*)\)", said)
    assert found
    everything, people, design = map(int, found.groups()[:3])
    assert everything == people + design == sum(map(int, re.findall(r" (\d+)", f" {found[4]}")))
    report = json.loads((prod.folder / "validation-report.json").read_text())
    suppressed = [
        violation for plugin in report["pluginReports"] for violation in plugin.get("suppressedViolations", ())
    ]
    assert everything == len(suppressed)


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_what_is_in_a_stage_is_counted_too(tmp_path: Path, depth: int) -> None:
    app, settings = new_app(tmp_path), environment("prod", stacks={})
    scope: cdk.Stage = app
    for number in range(depth):
        scope = cdk.Stage(scope, f"Stage{number}")
    queue = sqs.CfnQueue(Orders(scope, settings), "Queue")
    queue.apply_removal_policy(cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
    accept(queue, "AwsSolutions::AwsSolutions-SQS3", "AwsSolutions::AwsSolutions-SQS4", **SAID)
    govern(app, settings, lock=None)
    app.synth()
    assert counted(tmp_path) == {"2 accepted (2 by people, 0 by design; AwsSolutions 2)"}


def test_one_of_another_pack_that_is_stale_in_a_stage_is_told_by_every_command_that_judges(tmp_path: Path) -> None:
    app, settings = new_app(tmp_path), environment("prod", stacks={})
    topic = cdk.aws_sns.Topic(Orders(cdk.Stage(app, "Live"), settings), "Topic", enforce_ssl=True)
    accept(topic, "AwsSolutions::AwsSolutions-SNS3", **SAID)
    govern(app, settings, lock=None)
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    for name, *options in COMMANDS[1:]:
        shown = CliRunner().invoke(command_line, [name, str(tmp_path), *options])
        assert shown.exit_code == 3
        assert "acceptance-is-stale" in shown.output


def test_by_design_is_listed_apart_with_its_version_and_the_line_of_the_library(prod: Templates) -> None:
    options = ["acceptances", str(prod.folder), "--today", TODAY]
    shown = CliRunner().invoke(command_line, options, env={"COLUMNS": "250"})
    people, _, design = shown.output.partition("by design of governed-cdk 0")
    assert "stacks/bootstrap.py:" in people
    assert "constructs_lib/" not in people
    assert "platform-team" not in design
    told = json.loads(CliRunner().invoke(command_line, [*options, "--format", "json"]).output)
    assert {one["by_design"] for one in told["acceptances"]} == {""}
    assert all(one["by_design"].startswith("governed-cdk ") for one in told["by_design"])
    assert all(one["where"].startswith("constructs_lib/") for one in told["by_design"])
    assert told["accepted"]["people"] == len(told["acceptances"])
    assert told["accepted"]["by_design"] == len(told["by_design"])
