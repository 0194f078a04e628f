from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.cdk_cli.programs import find
from governed_cdk.deployment.bootstrap import (
    FAILED_CREATION,
    KEPT,
    TEMPLATE,
    bootstrap_template,
    kept_environments,
    stock_template,
    template_options,
)
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

STACKS = "arn:${AWS::Partition}:cloudformation:*:${AWS::AccountId}:stack"


def shown(folder: Path) -> dict[str, Any]:
    """What the pinned command line itself shows."""
    command = [*find().command, "bootstrap", "--show-template", "--json"]
    variables = os.environ | {"CDK_DISABLE_CLI_TELEMETRY": "true", "HOME": str(folder)}
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_ours_is_the_template_of_the_pinned_command_line_and_exactly_these_changes(tmp_path: Path) -> None:
    expected = shown(tmp_path)
    expected["Parameters"]["BootstrapVariant"]["Default"] = "governed-cdk"
    policies = expected["Resources"]["DeploymentActionRole"]["Properties"]["Policies"]
    (cli,) = (one for one in policies[0]["PolicyDocument"]["Statement"] if one.get("Sid") == "CliPermissions")
    assert "cloudformation:UpdateTerminationProtection" in cli["Action"], "the stock role may already"
    place = cli["Action"].index("cloudformation:UpdateTerminationProtection") + 1
    cli["Action"][place:place] = ["cloudformation:SetStackPolicy", "cloudformation:GetStackPolicy"]
    kept = {
        "Sid": "KeepStacksWithData",
        "Effect": "Deny",
        "Action": "cloudformation:DeleteStack",
        "Resource": [{"Fn::Sub": f"{STACKS}/prod-*/*"}, {"Fn::Sub": f"{STACKS}/stg-*/*"}],
        "Condition": {"StringNotEquals": {f"aws:PrincipalTag/{key}": value for key, value in FAILED_CREATION.items()}},
    }
    policies.append({"PolicyName": KEPT, "PolicyDocument": {"Version": "2012-10-17", "Statement": [kept]}})
    assert yaml.safe_load((ROOT / TEMPLATE).read_text(encoding="utf-8")) == expected


def test_environments_are_kept_whose_data_the_lock_holds_unless_they_are_disposable() -> None:
    assert kept_environments(ROOT) == ["prod", "stg"]


def test_without_an_environment_to_keep_nothing_is_denied() -> None:
    assert KEPT not in bootstrap_template(stock_template(), [])


@pytest.mark.parametrize("lost", ["cloudformation:UpdateTerminationProtection", "AWS CDK: Default Resources"])
def test_another_template_of_the_command_line_is_not_patched_blindly(lost: str) -> None:
    with pytest.raises(ConfigurationError, match="stands in the command line's own 0 times, expected once"):
        bootstrap_template(stock_template().replace(lost, "gone"), ["prod"])


def test_the_command_line_is_told_of_a_template_where_there_is_one(tmp_path: Path) -> None:
    assert template_options(ROOT) == ("--template", str(ROOT / TEMPLATE))
    assert template_options(tmp_path) == ()
