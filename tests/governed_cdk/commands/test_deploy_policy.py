from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.commands.deploy_policy import deploy_policy
from tests.governed_cdk.assemblies import Stack, write

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

    from tests.support import Templates

QUEUE = {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "prod-orders-events"}}}
LEGACY = {"App": {"Type": "AWS::OpsWorks::App", "Properties": {}}}


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.command()(deploy_policy)
    result = CliRunner().invoke(app, list(arguments))
    if isinstance(result.exception, ConfigurationError):
        raise result.exception
    return result


def test_every_need_of_prod_is_known(prod: Templates) -> None:
    done = run(str(prod.folder), "--format", "json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["unknown"] == []


def test_any_app_has_its_policies_as_json_on_the_standard_output(tmp_path: Path) -> None:
    done = run(str(write(tmp_path, {"prod-orders": Stack(resources=QUEUE)})))
    said = json.loads(done.stdout)
    assert list(said) == ["cdk-execution-prod-1"]
    assert "sqs:CreateQueue" in str(said)
    assert "actions in 1 policies; 0 types unknown" in done.stderr


def test_files_and_the_commands_that_use_them(tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    assembly = write(tmp_path / "cdk.out", {"prod-orders": Stack(resources=QUEUE)})
    done = run(str(assembly), "--output", str(folder))
    assert [path.name for path in folder.iterdir()] == ["cdk-execution-prod-1.json"]
    assert f"aws iam create-policy --policy-name cdk-execution-prod-1 --policy-document file://{folder}/" in done.stdout
    assert (
        "cdk bootstrap aws://111122223333/ap-northeast-2 --cloudformation-execution-policies arn:aws:iam" in done.stdout
    )


def test_a_type_that_nobody_knows_is_told_and_ends_with_three(tmp_path: Path) -> None:
    done = run(str(write(tmp_path, {"prod-orders": Stack(resources={**QUEUE, **LEGACY})})))
    assert done.exit_code == 3
    assert "AWS::OpsWorks::App: nobody knows what it needs" in done.stderr


def test_a_stack_can_be_chosen(tmp_path: Path) -> None:
    topic = {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {}}}
    folder = write(tmp_path, {"prod-orders": Stack(resources=QUEUE), "prod-news": Stack(resources=topic)})
    assert "sns:CreateTopic" not in run(str(folder), "--stack", "prod-orders").stdout


def test_what_is_deployed_can_still_be_deleted(tmp_path: Path) -> None:
    old = write(tmp_path / "old", {"prod-orders": Stack(resources=QUEUE)})
    topic = {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {}}}
    new = write(tmp_path / "new", {"prod-orders": Stack(resources=topic)})
    assert "sqs:DeleteQueue" not in run(str(new)).stdout
    together = run(str(new), "--deployed", str(old)).stdout
    assert "sqs:DeleteQueue" in together
    assert "sns:CreateTopic" in together


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--env", "qa"), "--env: given 'qa'; allowed: prod"),
        (("--stack", "orders"), "--stack: given orders; allowed: prod-orders"),
        (("--output", "/no/such/folder"), "--output: given /no/such/folder; allowed: a folder"),
    ],
)
def test_bad_input_is_told_in_one_line(options: tuple[str, ...], said: str, tmp_path: Path) -> None:
    folder = write(tmp_path, {"prod-orders": Stack(resources=QUEUE)})
    with pytest.raises(ConfigurationError) as raised:
        run(str(folder), *options)
    assert said.replace("'", "") in str(raised.value).replace("'", "")


def test_two_accounts_are_too_many_for_one_role(tmp_path: Path) -> None:
    stacks = {"prod-orders": Stack(resources=QUEUE), "prod-news": Stack(resources=QUEUE, account="444455556666")}
    with pytest.raises(ConfigurationError, match="in 2 accounts"):
        run(str(write(tmp_path, stacks)))
