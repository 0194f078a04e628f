from __future__ import annotations

import json
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from moto import mock_aws

from constructs_lib.runtime.secret_age import handler as module

REGION = "ap-northeast-2"
CONTEXT: Any = SimpleNamespace(
    function_name="prod-secrets-secret-age",
    memory_limit_in_mb=256,
    invoked_function_arn="arn:aws:lambda:ap-northeast-2:111122223333:function:prod-secrets-secret-age",
    aws_request_id="52fdfc07-2182-154f-163f-5f0f9a621d72",
)


@pytest.fixture(autouse=True)
def _variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (
        ("ORGANIZATION", "connectly"), ("ENVIRONMENT", "prod"), ("LIMITS", '{"confidential": 60, "internal": 90}'),
        ("NAMESPACE", "Governed/Secrets"), ("AWS_DEFAULT_REGION", REGION),
        ("AWS_ACCESS_KEY_ID", "x"), ("AWS_SECRET_ACCESS_KEY", "x"),
    ):  # fmt: skip
        monkeypatch.setenv(name, value)


LATER = SimpleNamespace(now=lambda tz: datetime.now(tz) + timedelta(days=70))


def test_the_days_of_the_worst_are_published_and_each_one_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[Any] = []
    monkeypatch.setattr(module.logger, "warning", lambda *said, extra: told.append((*said, extra)))
    with mock_aws():
        module._secrets_manager.cache_clear()
        secrets = boto3.client("secretsmanager", region_name=REGION)
        for name, data_class in (("openai", "confidential"), ("partner", "internal")):
            tags = [{"Key": "DataClass", "Value": data_class}]
            secrets.create_secret(Name=f"/connectly/common/prod/{name}", SecretString="hidden", Tags=tags)
        assert published(capsys) == 0
        monkeypatch.setattr(module, "datetime", LATER)
        assert published(capsys) == 10
    module._secrets_manager.cache_clear()
    assert told == [("too old", {"secret": "/connectly/common/prod/openai", "days": 70, "limit": 60})]


def published(capsys: pytest.CaptureFixture[str]) -> float:
    """The metric that was printed, as CloudWatch reads it."""
    module.handler({}, CONTEXT)
    (line,) = [json.loads(text) for text in capsys.readouterr().out.splitlines() if "_aws" in text]
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert (directive["Namespace"], directive["Dimensions"]) == ("Governed/Secrets", [["Environment"]])
    assert line["Environment"] == "prod"
    (value,) = line["DaysOverLimit"]
    return float(value)
