from __future__ import annotations

from pathlib import Path

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.cdk_cli.arguments import Call
from governed_cdk.cdk_cli.checks import check, platform_stacks
from tests.support import ROOT, Templates, refusal

# In the order in which they are looked for: a name of each, so that none is found on this machine.
NOBODY = {
    "AWS_SHARED_CREDENTIALS_FILE": "/nowhere",
    "AWS_CONFIG_FILE": "/nowhere",
    "AWS_EC2_METADATA_DISABLED": "true",
}
SIGNED_IN = (
    "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ROLE_ARN",
    "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _signed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in NOBODY.items():
        monkeypatch.setenv(name, value)
    for name in SIGNED_IN:
        monkeypatch.delenv(name, raising=False)


def refused(call: Call, environment: str = "prod") -> str:
    with pytest.raises(ConfigurationError) as caught:
        check(call, environment)
    (mistake,) = caught.value.mistakes
    return mistake


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("network", "prod-network"),
        ("netwrk", "prod-network"),
        ("prod-netwrk", "prod-network"),
        ("dev-network", "prod-network"),
        ("Prod-Network", "prod-network"),
    ],
)
def test_a_stack_that_is_not_there_is_told_with_the_one_that_was_meant(name: str, meant: str) -> None:
    said = refused(Call("synth", runs_app=True, stacks=[name]))
    assert said.startswith(f"stack: given {name!r}; allowed: prod-acm, ")
    assert said.endswith(f"(did you mean {meant}?)")


@pytest.mark.parametrize(
    "name",
    ["prod-network", "prod-*", "*network", "prod-{kms,rds}", "prod-route53-us-east-1", "Stage/prod-network", "**"],
)
def test_stacks_companions_stages_and_patterns_are_allowed(name: str) -> None:
    assert refusal(check, Call("synth", runs_app=True, stacks=[name]), "prod") is None


def test_every_stack_of_a_synth_is_allowed(prod: Templates) -> None:
    for name in prod:
        assert refusal(check, Call("synth", runs_app=True, stacks=[f"prod-{name}"]), "prod") is None


def test_the_stacks_are_known_without_running_them() -> None:
    assert platform_stacks("dev") == [
        f"dev-{path.stem}" for path in sorted((ROOT / "stacks").glob("[a-z]*.py"))
    ]  # fmt: skip


def test_an_app_of_another_shape_may_call_its_stacks_as_it_likes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert refusal(check, Call("synth", runs_app=True, stacks=["network"]), "prod") is None
    Path("stacks").mkdir()
    Path("stacks/__init__.py").write_text("")
    Path("stacks/kms.py").write_text('class A:\n    slug = "kms"\n')
    assert refusal(check, Call("synth", runs_app=True, stacks=["network"]), "prod") is None


def test_an_environment_that_is_not_there_is_told_with_the_one_that_was_meant() -> None:
    said = refused(Call("diff", runs_app=True, stacks=["prod-network"]), "prd")
    assert said == "-c env: given 'prd'; allowed: dev, prod, stg (did you mean prod?)"


@pytest.mark.parametrize("command", ["deploy", "destroy", "diff"])
def test_without_credentials_nothing_is_synthesised_for_aws(command: str) -> None:
    assert refused(Call(command, runs_app=True)) == (
        "no AWS credentials; sign in, for example by AWS_PROFILE or aws sso login"
    )


def test_a_profile_that_is_not_there_is_told() -> None:
    call = Call("deploy", runs_app=True, options={"profile": ["elsewhere"]})
    assert refused(call) == "AWS: The config profile (elsewhere) could not be found"


def test_with_credentials_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    assert refusal(check, Call("deploy", runs_app=True), "prod") is None


def test_what_asks_aws_nothing_needs_no_credentials() -> None:
    assert refusal(check, Call("list", runs_app=True), "prod") is None
    assert refusal(check, Call("diff", runs_app=True, options={"template": ["old.json"]}), "prod") is None
