"""`governed-cdk digest`: the digest that a deploy of the same assembly is held to."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from governed_cdk.cli import main
from governed_cdk.reviewed.parts import assembly_parts
from governed_cdk.reviewed.record import ReviewRecord, read_record
from tests.governed_cdk.assemblies import HOME
from tests.governed_cdk.deployment.cloud import Cloud
from tests.governed_cdk.reviewed.assembly import made

if TYPE_CHECKING:
    from pathlib import Path

NOTHING = {"get_template": "ValidationError", "get_parameters": {"Parameters": []}}


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AWS_DEFAULT_REGION", HOME)
    Cloud(monkeypatch, **NOTHING)
    return made(tmp_path / "out")


def digest(out: Path, *more: str, env: str = "prod") -> int:
    sys.argv = ["governed-cdk", "digest", str(out), "--env", env, "--base", "c0ffee", *more]
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_it_prints_the_digest_of_the_record_that_it_writes(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert digest(out, "--record", str(tmp_path / "record.json")) == 0
    record = read_record(tmp_path / "record.json")
    assert capsys.readouterr().out == f"{record.digest}\n"
    assert (record.environment, record.base, record.parts) == ("prod", "c0ffee", assembly_parts(out))
    assert set(record.account or ()) == {"deployed prod-app", "deployed prod-jobs", "read prod-app", "read prod-jobs"}


def test_without_an_account_it_is_the_digest_of_the_assembly_alone(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert digest(out, "--no-account") == 0
    assert capsys.readouterr().out == f"{ReviewRecord('prod', 'c0ffee', assembly_parts(out)).digest}\n"


def test_what_a_deploy_would_refuse_has_none(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert digest(out, env="dev") == 2
    assert "allowed: prod, as synthesised into" in capsys.readouterr().err
    (out / "prod-app.template.json").write_text("{}")
    assert digest(out) == 3
    said = capsys.readouterr()
    assert "After it was judged, prod-app.template.json changed." in " ".join(said.err.split())
    assert said.out == ""
