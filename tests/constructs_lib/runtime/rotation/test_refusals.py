"""What the rotation refuses to do, and what it says then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.runtime.rotation.mysql_rotation.errors import RotationError
from tests.constructs_lib.runtime.rotation.conftest import MASTER_ARN, STEPS

if TYPE_CHECKING:
    from tests.constructs_lib.runtime.rotation.conftest import Benches


@pytest.mark.parametrize("change", [{"host": "localhost"}, {"port": 1}, {"engine": "mysql"}])
@pytest.mark.parametrize("step", STEPS[1:])
def test_a_pending_version_for_another_server_is_refused(
    benches: Benches, step: str, change: dict[str, object]
) -> None:
    bench = benches.make()
    token = bench.secrets.begin_rotation(bench.arn)
    bench.step("createSecret", token)
    bench.secrets.overwrite(bench.arn, "AWSPENDING", **change)
    with pytest.raises(RotationError, match="AWSPENDING is for another engine, host or port than AWSCURRENT: refused"):
        bench.step(step, token)


def test_a_pending_version_for_another_user_is_refused(benches: Benches) -> None:
    bench = benches.make()
    token = bench.secrets.begin_rotation(bench.arn)
    bench.step("createSecret", token)
    bench.secrets.overwrite(bench.arn, "AWSPENDING", username="master")
    with pytest.raises(RotationError, match="AWSPENDING is for user 'master', not 'app"):
        bench.step("setSecret", token)


def test_a_master_secret_for_another_server_is_refused(benches: Benches) -> None:
    bench = benches.make(master=True)
    bench.secrets.overwrite(MASTER_ARN, "AWSCURRENT", host="localhost")
    with pytest.raises(RotationError, match="the master secret is for another engine, host or port"):
        bench.rotate()


def test_the_master_does_not_rotate_itself_by_turns(benches: Benches) -> None:
    bench = benches.make(master=True)
    bench.secrets.overwrite(bench.arn, "AWSCURRENT", username="master", password="master-password")
    with pytest.raises(RotationError, match="the master secret is for the user that is to be rotated"):
        bench.rotate()


def test_an_engine_that_the_server_is_not_is_refused(benches: Benches) -> None:
    bench = benches.make(engine="mysql")
    with pytest.raises(RotationError, match="the secret says engine mysql, the server is mariadb: refused"):
        bench.rotate()


def test_an_account_with_another_kind_of_password_is_refused(benches: Benches) -> None:
    bench = benches.make(master=True)
    user = bench.stage("AWSCURRENT")["username"]
    bench.server.sql("ALTER USER %s IDENTIFIED VIA ed25519 USING PASSWORD('secret')", user)
    with pytest.raises(RotationError, match=f"'{user}'@'%' authenticates by ed25519; rotation knows mysql_native_pas"):
        bench.rotate()


def test_a_clones_name_that_is_too_long_is_refused(benches: Benches) -> None:
    bench = benches.make(master=True, user="u" * 75)
    with pytest.raises(RotationError, match="has 81 characters; mariadb allows 80"):
        bench.rotate()


def test_alternating_users_need_a_master(benches: Benches) -> None:
    bench = benches.make(strategy="alternating-users")
    with pytest.raises(RotationError, match="alternating-users, but the secret has no masterarn"):
        bench.rotate()


def test_an_unknown_step_is_refused(benches: Benches) -> None:
    bench = benches.make()
    token = bench.secrets.begin_rotation(bench.arn)
    with pytest.raises(RotationError, match="unknown step 'dropSecret'; known: createSecret, setSecret, testSecret, f"):
        bench.step("dropSecret", token)


def test_an_event_of_another_sender_is_refused(benches: Benches) -> None:
    with pytest.raises(RotationError, match="the event lacks ClientRequestToken"):
        benches.make().step("createSecret", "")


@pytest.mark.parametrize("step", STEPS)
def test_no_step_runs_while_rotation_is_disabled(benches: Benches, step: str) -> None:
    bench = benches.make()
    bench.secrets.create(bench.arn, bench.stage("AWSCURRENT"), rotation=False)
    with pytest.raises(RotationError, match="rotation is not enabled for arn:"):
        bench.step(step, bench.secrets.begin_rotation(bench.arn))


@pytest.mark.parametrize("step", STEPS)
def test_no_step_runs_for_a_version_that_is_not_staged(benches: Benches, step: str) -> None:
    bench = benches.make()
    with pytest.raises(RotationError, match=r"version unheard-of of arn:.* has no stage"):
        bench.step(step, "unheard-of")
    first = bench.secrets.begin_rotation(bench.arn)
    for each in STEPS:
        bench.step(each, first)
    bench.secrets.cancel_rotation(bench.arn)
    second = bench.secrets.begin_rotation(bench.arn)
    for each in STEPS:
        bench.step(each, second)
    with pytest.raises(RotationError, match=f"version {first} of arn:.* is not staged AWSPENDING"):
        bench.step(step, first)


@pytest.mark.parametrize("step", STEPS[1:])
def test_a_step_before_create_secret_says_so(benches: Benches, step: str) -> None:
    bench = benches.make()
    with pytest.raises(RotationError, match="AWSPENDING is empty: createSecret comes first"):
        bench.step(step, bench.secrets.begin_rotation(bench.arn))
