"""`governed-cdk deploy --reviewed` end to end, but for AWS: each kind of tampering is refused and said."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.template.digest import write_digest
from governed_cdk.cli import main
from governed_cdk.preflight.account import Account
from governed_cdk.reviewed.account_parts import account_parts
from governed_cdk.reviewed.parts import assembly_parts
from governed_cdk.reviewed.record import ReviewRecord
from tests.governed_cdk.assemblies import HOME
from tests.governed_cdk.deployment.cloud import Cloud
from tests.governed_cdk.reviewed.assembly import ASSET, edited, made

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.governed_cdk.github.server import State

VPC = {"Parameters": [{"Name": "/prod/network/vpc-id", "Value": "vpc-1"}]}
NOTHING = {"get_template": "ValidationError", "get_parameters": VPC}


class DeployedError(Exception):
    """It came as far as the deploy."""


class Reviewed:
    """An assembly, its record and a command line."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.out, self.file, self._monkeypatch = made(folder / "out"), folder / "record.json", monkeypatch
        monkeypatch.chdir(folder)
        monkeypatch.setenv("AWS_DEFAULT_REGION", HOME)
        self.cloud()
        self.record = ReviewRecord(
            "prod", "c0ffee", assembly_parts(self.out), account_parts(self.out, "prod", Account(region_name=HOME))
        )
        self.record.write(self.file)

    def cloud(self, **said: Any) -> None:
        Cloud(self._monkeypatch, **(NOTHING | said))

        def deployed(*_: object) -> object:
            raise DeployedError

        self._monkeypatch.setattr("governed_cdk.commands.deploy.reader", deployed)

    def deploy(self, *more: str, base: str = "c0ffee") -> None:
        sys.argv = ["governed-cdk", "deploy", str(self.out), "--env", "prod", "--record", str(self.file)]
        sys.argv += ["--reviewed", self.record.digest, "--base", base, *more]
        main()


@pytest.fixture
def reviewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reviewed:
    return Reviewed(tmp_path, monkeypatch)


def queue(out: Path) -> None:
    edited(out / "prod-jobs.template.json", lambda body: body["Resources"].update(Evil={"Type": "AWS::SQS::Queue"}))


def asset(out: Path) -> None:
    (out / f"asset.{ASSET}/index.py").write_text("evil")


def parameter(out: Path) -> None:
    edited(out / "manifest.json", lambda body: body["artifacts"]["prod-app"]["properties"].update(parameters={}))


def test_what_was_reviewed_is_deployed(reviewed: Reviewed) -> None:
    with pytest.raises(DeployedError):
        reviewed.deploy()


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (queue, "template prod-jobs: not what was reviewed"),
        (asset, f"asset {ASSET}: not what was reviewed"),
        (parameter, "parameters prod-app: not what was reviewed"),
    ],
)
def test_a_tampered_assembly_is_refused(
    reviewed: Reviewed, tamper: Callable[[Path], None], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper(reviewed.out)
    write_digest(reviewed.out)  # whoever can write the one can write the other
    with pytest.raises(SystemExit) as ended:
        reviewed.deploy()
    assert ended.value.code == 3
    assert said in capsys.readouterr().err


def test_a_moved_base_and_a_drifted_account_are_refused(reviewed: Reviewed, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        reviewed.deploy(base="decade")
    assert "base moved: reviewed against c0ffee, it is decade now" in capsys.readouterr().err
    reviewed.cloud(get_template={"TemplateBody": {"Resources": {"Other": {"Type": "AWS::SQS::Queue"}}}})
    with pytest.raises(SystemExit):
        reviewed.deploy()
    assert "account drifted: prod-app was deployed by somebody else" in capsys.readouterr().err


def test_an_emergency_goes_past_it_and_tells(reviewed: Reviewed, github: State) -> None:
    queue(reviewed.out)
    write_digest(reviewed.out)
    topic = {"Parameter": {"Value": "arn:aws:sns:ap-northeast-2:111122223333:prod-monitoring-critical"}}
    reviewed.cloud(get_parameter=topic)
    with pytest.raises(DeployedError):
        reviewed.deploy("--emergency", "the queue must be there before midnight")
    assert "template prod-jobs: not what was reviewed" in github.issues[0]["body"]


def test_a_missing_record_says_where_it_is(reviewed: Reviewed, capsys: pytest.CaptureFixture[str]) -> None:
    reviewed.file.unlink()
    with pytest.raises(SystemExit) as ended:
        reviewed.deploy()
    assert ended.value.code == 2
    assert "the gate wrote it beside the digest" in capsys.readouterr().err
