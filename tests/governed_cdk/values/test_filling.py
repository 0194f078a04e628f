from __future__ import annotations

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.preflight.account import Account
from governed_cdk.values.filling import Filling, fill, lacking
from governed_cdk.values.places import ValuePlace
from governed_cdk.values.schemas import read_schema
from governed_cdk.values.store import Store
from governed_cdk.values.wanted import Wanted
from tests.governed_cdk.values.account import KEY, account, client
from tests.support import environment

__all__ = ["account"]

VENDOR = {"name": "vendor", "description": "Key of a vendor", "no_rotation_reason": "The vendor issues the key"}
LOGIN = {"name": "login", "description": "Login of orders", "rotation_days": 30}
PROD = environment("prod", stacks={})
OPENAI = ValuePlace("secrets", "common", "openai")
SWITCH = ValuePlace("parameters", "agents", "kill-switch")
WANTED = Wanted({OPENAI: read_schema("openai")}, {"agents": read_schema("safety")})


@pytest.fixture
def store(account: None) -> Store:
    del account
    return Store(Account(), PROD)


def test_what_was_done_is_told_by_field_and_done_once(store: Store) -> None:
    values = {OPENAI: {"api_key": KEY, "project": "proj_1"}, SWITCH: "off"}
    told = [str(one) for one in fill(values, WANTED, store)]
    assert told == ["created secrets/common/openai: api_key, project", "created parameters/agents/kill-switch"]
    assert [one.what for one in fill(values, WANTED, store)] == ["unchanged", "unchanged"]
    (one,) = fill({OPENAI: {"api_key": KEY}}, WANTED, store)
    assert one == Filling(OPENAI, "changed", ("project",))


def test_one_mistake_keeps_all_of_it_out(store: Store) -> None:
    values = {
        SWITCH: "off",
        OPENAI: {"api_key": "hidden-value"},
        ValuePlace("parameters", "agents", "kill-swich"): "on",
    }
    with pytest.raises(ConfigurationError) as caught:
        fill(values, WANTED, store)
    assert caught.value.mistakes == (
        "secrets/common/openai: api_key: not a key that begins sk-",
        "parameters/agents/kill-swich: kill-swich: not known (did you mean kill-switch?)",
    )
    with pytest.raises(ConfigurationError, match="the stack rds makes its own secrets"):
        fill({SWITCH: "off", ValuePlace("secrets", "rds", "x"): "text"}, WANTED, store)
    assert client("ssm").describe_parameters()["Parameters"] == []


def test_each_place_that_has_to_be_filled_is_told_with_what_is_wrong(store: Store) -> None:
    settings = PROD.model_copy(update={"stacks": {"secrets": {"secrets": [VENDOR, LOGIN]}}})
    secrets, parameters = client("secretsmanager"), client("ssm")
    secrets.create_secret(Name="/connectly/common/prod/vendor", SecretString="generated")
    secrets.create_secret(Name="/connectly/common/prod/openai", SecretString='{"api_key": "hidden"}')
    for name, value in (("kill-switch", "off"), ("approval", "perhaps")):
        parameters.put_parameter(Name=f"/infrastructure/prod/agents/{name}", Value=value, Type="String")
    assert [str(one) for one in lacking(WANTED, settings, store)] == [
        "wrong parameters/agents/approval: approval: not always, risky or never",
        "filled parameters/agents/kill-switch",
        "missing parameters/agents/most-actions-per-hour",
        "wrong secrets/common/openai: api_key: not a key that begins sk-",
        "generated secrets/common/vendor",
    ]
    secrets.put_secret_value(SecretId="/connectly/common/prod/vendor", SecretString="issued")
    assert str(lacking(WANTED, settings, store)[-1]) == "filled secrets/common/vendor"
