"""Every environment, synthesised once and judged as `make synth` judges it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from governed_cdk.cli import app
from governed_cdk.validation_report import open_findings

if TYPE_CHECKING:
    from tests.support import Templates


def test_every_environment_synthesises_and_nothing_is_said_against_it(templates: Templates) -> None:
    assert not templates.refusal, templates.refusal
    assert open_findings(templates.folder) == []


def test_cdks_validator_cdk_nag_and_our_rules_have_all_judged(templates: Templates) -> None:
    report = json.loads((templates.folder / "validation-report.json").read_text(encoding="utf-8"))
    judges = {plugin["pluginName"]: plugin["conclusion"] for plugin in report["pluginReports"]}
    assert judges == dict.fromkeys(("AwsSolutions", "CloudFormation Validate", "governed-cdk"), "success")


def test_the_committed_lock_holds_every_stateful_resource_and_no_other(templates: Templates) -> None:
    done = CliRunner().invoke(app, ["lock", str(templates.folder), "--check"])
    assert done.exit_code == 0, done.output
