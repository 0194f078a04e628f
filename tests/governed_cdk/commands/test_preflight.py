from __future__ import annotations

from typing import TYPE_CHECKING

import boto3
import pytest

from tests.governed_cdk.assemblies import HOME, KEY, STRING, SUBNETS, VPC, reading_topic, write
from tests.governed_cdk.commands.preflight import ACCOUNT, empty_account, mistakes, platform_of_three, put, run, stack

if TYPE_CHECKING:
    from pathlib import Path

aws = pytest.fixture(autouse=True)(empty_account)
platform = pytest.fixture(platform_of_three)
BOOTSTRAP = "/cdk-bootstrap/hnb659fds/version"


def test_a_first_deployment_of_everything_reads_nothing_from_the_account(platform: Path) -> None:
    code, output = run(platform, "--env", "prod")
    assert (code, mistakes(output)) == (0, [])
    assert "0 reads from the account; 3 more come with this deployment" in output


def test_a_stack_by_itself_names_what_is_missing_and_who_publishes_it(platform: Path) -> None:
    put({KEY: "String", SUBNETS: "StringList"})
    code, output = run(platform, "--env", "prod", "--stack", "prod-rds")
    assert code == 3
    assert mistakes(output) == [
        f"prod-rds reads {VPC} (String): missing in {ACCOUNT}/{HOME}; prod-network publishes it: deploy that first"
    ]


def test_a_stack_by_itself_passes_when_everything_is_there(platform: Path) -> None:
    put({KEY: "String", VPC: "String", SUBNETS: "StringList"})
    assert run(platform, "--env", "prod", "--stack", "prod-rds")[0] == 0


def test_named_stacks_provide_for_one_another(platform: Path) -> None:
    put({KEY: "String"})
    assert run(platform, "--env", "prod", "--stack", "prod-rds", "--stack", "prod-network")[0] == 0


@pytest.mark.parametrize("there", ["StringList", "SecureString"])
def test_another_type_in_the_account_is_a_finding(platform: Path, there: str) -> None:
    put({KEY: "String", SUBNETS: "StringList", VPC: there})
    code, output = run(platform, "--env", "prod", "--stack", "prod-rds")
    assert code == 3
    assert mistakes(output) == [
        f"prod-rds reads {VPC} (String): {there} in {ACCOUNT}/{HOME}; prod-network publishes it: deploy that first"
    ]


def test_a_service_repository_is_told_which_stack_of_the_platform_to_deploy(tmp_path: Path) -> None:
    folder = write(tmp_path, {"prod-fileflow": stack(reads={KEY: STRING, "/shared/network/vpc-id": STRING})})
    code, output = run(folder, "--env", "prod")
    assert code == 3
    assert [line.partition("; ")[2] for line in mistakes(output)] == [
        "prod-kms publishes it: deploy that first",
        "prod-network publishes it: deploy that first",
    ]


def test_what_nobody_publishes_is_said_so(tmp_path: Path) -> None:
    code, output = run(write(tmp_path, {"prod-app": stack(reads={"/prod/app/image": STRING})}), "--env", "prod")
    assert code == 3
    assert mistakes(output)[0].endswith("no stack here publishes it: create it, or correct its name")


def test_an_account_that_cdk_was_never_bootstrapped_in_is_one_finding(tmp_path: Path) -> None:
    stacks = {name: stack(reads={BOOTSTRAP: STRING}) for name in ("prod-a", "prod-b")}
    code, output = run(write(tmp_path, stacks), "--env", "prod")
    assert code == 3
    (line,) = mistakes(output)
    assert line.endswith(f"run cdk bootstrap aws://{ACCOUNT}/{HOME}")


def test_each_region_is_asked_for_its_own_parameters(tmp_path: Path) -> None:
    put({KEY: "String"})
    folder = write(
        tmp_path,
        {
            "prod-kms": stack(publishes={KEY: "String"}),
            "prod-app": stack(reads={KEY: STRING}),
            "prod-cdn": stack(reads={KEY: STRING}, region="us-east-1"),
        },
    )
    code, output = run(folder, "--env", "prod")
    assert code == 3
    assert mistakes(output) == [
        f"prod-cdn reads {KEY} (String): missing in {ACCOUNT}/us-east-1; prod-kms publishes it in {ACCOUNT}/{HOME} only"
    ]


def test_a_dynamic_reference_takes_a_list_but_no_secret(tmp_path: Path) -> None:
    folder = write(tmp_path, {"prod-app": stack(resources=reading_topic(f"{{{{resolve:ssm:{SUBNETS}}}}}"))})
    put({SUBNETS: "StringList"})
    assert run(folder, "--env", "prod")[0] == 0
    boto3.client("ssm", region_name=HOME).delete_parameter(Name=SUBNETS)
    put({SUBNETS: "SecureString"})
    assert run(folder, "--env", "prod")[0] == 3


def test_a_secure_reference_needs_a_secret(tmp_path: Path) -> None:
    folder = write(tmp_path, {"prod-app": stack(resources=reading_topic("{{resolve:ssm-secure:/prod/app/token}}"))})
    put({"/prod/app/token": "SecureString"})
    assert run(folder, "--env", "prod")[0] == 0


def test_stacks_of_another_environment_are_left_alone(tmp_path: Path) -> None:
    folder = write(tmp_path, {"prod-app": stack(), "dev-app": stack(reads={"/dev/kms/rds-key-arn": STRING})})
    assert run(folder, "--env", "prod")[0] == 0
    assert run(folder, "--env", "dev")[0] == 3
