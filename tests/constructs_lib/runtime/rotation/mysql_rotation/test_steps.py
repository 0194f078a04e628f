"""Whole rotations against a real server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.passwords import EXCLUDED_CHARACTERS, PASSWORD_LENGTH
from constructs_lib.runtime.rotation.mysql_rotation.errors import DatabaseError, RotationError
from tests.constructs_lib.runtime.rotation.conftest import STEPS

if TYPE_CHECKING:
    from tests.constructs_lib.runtime.rotation.conftest import Bench, Benches

NASTY = "o'h\"ara\\%s`\u00fc"
CLONE = "_clone"


def grants(bench: Bench, user: str, host: str = "%") -> set[str]:
    lines = (row[0].partition(" IDENTIFIED ")[0] for row in bench.server.sql("SHOW GRANTS FOR %s@%s", user, host))
    return {line.replace(f"`{user}`", "`user`") for line in lines}


@pytest.mark.parametrize("times_each", [1, 3])
def test_single_user_gets_a_new_password_and_the_old_one_ends(benches: Benches, times_each: int) -> None:
    bench = benches.make()
    old = bench.stage("AWSCURRENT")
    bench.rotate(times_each=times_each)
    new = bench.stage("AWSCURRENT")
    assert bench.logs_in(new)
    assert not bench.logs_in(old)
    assert bench.stage("AWSPREVIOUS") == old
    assert len(new["password"]) == PASSWORD_LENGTH
    assert not set(new["password"]) & set(EXCLUDED_CHARACTERS)
    assert new == {**old, "password": new["password"]}


@pytest.mark.parametrize("times_each", [1, 3])
def test_alternating_users_take_turns_and_the_resting_one_goes_on(benches: Benches, times_each: int) -> None:
    bench = benches.make(master=True)
    first = bench.stage("AWSCURRENT")
    bench.rotate(times_each=times_each)
    second = bench.stage("AWSCURRENT")
    assert second["username"] == first["username"] + CLONE
    assert bench.logs_in(first)
    assert bench.logs_in(second)
    bench.rotate(times_each=times_each)
    third = bench.stage("AWSCURRENT")
    assert third["username"] == first["username"]
    assert third["password"] != first["password"]
    assert bench.logs_in(second)
    assert bench.logs_in(third)


@pytest.mark.parametrize("options", [{}, {"master": True}, {"master": True, "strategy": "single-user"}])
def test_names_and_passwords_with_quotes_backslashes_and_percent_signs_rotate(
    benches: Benches, options: dict[str, object]
) -> None:
    bench = benches.make(user=NASTY, password=NASTY + "\u20ac", **options)  # type: ignore[arg-type]  # wrong on purpose, or by name from a table
    try:
        for _ in range(2):
            bench.rotate()
            assert bench.logs_in(bench.stage("AWSCURRENT"))
    finally:
        for (user,) in bench.server.sql("SELECT User FROM mysql.user WHERE User LIKE %s", "o'h%"):
            bench.server.sql("DROP USER %s@'%%'", user)


def test_a_master_rotates_a_single_user_that_may_change_nothing_at_all_its_hosts(benches: Benches) -> None:
    bench = benches.make(master=True, strategy="single-user", hosts=("%", "localhost"))
    bench.rotate()
    assert bench.stage("AWSCURRENT")["username"] == bench.stage("AWSPREVIOUS")["username"]
    assert bench.logs_in(bench.stage("AWSCURRENT"))
    assert not bench.logs_in(bench.stage("AWSPREVIOUS"))


def test_a_single_user_without_the_privilege_fails_and_awscurrent_logs_in(benches: Benches) -> None:
    bench = benches.make()
    user = bench.stage("AWSCURRENT")["username"]
    bench.server.sql("REVOKE CREATE USER ON *.* FROM %s", user)
    with pytest.raises(DatabaseError, match="error 1227, the user lacks a privilege"):
        bench.rotate()
    assert bench.logs_in(bench.stage("AWSCURRENT"))


def test_a_single_user_that_may_not_see_mysql_user_rotates_its_own_account(benches: Benches) -> None:
    bench = benches.make()
    bench.server.sql("REVOKE SELECT ON mysql.* FROM %s", bench.stage("AWSCURRENT")["username"])
    bench.rotate()
    assert bench.logs_in(bench.stage("AWSCURRENT"))
    assert not bench.logs_in(bench.stage("AWSPREVIOUS"))


def test_set_secret_logs_in_by_awsprevious_and_puts_a_wrong_awscurrent_right(benches: Benches) -> None:
    bench = benches.make()
    bench.rotate()
    bench.server.sql(
        "ALTER USER %s IDENTIFIED BY %s", bench.stage("AWSCURRENT")["username"], bench.stage("AWSPREVIOUS")["password"]
    )
    bench.rotate()
    assert bench.logs_in(bench.stage("AWSCURRENT"))


def test_set_secret_says_when_no_version_logs_in(benches: Benches) -> None:
    bench = benches.make()
    bench.secrets.overwrite(bench.arn, "AWSCURRENT", password="wrong")
    with pytest.raises(RotationError, match="the server accepts no version of the secret"):
        bench.rotate()


def test_a_late_finish_secret_leaves_the_next_rotations_passwords_alone(benches: Benches) -> None:
    bench = benches.make()
    first = bench.secrets.begin_rotation(bench.arn)
    for step in STEPS:
        bench.step(step, first)
    second = bench.secrets.begin_rotation(bench.arn)
    for step in STEPS[:2]:
        bench.step(step, second)
    bench.step("finishSecret", first)
    assert bench.logs_in(bench.stage("AWSCURRENT"))
    assert bench.logs_in(bench.stage("AWSPENDING"))


def test_finish_secret_does_not_promote_what_cannot_log_in(benches: Benches) -> None:
    bench = benches.make()
    token = bench.secrets.begin_rotation(bench.arn)
    bench.step("createSecret", token)
    before = bench.stage("AWSCURRENT")
    with pytest.raises(DatabaseError, match="login refused"):
        bench.step("finishSecret", token)
    assert bench.stage("AWSCURRENT") == before


def test_the_clone_has_hosts_tls_demand_and_grants_of_the_original_and_no_more(benches: Benches) -> None:
    bench = benches.make(master=True, hosts=("%", "127.0.0.1"))
    user = bench.stage("AWSCURRENT")["username"]
    bench.server.sql("CREATE ROLE reader")
    bench.server.sql("GRANT reader TO %s@'%%'", user)
    bench.server.sql("SET DEFAULT ROLE reader FOR %s@'%%'", user)
    bench.server.sql("GRANT SELECT (id) ON shop.orders TO %s@'%%' WITH GRANT OPTION", user)
    bench.server.sql("ALTER USER %s@'127.0.0.1' REQUIRE SSL", user)
    bench.server.sql("GRANT reader TO master@'%%' WITH ADMIN OPTION".replace("%%", "%"))
    bench.server.sql("CREATE USER %s@'%%'", user + CLONE)
    bench.server.sql("GRANT DELETE, SELECT ON shop.* TO %s@'%%' WITH GRANT OPTION", user + CLONE)
    bench.server.sql("GRANT PROCESS ON *.* TO %s@'%%'", user + CLONE)
    bench.rotate()
    for host in ("%", "127.0.0.1"):
        assert grants(bench, user + CLONE, host) == grants(bench, user, host)
    demand = "SELECT ssl_type FROM mysql.user WHERE User = %s ORDER BY Host"
    assert bench.server.sql(demand, user + CLONE) == bench.server.sql(demand, user) == [("",), ("ANY",)]
    bench.server.sql("DROP ROLE reader")


def test_a_host_that_only_the_clone_has_gets_the_password_too(benches: Benches) -> None:
    bench = benches.make(master=True)
    clone = bench.stage("AWSCURRENT")["username"] + CLONE
    bench.server.sql("CREATE USER %s@'127.0.0.1' IDENTIFIED BY 'stale'", clone)
    bench.rotate()
    assert bench.logs_in(bench.stage("AWSCURRENT"))
    assert not bench.server.logs_in(clone, "stale")


def test_create_secret_repeated_keeps_the_pending_password(benches: Benches) -> None:
    bench = benches.make()
    token = bench.secrets.begin_rotation(bench.arn)
    bench.step("createSecret", token)
    pending = bench.stage("AWSPENDING")
    bench.step("createSecret", token)
    assert bench.stage("AWSPENDING") == pending


def test_neither_logs_nor_errors_hold_a_password(benches: Benches, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    bench = benches.make()
    bench.rotate()
    assert caplog.messages == ["step done"] * 4
    for stage in ("AWSCURRENT", "AWSPREVIOUS"):
        assert not any(bench.stage(stage)["password"] in str(vars(record)) for record in caplog.records)


def test_an_error_names_what_was_tried_and_hides_the_servers_own_words(benches: Benches) -> None:
    bench = benches.make(master=True, strategy="single-user")
    token = bench.secrets.begin_rotation(bench.arn)
    bench.step("createSecret", token)
    user = bench.stage("AWSCURRENT")["username"]
    bench.server.sql("SET GLOBAL read_only = ON")
    bench.server.sql("REVOKE READ_ONLY ADMIN ON *.* FROM master@'%'")
    try:
        with pytest.raises(DatabaseError) as raised:
            bench.step("setSecret", token)
    finally:
        bench.server.sql("SET GLOBAL read_only = OFF")
        bench.server.sql("GRANT READ_ONLY ADMIN ON *.* TO master@'%'")
    assert str(raised.value).startswith(f"setting the password of '{user}'@'%': error 1290, ")
    assert raised.value.__suppress_context__
