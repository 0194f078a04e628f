from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.tags import REQUIRED
from governed_cdk.preflight.account import Account
from governed_cdk.values.places import ValuePlace
from governed_cdk.values.store import Store, StoredValues, secret_text
from tests.governed_cdk.values.account import account, client
from tests.support import environment

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["account"]

PROD = environment("prod", stacks={})
OPENAI = ValuePlace("secrets", "common", "openai")
MODEL = ValuePlace("parameters", "agents", "model")


@pytest.fixture
def store(account: None) -> Store:
    del account
    return Store(Account(), PROD)


def test_a_secret_is_made_on_the_platforms_key_with_every_tag_and_then_left_alone(store: Store) -> None:
    value = {"api_key": "sk-x"}
    assert store.held(OPENAI) == StoredValues()
    assert store.put(OPENAI, value, store.held(OPENAI)) == "created"
    assert store.put(OPENAI, value, store.held(OPENAI)) == "unchanged"
    found = client("secretsmanager").describe_secret(SecretId="/connectly/common/prod/openai")
    assert found["KmsKeyId"] == "alias/prod-secrets"
    tags = {tag["Key"]: tag["Value"] for tag in found["Tags"]}
    assert set(tags) == set(REQUIRED)
    assert (tags["Service"], tags["DataClass"], tags["Project"]) == ("common", "highly-confidential", "infrastructure")
    assert len(found["VersionIdsToStages"]) == 1
    assert store.put(OPENAI, {"api_key": "sk-y"}, store.held(OPENAI)) == "changed"
    assert store.held(OPENAI).value == {"api_key": "sk-y"}
    assert store.held(OPENAI).replaced


@pytest.mark.parametrize(
    ("name", "value", "type_"),
    [
        ("model", "large", "String"),
        ("domains", ["a.example", "b.example"], "StringList"),
        ("webhook-token", "x", "SecureString"),
        ("fallback", "ghp_" + "a1" * 18, "SecureString"),
    ],
)
def test_a_parameter_has_the_type_of_what_it_holds_and_secrets_are_encrypted(
    store: Store, name: str, value: Any, type_: str
) -> None:
    where = ValuePlace("parameters", "agents", name)
    assert store.put(where, value, store.held(where)) == "created"
    assert store.put(where, value, store.held(where)) == "unchanged"
    (found,) = client("ssm").describe_parameters()["Parameters"]
    assert (found["Name"], found["Type"]) == (f"/infrastructure/prod/agents/{name}", type_)
    if type_ == "SecureString":
        assert found["KeyId"] == "alias/prod-secrets"
    assert store.put(where, "plain", store.held(where)) == "changed"
    kept = client("ssm").get_parameter(Name=found["Name"])["Parameter"]["Type"]
    assert (kept == "SecureString") is (type_ == "SecureString")  # what was encrypted stays so


class Answering:
    """An account whose answers a test gives, by operation."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self._answers = answers

    def ask(self, _service: str, _region: str, operation: str, **_: Any) -> tuple[dict[str, Any], str]:
        answer = self._answers.get(operation, "ResourceNotFoundException")
        return (answer, "") if isinstance(answer, dict) else ({}, answer)


@pytest.mark.parametrize(
    ("where", "answers", "said"),
    [
        (OPENAI, {"describe_secret": {"RotationEnabled": True}}, "a function rotates it"),
        (OPENAI, {"describe_secret": {"OwningService": "rds"}}, "rds fills it in"),
        (ValuePlace("secrets", "rds", "x"), {}, "the stack rds makes its own secrets; deploy it first"),
        (
            MODEL,
            {
                "get_parameter": {"Parameter": {"Value": "x", "Type": "String"}},
                "describe_stack_resources": {"StackResources": [{"StackName": "prod-secrets"}]},
            },
            "the stack prod-secrets makes it; change it there",
        ),
    ],
)
def test_what_somebody_else_fills_in_is_refused(where: ValuePlace, answers: dict[str, Any], said: str) -> None:
    store = Store(Answering(answers), PROD)  # type: ignore[arg-type]  # the one method that it asks
    with pytest.raises(ConfigurationError, match=f"{where}: {said}"):
        store.refuse_owned(where, store.held(where))


def test_who_may_not_ask_whether_a_stack_makes_it_overwrites_nothing() -> None:
    answers = {
        "get_parameter": {"Parameter": {"Value": "x", "Type": "String"}}, "describe_stack_resources": "AccessDenied",
    }  # fmt: skip
    store = Store(Answering(answers), PROD)  # type: ignore[arg-type]  # as above
    with pytest.raises(
        ConfigurationError, match="describe_stack_resources of /infrastructure/prod/agents/model: Access"
    ):
        store.refuse_owned(MODEL, store.held(MODEL))


def test_a_refusal_of_aws_names_the_call_and_the_place_and_no_value() -> None:
    store = Store(Answering({"get_parameter": "AccessDeniedException"}), PROD)  # type: ignore[arg-type]  # as above
    with pytest.raises(ConfigurationError, match="AWS: ssm get_parameter of parameters/agents/model: AccessDenied"):
        store.held(MODEL)


def test_a_secret_of_a_stack_that_nobody_rotates_is_there_to_be_filled_in(store: Store) -> None:
    where = ValuePlace("secrets", "atlantis", "github-app")
    client("secretsmanager").create_secret(Name=where.path(PROD), SecretString='{"app_id": "0"}')
    held = store.held(where)
    assert (held.exists, held.replaced) == (True, False)
    store.refuse_owned(where, held)
    assert store.put(where, {"app_id": "7"}, held) == "changed"


def test_fields_are_one_text_whatever_their_order() -> None:
    assert secret_text({"b": 1, "a": "é"}) == '{"a": "é", "b": 1}'
    assert json.loads(secret_text({"a": 1})) == {"a": 1}
    assert secret_text("bare") == "bare"
