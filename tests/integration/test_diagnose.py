"""Deploys that CloudFormation and IAM really refuse, each explained by its first cause."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from governed_cdk.diagnosis.causes import recognised
from governed_cdk.diagnosis.sources import stack_events
from governed_cdk.preflight.account import Account
from governed_cdk.rehearsal.emulator import SECRET, running
from tests.integration.refused_deploys import ALLOWED, OF_AN_OUTPUT, REFUSED, TYPES, Deploying, denied, nested, trust
from tests.integration.support import ACCOUNT, HOME
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def deploying() -> Iterator[Deploying]:
    types: dict[str, list[str]] = {f"AWS::{name}": [] for name in TYPES}
    with (
        tempfile.TemporaryDirectory() as name,
        running(Path(name), account=ACCOUNT, region=HOME, types=types) as emulator,
    ):
        iam = emulator.client("iam")
        iam.create_role(
            RoleName="deploying", AssumeRolePolicyDocument=json.dumps(trust("cloudformation.amazonaws.com"))
        )
        document = json.dumps({"Version": "2012-10-17", "Statement": ALLOWED})
        iam.put_role_policy(RoleName="deploying", PolicyName="deploying", PolicyDocument=document)
        account = Account(
            emulator.endpoint, aws_access_key_id=ACCOUNT, aws_secret_access_key=SECRET, region_name=HOME
        )  # fmt: skip
        yield Deploying(emulator, account)


@pytest.mark.parametrize("cause", REFUSED)
def test_what_is_really_refused_is_explained_by_its_first_cause(
    deploying: Deploying, cause: str, tmp_path: Path
) -> None:
    stack, logical, happens = REFUSED[cause]
    status = happens(deploying)
    assert status == "refused" if cause in OF_AN_OUTPUT else status.endswith(("_FAILED", "ROLLBACK_COMPLETE")), status
    found = deploying.explained(stack, tmp_path)
    assert found is not None
    assert found.cause.id == cause
    assert logical in found.line.resource.rpartition("/")[2]


def test_a_nested_stack_that_fails_is_explained_by_what_failed_inside(deploying: Deploying) -> None:
    """The emulator tells the inner reason in the parent's event; AWS only the way to it, which its samples have."""
    assert nested(deploying).endswith("ROLLBACK_COMPLETE")
    match = recognised(stack_events.collect(deploying.account, "outer", HOME))
    assert match is not None
    assert match.cause.id == "not-authorized"
    assert "sqs:CreateQueue" in match.line.text
    assert match.line.resource == "AWS::CloudFormation::Stack outer/Inner"


def test_the_command_explains_it_without_anybody_but_the_account(deploying: Deploying) -> None:
    """What cannot be had there, such as a model, is told; the step ends well all the same."""
    denied(deploying)
    done = subprocess.run(
        [
            sys.executable, "-m", "governed_cdk", "diagnose", "--env", "dev", "--stack", f"denied@{HOME}",
            "--endpoint-url", deploying.emulator.endpoint,
        ],
        cwd=ROOT, env=deploying.emulator.variables, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "🚨 Deploy failed - " in done.stdout
    assert "not authorized to perform: sqs:CreateQueue" in done.stdout
    assert "AWS::SQS::Queue denied/Queue" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
