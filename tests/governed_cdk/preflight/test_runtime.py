from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from aspects.judge.template import Template
from governed_cdk.preflight import runtime
from governed_cdk.preflight.account import Account
from tests.governed_cdk.preflight.answers import answering

BORN = datetime.datetime(2026, 11, 30, tzinfo=datetime.UTC)


def stack(tasks: int = 1) -> Template:
    image = {
        "Fn::Join": [
            "",
            ["111122223333.dkr.ecr.ap-northeast-2.", {"Ref": "AWS::URLSuffix"}, "/", {"Ref": "Repository"}, ":v1"],
        ]
    }
    secrets = [
        {"Name": name, "ValueFrom": {"Fn::Join": ["", [{"Ref": secret}, f":{name}::"]]}}
        for name, secret in (("APP_ID", "App"), ("APP_KEY", "App"), ("PASSWORD", "Web"))
    ]
    return Template(
        Path(),
        {
            "Resources": {
                "Repository": {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryName": "prod-app"}},
                "App": secret("/app", '{"app_id": "0"}'),
                "Web": secret("/web", '{"username": "web"}'),
                "Task": {
                    "Type": "AWS::ECS::TaskDefinition",
                    "Properties": {"ContainerDefinitions": [{"Image": image, "Secrets": secrets}]},
                },
                "Service": {
                    "Type": "AWS::ECS::Service",
                    "Properties": {"DesiredCount": tasks, "TaskDefinition": {"Ref": "Task"}},
                },
            }
        },
        stack_name="prod-app",
        region="ap-northeast-2",
    )


def secret(name: str, template: str) -> dict[str, Any]:
    generated = {"SecretStringTemplate": template, "GenerateStringKey": "key"}
    return {"Type": "AWS::SecretsManager::Secret", "Properties": {"Name": name, "GenerateSecretString": generated}}


def described(after_s: float) -> dict[str, Any]:
    return {"CreatedDate": BORN, "LastChangedDate": BORN + datetime.timedelta(seconds=after_s)}


def findings(tasks: int = 1) -> list[str]:
    return runtime.asked([stack(tasks)], Account()).findings


@pytest.mark.parametrize("code", ["RepositoryNotFoundException", "ImageNotFoundException"])
def test_an_image_that_is_not_there_is_a_finding_once_a_task_runs(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    answering(monkeypatch, ecr__describe_images=code, secretsmanager__describe_secret=described(86_400))
    (line,) = findings()
    assert line.startswith("prod-app runs prod-app:v1: no such image in ap-northeast-2; deploy with no task running")
    assert findings(0) == []


def test_a_secret_that_holds_its_placeholder_or_is_not_there_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, secretsmanager__describe_secret=described(1))
    (line,) = findings()
    assert line.startswith("prod-app runs with /app: it holds its placeholder in ap-northeast-2; ")
    answering(monkeypatch, secretsmanager__describe_secret="ResourceNotFoundException")
    assert "/app: it is not there yet" in findings()[0]
    answering(monkeypatch, secretsmanager__describe_secret=described(3600))
    assert findings() == []


def test_a_refused_question_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, ecr__describe_images="AccessDenied", secretsmanager__describe_secret="AccessDenied")
    said = runtime.asked([stack()], Account())
    assert said.findings == []
    assert len(said.unknown) == 2
