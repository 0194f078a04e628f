"""Credentials, arguments and stacks that a preflight refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.governed_cdk.assemblies import KEY, STRING, Stack, write
from tests.governed_cdk.commands.preflight import empty_account, platform_of_three, put, refusal, run, stack
from tests.governed_cdk.preflight.answers import answering

if TYPE_CHECKING:
    from pathlib import Path

aws = pytest.fixture(autouse=True)(empty_account)
platform = pytest.fixture(platform_of_three)


def test_a_stack_without_a_region_takes_that_of_the_credentials(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(
        tmp_path, {"prod-app": stack(reads={KEY: STRING}, account="unknown-account", region="unknown-region")}
    )
    assert refusal(folder, "--env", "prod").startswith("region: given 'none'; allowed: a region in the stack's env")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    put({KEY: "String"}, "eu-west-1")
    assert run(folder, "--env", "prod")[0] == 0


def test_credentials_of_another_account_are_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, {"prod-kms": Stack()})
    assert refusal(folder, "--env", "prod") == (
        "AWS credentials: given '123456789012'; allowed: account 111122223333, which prod-kms goes to"
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--env", "production"), "--env: given 'production'; allowed: prod, as synthesised into "),
        (("--env", "dev"), "--env: given 'dev'; allowed: prod, as synthesised into "),
        (("--env", "prod", "--stack", "rds"), "--stack: given 'rds'; allowed: prod-rds, prod-kms, prod-network"),
        (("--env", "prod", "--endpoint-url", "localhost"), "AWS: Invalid endpoint: localhost"),
    ],
)
def test_wrong_arguments_are_refused_in_one_line(platform: Path, arguments: tuple[str, ...], says: str) -> None:
    assert refusal(platform, *arguments).startswith(says)


def test_a_folder_without_an_assembly_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "--env", "prod").startswith(
        f"{tmp_path}: no manifest: an unfinished synth? run make synth"
    )


@pytest.mark.parametrize(("project", "code"), [("infrastructure", 3), ("fileflow", 0)])
def test_a_stack_that_is_somebody_else_s_ends_with_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, project: str, code: int
) -> None:
    there = {"StackStatus": "UPDATE_COMPLETE", "Tags": [{"Key": "Project", "Value": project}]}
    answering(monkeypatch, cloudformation__describe_stacks={"Stacks": [there]})
    tagged = {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"Tags": [{"Key": "Project", "Value": "fileflow"}]}}}
    ended, output = run(write(tmp_path, {"prod-files": stack(resources=tagged)}), "--env", "prod")
    assert (ended, "is of the project infrastructure" in output) == (code, code == 3)
