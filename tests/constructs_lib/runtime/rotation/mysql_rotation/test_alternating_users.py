"""What MySQL is asked to do; what MariaDB does is in test_steps, on a real server."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.runtime.rotation.mysql_rotation import alternating_users
from constructs_lib.runtime.rotation.mysql_rotation.alternating_users import AlternatingUsers
from constructs_lib.runtime.rotation.mysql_rotation.dialects import MySql, Statement
from constructs_lib.runtime.rotation.mysql_rotation.errors import RotationError
from tests.constructs_lib.runtime.rotation.mysql_rotation.test_dialects import login

if TYPE_CHECKING:
    from collections.abc import Iterator


class ScriptedMySql:
    """Answers what a MySQL server would of app@% with a role, and keeps what it is told."""

    server = "mysql"
    version = (8, 4, 3)

    def __init__(self, roles: list[tuple[str, str]]) -> None:
        self._roles = roles
        self.told: list[Statement] = []

    def execute(self, statement: Statement, *, purpose: str) -> list[tuple[Any, ...]]:
        assert purpose
        user = statement.parameters[0] if statement.parameters else ""
        if statement.sql == MySql.accounts_sql:
            return [("%", "caching_sha2_password", b"ANY", 0)] if user == "app" else []
        if statement.sql.startswith("SHOW GRANTS"):
            lines = ["GRANT USAGE ON *.* TO `{}`@`%`", "GRANT `reader`@`%` TO `{}`@`%`"]
            return [(line.format(user),) for line in (lines if user == "app" else lines[:1])]
        if statement.sql.startswith("SELECT DEFAULT_ROLE_USER"):
            return list(self._roles)
        self.told.append(statement)
        return []


@pytest.mark.parametrize(
    ("roles", "default_roles"),
    [
        ([], ("ALTER USER %s@%s DEFAULT ROLE NONE", ("app_clone", "%"))),
        (
            [("reader", "%"), ("writer", "10.%")],
            ("ALTER USER %s@%s DEFAULT ROLE %s@%s, %s@%s", ("app_clone", "%", "reader", "%", "writer", "10.%")),
        ),
    ],
)
def test_mysql_makes_the_clone_then_copies_grants_and_default_roles(
    monkeypatch: pytest.MonkeyPatch,
    roles: list[tuple[str, str]],
    default_roles: tuple[str, tuple[str, ...]],
) -> None:
    session = ScriptedMySql(roles)

    @contextmanager
    def connect(credentials: object, *, ca_file: Path) -> Iterator[ScriptedMySql]:
        del credentials, ca_file
        yield session

    monkeypatch.setattr(alternating_users, "connect", connect)
    strategy = AlternatingUsers(ca_file=Path("ca.pem"), master=replace(login("m"), username="admin"))
    current = replace(login("c"), username="app")
    pending = replace(login("p"), username=strategy.pending_username(current))
    strategy.set_password(current=current, pending=pending, previous=None)
    account = ("app_clone", "%", "caching_sha2_password", "p")
    assert session.told == [
        ("CREATE USER IF NOT EXISTS %s@%s IDENTIFIED WITH %s BY %s REQUIRE SSL", account),
        ("ALTER USER %s@%s IDENTIFIED WITH %s BY %s REQUIRE SSL", account),
        ("ALTER USER %s@%s DISCARD OLD PASSWORD", ("app_clone", "%")),
        ("GRANT `reader`@`%` TO `app_clone`@`%`", ()),
        default_roles,
    ]


def test_mysql_allows_user_names_of_32_characters() -> None:
    strategy = AlternatingUsers(ca_file=Path("ca.pem"), master=login("m"))
    assert len(strategy.pending_username(replace(login("c"), username="u" * 26))) == 32
    with pytest.raises(RotationError, match="has 33 characters; mysql allows 32"):
        strategy.pending_username(replace(login("c"), username="u" * 27))
