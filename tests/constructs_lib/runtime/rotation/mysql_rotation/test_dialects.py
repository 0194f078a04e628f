"""MySQL's dual passwords, on a model of them (its rules are those of the MySQL manual), and MariaDB's statements.

No MySQL 8 server can be installed from the registries that the tests use, so its statements run on the model only.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.runtime.rotation.mysql_rotation import single_user
from constructs_lib.runtime.rotation.mysql_rotation.credentials import Credentials
from constructs_lib.runtime.rotation.mysql_rotation.dialects import Account, MariaDb, MySql, Statement, dialect_of
from constructs_lib.runtime.rotation.mysql_rotation.errors import DatabaseError, LoginRefusedError, RotationError
from constructs_lib.runtime.rotation.mysql_rotation.single_user import SingleUser

if TYPE_CHECKING:
    from collections.abc import Iterator

OLD, CURRENT, ABANDONED, PENDING = "old", "current", "abandoned", "pending"
USER = "o'hara"


class Killed(BaseException):
    pass


@dataclass
class MySqlModel:
    """A MySQL 8.0 server that knows USER: account -> primary and secondary password."""

    accounts: dict[str, list[str | None]]
    sees_accounts: bool = True
    kill_after: int = 0
    server: str = "mysql"
    version: tuple[int, ...] = (8, 0, 36)
    changes: list[str] = field(default_factory=list)

    def accepts(self, password: str) -> bool:
        return all(password in account for account in self.accounts.values())

    def execute(self, statement: Statement, *, purpose: str) -> list[tuple[Any, ...]]:
        sql, parameters = statement
        if sql == "SELECT CURRENT_USER()":
            return [(f"{USER}@%",)]
        if sql == MySql.accounts_sql:
            if not self.sees_accounts:
                raise DatabaseError(purpose, code=1142)
            return [
                (host, "caching_sha2_password", "", int(bool(second))) for host, (_, second) in self.accounts.items()
            ]
        user, host, *password = parameters
        assert user == USER
        account = self.accounts[host]
        if sql == "ALTER USER %s@%s IDENTIFIED BY %s":
            account[0] = password[0]
        elif sql == "ALTER USER %s@%s IDENTIFIED BY %s RETAIN CURRENT PASSWORD":
            account[:] = [password[0], account[0]]
        else:
            assert sql == "ALTER USER %s@%s DISCARD OLD PASSWORD"
            account[1] = None
        self.changes.append(sql)
        assert self.accepts(CURRENT) or sql.endswith("DISCARD OLD PASSWORD"), f"locked out by {sql}"
        if len(self.changes) == self.kill_after:
            raise Killed
        return []


def login(password: str) -> Credentials:
    raw = {"engine": "mysql", "host": "h", "username": USER, "password": password}
    return Credentials(
        engine="mysql", host="h", port=3306, username=USER, password=password, dbname=None, masterarn=None, raw=raw
    )


@pytest.fixture
def strategy(monkeypatch: pytest.MonkeyPatch, model: MySqlModel) -> SingleUser:
    @contextmanager
    def connect(credentials: Credentials, *, ca_file: Path) -> Iterator[MySqlModel]:
        del ca_file
        if not model.accepts(credentials.password):
            raise LoginRefusedError("refused", code=1045)
        yield model

    monkeypatch.setattr(single_user, "connect", connect)
    monkeypatch.setattr(single_user, "logs_in", lambda credentials, ca_file: model.accepts(credentials.password))  # noqa: ARG005 - the signature of what it stands for
    return SingleUser(ca_file=Path("ca.pem"))


STATES: dict[str, list[str | None]] = {
    "fresh": [CURRENT, None],
    "old password never dropped": [CURRENT, OLD],
    "earlier rotation abandoned": [ABANDONED, CURRENT],
    "already set": [PENDING, CURRENT],
}


# A login that may not see mysql.user changes its own account only.
SERVERS: dict[str, dict[str, Any]] = {
    "one host": {"hosts": ("%",)},
    "two hosts": {"hosts": ("%", "10.0.%")},
    "mysql.user hidden": {"hosts": ("%",), "sees_accounts": False},
}


@pytest.mark.parametrize("kill_after", range(7))
@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("state", STATES)
class TestMySqlSingleUser:
    @pytest.fixture
    def model(self, *, state: str, server: str, kill_after: int) -> MySqlModel:
        accounts = {host: list(STATES[state]) for host in SERVERS[server]["hosts"]}
        sees_accounts = SERVERS[server].get("sees_accounts", True)
        return MySqlModel(accounts=accounts, sees_accounts=sees_accounts, kill_after=kill_after)

    def test_current_logs_in_throughout_and_in_the_end_only_pending(
        self, model: MySqlModel, strategy: SingleUser
    ) -> None:
        while True:
            try:
                strategy.set_password(current=login(CURRENT), pending=login(PENDING), previous=login(OLD))
            except Killed:
                continue
            break
        assert all(account == [PENDING, CURRENT] for account in model.accounts.values())
        while True:
            try:
                strategy.drop_old_password(login(PENDING))
            except Killed:
                continue
            break
        assert all(account == [PENDING, None] for account in model.accounts.values())


class TestAWrongAwscurrent:
    @pytest.fixture
    def model(self) -> MySqlModel:
        return MySqlModel(accounts={"%": [OLD, None]})

    def test_is_put_right_by_the_previous_password(self, model: MySqlModel, strategy: SingleUser) -> None:
        strategy.set_password(current=login(CURRENT), pending=login(PENDING), previous=login(OLD))
        assert model.accounts["%"] == [PENDING, CURRENT]

    @pytest.mark.usefixtures("model")
    def test_is_reported_where_no_version_logs_in(self, strategy: SingleUser) -> None:
        with pytest.raises(RotationError, match=r"accepts no version of the secret of \"o'hara\""):
            strategy.set_password(current=login(CURRENT), pending=login(PENDING), previous=None)


def test_mysql_sets_one_statement_where_no_old_password_is_kept() -> None:
    account = Account(user="app", host="%", plugin="caching_sha2_password", dual=False)
    assert MySql().accept_both(account, current="c", pending="p") == [
        ("ALTER USER %s@%s IDENTIFIED BY %s RETAIN CURRENT PASSWORD", ("app", "%", "p"))
    ]
    assert MySql().accept_only(account, "p") == []


def test_mysql_makes_a_clone_with_the_plugin_and_tls_of_the_original() -> None:
    account = Account(user="app_clone", host="10.%", plugin="mysql_native_password", tls="SSL", dual=True)
    login_of = ("app_clone", "10.%", "mysql_native_password", "p")
    assert MySql().create(account, "p") == [
        ("CREATE USER IF NOT EXISTS %s@%s IDENTIFIED WITH %s BY %s REQUIRE SSL", login_of),
        ("ALTER USER %s@%s IDENTIFIED WITH %s BY %s REQUIRE SSL", login_of),
        ("ALTER USER %s@%s DISCARD OLD PASSWORD", ("app_clone", "10.%")),
    ]
    question = MySql().default_roles(account)
    assert question is not None
    assert question.parameters == ("app_clone", "10.%")


def test_mariadb_accepts_both_by_one_statement() -> None:
    (statement,) = MariaDb().accept_both(Account(user="app", host="%"), current="c", pending="p")
    assert statement.parameters == ("app", "%", "c", "p")


@pytest.mark.parametrize(
    ("server", "version"), [("mysql", (5, 7, 44)), ("mysql", (8, 0, 13)), ("mariadb", (10, 3, 39))]
)
def test_a_server_that_cannot_hold_two_passwords_is_refused(server: str, version: tuple[int, ...]) -> None:
    with pytest.raises(RotationError, match=r"rotation without an outage needs (8\.0\.14|10\.4) or later"):
        dialect_of(server, version)


@pytest.mark.parametrize(
    ("server", "version", "dialect"),
    [("mysql", (8, 0, 14), MySql), ("mysql", (8, 4, 3), MySql), ("mariadb", (10, 4, 0), MariaDb)],
)
def test_a_current_server_has_its_dialect(server: str, version: tuple[int, ...], dialect: type[object]) -> None:
    assert isinstance(dialect_of(server, version), dialect)
