"""The process dies right after any external call, of Secrets Manager or the database. Nobody is ever locked out."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

from tests.constructs_lib.runtime.conftest import server
from tests.constructs_lib.runtime.rotation.conftest import benches, worker
from tests.constructs_lib.runtime.rotation.worker import KILLED

if TYPE_CHECKING:
    from tests.constructs_lib.runtime.rotation.conftest import Bench, Benches, Worker

__all__ = ["benches", "server", "worker"]  # fixtures

CASES: dict[str, dict[str, Any]] = {
    "single user": {},
    "single user at two hosts": {"hosts": ("%", "localhost")},
    "single user by the master": {"master": True, "strategy": "single-user"},
    "alternating users": {"master": True},
}


def check_finished(bench: Bench, before: dict[str, Any], *, case: str) -> None:
    current = bench.stage("AWSCURRENT")
    assert current["password"] != before["password"]
    assert bench.logs_in(current)
    assert bench.logs_in(before) is (case == "alternating users")
    assert (current["username"] != before["username"]) is (case == "alternating users")


@pytest.mark.parametrize("case", CASES)
def test_killed_after_any_call_awscurrent_logs_in_and_the_retry_finishes(
    benches: Benches, worker: Worker, case: str
) -> None:
    move_removes_pending = case == "single user"  # Secrets Manager may do either, see the fake
    for kill_after in itertools.count(1):
        bench = benches.make(**CASES[case])
        before = bench.stage("AWSCURRENT")
        token = bench.secrets.begin_rotation(bench.arn)
        exit_code = worker.run(bench, token, kill_after=kill_after, move_removes_pending=move_removes_pending)
        assert exit_code in (0, KILLED)
        assert bench.logs_in(bench.stage("AWSCURRENT")), f"locked out after call {kill_after}"
        assert worker.run(bench, token, watch=True, move_removes_pending=move_removes_pending) == 0
        check_finished(bench, before, case=case)
        if exit_code == 0:
            break
    assert kill_after > 20


@pytest.mark.parametrize("case", CASES)
def test_killed_after_any_call_and_given_up_the_next_rotation_finishes(
    benches: Benches, worker: Worker, case: str
) -> None:
    for kill_after in itertools.count(1):
        bench = benches.make(**CASES[case])
        abandoned = bench.secrets.begin_rotation(bench.arn)
        exit_code = worker.run(bench, abandoned, kill_after=kill_after)
        bench.secrets.cancel_rotation(bench.arn)
        before = bench.stage("AWSCURRENT")
        assert bench.logs_in(before)
        next_token = bench.secrets.begin_rotation(bench.arn)
        assert worker.run(bench, next_token, watch=True) == 0
        check_finished(bench, before, case=case)
        if exit_code == 0:
            break
