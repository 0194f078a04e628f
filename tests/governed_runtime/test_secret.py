from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from governed_runtime.errors import FieldError
from governed_runtime.secret import Secret, login_refused
from tests.governed_runtime.fakes import DB, Bench

if TYPE_CHECKING:
    from collections.abc import Callable


class RefusedError(Exception):
    """As PyMySQL's, by its number."""


def connects_with(password: str, tried: list[str]) -> Callable[[Secret], str]:
    def connect(secret: Secret) -> str:
        tried.append(secret["password"])
        if secret["password"] != password:
            raise RefusedError(1045, "Access denied for user")
        return "connected"

    return connect


def rotated() -> Bench:
    bench = Bench()
    bench.runtime.secret("db")
    bench.aws.set(DB, {"password": "second"})
    bench.clock.now += 2
    return bench


def test_a_field_is_had_by_its_name_and_a_missing_one_is_told_without_any_value() -> None:
    secret = Secret(DB, '{"username": "app", "password": "hidden", "port": 3306}', "v1")
    assert (secret["port"], len(secret), sorted(secret)) == (3306, 3, ["password", "port", "username"])
    assert secret.get("dbname") is None
    with pytest.raises(FieldError) as caught:
        secret["pasword"]
    assert str(caught.value) == f"{DB}: no field 'pasword'; it has username, password, port"
    assert "hidden" not in f"{secret} {secret!r}"


@pytest.mark.parametrize("text", ["bare", "[1]", "42", ""])
def test_a_bare_text_is_had_whole(text: str) -> None:
    secret = Secret(DB, text, "v1")
    assert (secret.text, len(secret)) == (text, 0)
    with pytest.raises(FieldError, match=r"it is no JSON object; use \.text"):
        secret["x"]


def test_a_login_that_is_refused_is_tried_with_what_has_replaced_the_secret() -> None:
    bench, tried = rotated(), list[str]()
    assert bench.runtime.secret("db").login(connects_with("second", tried)) == "connected"
    assert tried == ["first", "second"]


def test_the_same_is_awaited() -> None:
    bench, tried = rotated(), list[str]()
    connect = connects_with("second", tried)

    async def connect_later(secret: Secret) -> str:
        await asyncio.sleep(0)
        return connect(secret)

    async def login() -> str:
        return await bench.runtime.secret("db").alogin(connect_later)

    assert asyncio.run(login()) == "connected"
    assert tried == ["first", "second"]


def test_what_is_no_refusal_comes_at_once_and_nothing_is_read_anew() -> None:
    bench = rotated()

    def unreachable(_: Secret) -> None:
        raise RefusedError(2003, "Can't connect")

    with pytest.raises(RefusedError, match="2003"):
        bench.runtime.secret("db").login(unreachable)
    assert bench.aws.asked == [DB]


def test_a_refusal_comes_back_where_nothing_newer_is_there_or_can_be_read() -> None:
    bench, tried = Bench(), list[str]()
    bench.runtime.secret("db")
    bench.clock.now += 2
    for fails in ("", "InternalServiceError", "AccessDeniedException"):
        bench.aws.fails, bench.aws.definite = fails, fails.startswith("Access")
        with pytest.raises(RefusedError, match="Access denied"):
            bench.runtime.secret("db").login(connects_with("other", tried), patience_seconds=0)
        bench.clock.now += 2


def test_with_a_single_user_the_moment_before_the_secret_says_the_new_password_is_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bench, tried = Bench(), list[str]()

    def pause(seconds: float) -> None:
        bench.clock.now += seconds
        bench.aws.set(DB, {"password": "second"})

    monkeypatch.setattr("governed_runtime.runtime.time.sleep", pause)
    assert bench.runtime.secret("db").login(connects_with("second", tried)) == "connected"


class ConnectionDoneError(Exception):
    sqlstate = "28P01"


class AuthenticationError(Exception):
    """As redis calls it."""


class NotAuthenticatedError(AuthenticationError):
    """One of its kinds."""


@pytest.mark.parametrize(
    ("error", "refused"),
    [
        (RefusedError(1045, "x"), True),
        (RefusedError(1698, "x"), True),
        (RefusedError(2003, "x"), False),
        (RefusedError(), False),
        (ConnectionDoneError("x"), True),
        (NotAuthenticatedError("x"), True),
        (ConnectionRefusedError(111, "x"), False),
        (TimeoutError(), False),
    ],
)
def test_drivers_say_a_refused_login_by_number_state_or_name(error: Exception, *, refused: bool) -> None:
    assert login_refused(error) is refused
