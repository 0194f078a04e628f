from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
import typer
from moto import mock_aws
from typer.testing import CliRunner

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.commands.preflight import preflight
from tests.governed_cdk.assemblies import HOME, KEY, LIST, STRING, SUBNETS, VPC, Stack, reading_topic, write
from tests.governed_cdk.preflight.answers import answering

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

ACCOUNT = "123456789012"  # moto's
BOOTSTRAP = "/cdk-bootstrap/hnb659fds/version"


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty account, and credentials for it."""
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    answering(monkeypatch)
    with mock_aws():
        yield


def put(parameters: Mapping[str, str], region: str = HOME) -> None:
    client = boto3.client("ssm", region_name=region)
    for name, type_ in parameters.items():
        client.put_parameter(Name=name, Type=type_, Value="x")


def stack(**facts: Any) -> Stack:
    return Stack(**{"account": ACCOUNT, **facts})


def run(*arguments: str | Path) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(preflight)
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if isinstance(result.exception, ConfigurationError):
        raise result.exception
    return result.exit_code, result.output


def refusal(*arguments: str | Path) -> str:
    with pytest.raises(ConfigurationError) as caught:
        run(*arguments)
    (line,) = caught.value.mistakes
    assert "\n" not in line
    return line


def mistakes(output: str) -> list[str]:
    return [line for line in output.splitlines() if " reads /" in line]


@pytest.fixture
def platform(tmp_path: Path) -> Path:
    return write(
        tmp_path,
        {
            "prod-rds": stack(reads={KEY: STRING, VPC: STRING, SUBNETS: LIST}),
            "prod-kms": stack(publishes={KEY: "String"}),
            "prod-network": stack(publishes={VPC: "String", SUBNETS: "StringList"}),
        },
    )


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
