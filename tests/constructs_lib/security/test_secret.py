from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError, GovernedSecret

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

FUNCTION = "arn:aws:lambda:ap-northeast-2:111122223333:function:rotation"


def test_a_secret_has_its_path_its_key_and_a_generated_value(bench: Bench) -> None:
    GovernedSecret(
        bench.stack, "Secret", name="database", description="Opens it", template={"username": "app", "port": 3306}
    )
    secret = bench.only("AWS::SecretsManager::Secret")
    assert secret["Name"] == "/connectly/example/prod/database"
    assert secret["KmsKeyId"].endswith("key/secrets")
    generated = secret["GenerateSecretString"]
    assert json.loads(generated["SecretStringTemplate"]) == {"port": 3306, "username": "app"}
    assert (generated["GenerateStringKey"], generated["PasswordLength"]) == ("password", 32)
    assert {tag["Value"] for tag in secret["Tags"] if tag["Key"] == "DataClass"} == {"highly-confidential"}
    assert "SecretString" not in secret


def test_a_secret_of_another_service_lies_in_its_path(bench: Bench) -> None:
    GovernedSecret(bench.stack, "Secret", name="token", description="Opens it", service="fileflow")
    assert bench.only("AWS::SecretsManager::Secret")["Name"] == "/connectly/fileflow/prod/token"


@pytest.mark.parametrize("name", ["Database", "db_main", "-db", "a/b"])
def test_a_name_that_is_not_kebab_case_is_refused(bench: Bench, name: str) -> None:
    with pytest.raises(ConfigurationError, match="kebab-case"):
        GovernedSecret(bench.stack, "Secret", name=name, description="Opens it")


@pytest.mark.parametrize("days", [0, 29, 31, 365])
def test_a_secret_rotates_every_30_60_or_90_days(bench: Bench, days: int) -> None:
    secret = GovernedSecret(bench.stack, "Secret", name="database", description="Opens it")
    with pytest.raises(ConfigurationError, match="30, 60 or 90"):
        secret.rotate(function_arn=FUNCTION, days=days)
    secret.rotate(function_arn=FUNCTION, days=60)
    rules = bench.only("AWS::SecretsManager::RotationSchedule")["RotationRules"]
    assert "60" in str(rules)
