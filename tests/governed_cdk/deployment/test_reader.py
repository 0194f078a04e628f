from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from governed_cdk.deployment.reader import reader
from governed_cdk.preflight.account import Account
from tests.governed_cdk.assemblies import HOME, Stack, write
from tests.governed_cdk.preflight.answers import answering

if TYPE_CHECKING:
    from pathlib import Path


def assembly(folder: Path, *, lookup: str = "arn:aws:iam::111122223333:role/look-up") -> Path:
    out = write(folder / "out", {"prod-app": Stack()})
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    manifest["artifacts"]["prod-app"]["properties"]["lookupRole"] = {"arn": lookup} if lookup else {}
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return out


@pytest.mark.parametrize("code", [{}, "ValidationError"])
def test_who_may_read_asks_without_another_role(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: dict[str, str] | str
) -> None:
    answers = answering(monkeypatch, cloudformation__describe_stacks=code)
    account = Account(region_name=HOME)
    assert reader(account, assembly(tmp_path), HOME) is account
    assert answers.asked == ["cloudformation.describe_stacks:prod-app"]


def test_who_may_not_read_asks_as_the_look_up_role(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = {"AccessKeyId": "ASIA", "SecretAccessKey": "none", "SessionToken": "none"}
    answering(
        monkeypatch, cloudformation__describe_stacks="AccessDenied",
        **{"sts__assume_role:arn:aws:iam::111122223333:role/look-up": {"Credentials": made}},
    )  # fmt: skip
    account = Account(region_name=HOME)
    asking = reader(account, assembly(tmp_path), HOME)
    assert asking is not account
    assert asking.region == HOME
    assert reader(account, assembly(tmp_path, lookup=""), HOME) is account


def test_an_assembly_without_stacks_is_asked_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = answering(monkeypatch)
    account = Account(region_name=HOME)
    assert reader(account, write(tmp_path / "out", {}), HOME) is account
    assert answers.asked == []
