from __future__ import annotations

import json
from typing import Any

import pytest

from constructs_lib.runtime.rotation.mysql_rotation.credentials import (
    Credentials,
    check_same_server,
    is_same_server,
)
from constructs_lib.runtime.rotation.mysql_rotation.errors import RotationError

PASSWORD = "pa55-" + "that-nobody-may-see"
SECRET = {"engine": "mysql", "host": "db.set-of.com", "port": 3306, "username": "orders", "password": PASSWORD}


def parsed(**changes: Any) -> Credentials:
    return Credentials.parse(json.dumps({**SECRET, **changes}), what="AWSCURRENT")


def refusal(text: str) -> str:
    with pytest.raises(RotationError) as refused:
        Credentials.parse(text, what="AWSCURRENT")
    assert refused.value.__cause__ is None
    return str(refused.value)


def test_a_secret_is_a_login_and_where_it_is_valid() -> None:
    found = parsed(dbname="orders", masterarn="arn:x", extra="kept")
    assert (found.engine, found.host, found.port, found.username, found.dbname, found.masterarn) == (
        "mysql", "db.set-of.com", 3306, "orders", "orders", "arn:x",
    )  # fmt: skip


@pytest.mark.parametrize(("port", "number"), [(3307, 3307), ("3307", 3307), (1, 1), (65535, 65535)])
def test_a_port_is_a_number_also_as_text(port: Any, number: int) -> None:
    assert parsed(port=port).port == number


def test_without_a_port_it_is_mysqls_own() -> None:
    text = json.dumps({key: value for key, value in SECRET.items() if key != "port"})
    assert Credentials.parse(text, what="x").port == 3306


@pytest.mark.parametrize("port", [0, 65536, -1, "x", "", None, 3306.5, [3306]])
def test_another_port_is_refused(port: Any) -> None:
    assert "a port that is no number from 1 to 65535" in refusal(json.dumps({**SECRET, "port": port}))


@pytest.mark.parametrize("text", ["", PASSWORD, "{", f'"{PASSWORD}"', "[1]", "null"])
def test_what_is_no_secret_is_refused_without_showing_it(text: str) -> None:
    said = refusal(text)
    assert said.startswith("AWSCURRENT is no JSON")
    assert PASSWORD not in said


@pytest.mark.parametrize("key", ["engine", "host", "username", "password"])
@pytest.mark.parametrize("value", [None, "", 7])
def test_what_a_login_needs_is_demanded_by_name(key: str, value: Any) -> None:
    said = refusal(json.dumps({**SECRET, key: value}))
    assert f"lacks the text {key}" in said
    assert PASSWORD not in said


def test_another_engine_is_refused() -> None:
    assert "allowed: mysql, mariadb" in refusal(json.dumps({**SECRET, "engine": "postgres"}))


def test_a_password_is_not_shown() -> None:
    assert PASSWORD not in repr(parsed())


def test_another_login_keeps_everything_else_of_the_secret() -> None:
    text = parsed(extra="kept").text_with(username="orders_clone", password="new")
    assert json.loads(text) == {**SECRET, "extra": "kept", "username": "orders_clone", "password": "new"}


@pytest.mark.parametrize("change", [{"engine": "mariadb"}, {"host": "other.set-of.com"}, {"port": 3307}])
def test_another_server_is_refused(change: dict[str, Any]) -> None:
    assert not is_same_server(parsed(**change), parsed())
    with pytest.raises(RotationError, match=r"^AWSPENDING is for another engine, host or port than AWSCURRENT"):
        check_same_server(parsed(**change), parsed(), what="AWSPENDING")


def test_another_login_at_the_same_server_is_taken() -> None:
    assert is_same_server(parsed(username="other", password="other"), parsed())
