"""What a person fills into the deployed platform is what a service reads; and its age is looked at."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.cli import app
from governed_runtime import Runtime, Settings
from governed_runtime.audit import Audit
from governed_runtime.aws import Aws

if TYPE_CHECKING:
    from tests.integration.support import Deployed

KEY = "sk-" + "a1" * 12
SETTINGS = Settings(environment="prod", organization="connectly", project="infrastructure", service="orders")
TYPED = f"""
secrets: {{common/openai: {{api_key: {KEY}}}}}
parameters: {{agents: {{model: large, webhook-token: t}}}}
"""


@pytest.fixture
def _signed_in(deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in deployed.rehearsed.emulator.variables.items():
        if name.startswith("AWS_"):
            monkeypatch.setenv(name, value)


def values(*arguments: str, typed: str) -> list[str]:
    result = CliRunner().invoke(app, ["values", *arguments, "--env", "prod"], input=typed)
    if result.exception:
        raise result.exception
    return result.output.splitlines()


@pytest.mark.usefixtures("_signed_in")
def test_what_was_filled_in_is_what_a_service_reads(deployed: Deployed) -> None:
    told = values("import", typed=TYPED)
    assert [line.split(":")[0] for line in told] == [
        "created secrets/common/openai", "created parameters/agents/model", "created parameters/agents/webhook-token",
    ]  # fmt: skip
    assert {line.split()[0] for line in values("import", typed=TYPED)} == {"unchanged"}
    records: list[dict[str, Any]] = []
    runtime = Runtime(SETTINGS, aws=Aws(deployed.client), audit=Audit("orders", write=records.append))
    assert runtime.secrets("common/openai", "common/api-key-example")["common/openai"]["api_key"] == KEY
    assert runtime.parameters("agents") == {"model": "large", "webhook-token": "t"}
    assert runtime.parameter("features/maintenance-mode") == "off"
    assert KEY not in json.dumps(records)


@pytest.mark.usefixtures("_signed_in")
def test_what_a_stack_makes_is_not_overwritten() -> None:
    with pytest.raises(ConfigurationError, match="the stack prod-secrets makes it; change it there"):
        values("set", "parameters/features/maintenance-mode", typed="on")


def test_the_deployed_function_looks_at_the_age_of_secrets_as_its_own_role(deployed: Deployed) -> None:
    answer = deployed.client("lambda").invoke(FunctionName="prod-secrets-secret-age", Payload=b"{}")
    said = (deployed.rehearsed.emulator.folder / "emulator.log").read_text(encoding="utf-8")[-8000:]
    assert "FunctionError" not in answer, answer["Payload"].read().decode() + said
    (line,) = [json.loads(text) for text in said.splitlines() if text.startswith('{"_aws"')]
    assert (line["Environment"], line["DaysOverLimit"]) == ("prod", [0.0])
