from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.preflight.account import Account
from governed_cdk.reviewed.account_parts import ABSENT, account_parts
from governed_cdk.reviewed.parts import template_digest
from tests.governed_cdk.assemblies import HOME
from tests.governed_cdk.deployment.cloud import Cloud
from tests.governed_cdk.reviewed.assembly import TEMPLATES, edited, made

if TYPE_CHECKING:
    from pathlib import Path

VPC = "/prod/network/vpc-id"


def parts(folder: Path, monkeypatch: pytest.MonkeyPatch, value: str = "vpc-1", **said: Any) -> dict[str, str]:
    there = {"TemplateBody": json.loads(json.dumps(TEMPLATES["prod-app"]))}
    found = {"Parameters": [{"Name": VPC, "Value": value}]}
    Cloud(monkeypatch, **{"get_template": there, "get_parameters": found, **said})
    return account_parts(folder, "prod", Account(region_name=HOME))


def test_it_has_what_is_deployed_and_what_would_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = made(tmp_path / "out")
    found = parts(out, monkeypatch)
    assert found["deployed prod-app"] == template_digest(TEMPLATES["prod-app"])
    assert found["read prod-app"] != found["read prod-jobs"]
    other = parts(out, monkeypatch, value="vpc-2")
    assert {name for name in found if found[name] != other[name]} == {"read prod-app"}


def test_a_template_in_yaml_is_the_same_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = yaml.safe_dump(json.loads(json.dumps(TEMPLATES["prod-app"])))
    found = parts(made(tmp_path / "out"), monkeypatch, get_template={"TemplateBody": body})
    assert found["deployed prod-app"] == template_digest(TEMPLATES["prod-app"])
    short = parts(made(tmp_path / "other"), monkeypatch, get_template={"TemplateBody": "Resources: !Ref x"})
    assert short["deployed prod-app"] == template_digest("Resources: !Ref x")


def test_a_stack_that_is_not_there_is_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = parts(made(tmp_path / "out"), monkeypatch, get_template="ValidationError")
    assert found["deployed prod-app"] == found["deployed prod-jobs"] == ABSENT


def test_a_refusal_is_not_taken_for_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match="get_template of prod-app in ap-northeast-2: AccessDenied"):
        parts(made(tmp_path / "out"), monkeypatch, get_template="AccessDenied")
    with pytest.raises(ConfigurationError, match="get_parameters of /prod/network/vpc-id"):
        parts(made(tmp_path / "other"), monkeypatch, get_parameters="AccessDenied")


def test_what_the_assembly_publishes_itself_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = made(tmp_path / "out")
    published = {"Type": "AWS::SSM::Parameter", "Properties": {"Name": VPC, "Type": "String", "Value": "x"}}
    edited(out / "prod-jobs.template.json", lambda body: body["Resources"].update(Published=published))
    one, other = (parts(out, monkeypatch, value=value) for value in ("vpc-1", "vpc-2"))
    assert one == other
