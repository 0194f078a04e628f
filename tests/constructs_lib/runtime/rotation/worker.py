"""Runs rotations in processes that can be killed: one job, a line of JSON, is one forked process.

The rotation is imported as in Lambda, from the asset's root: no aws_cdk, one thread, so forking is quick and safe.

A job's exit code: 0 done, 137 killed right after the external call number `kill_after`, 99 AWSCURRENT did not log in
right after an external call that changes anything (only with `watch`), 1 the rotation raised.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import Any

import pymysql
from pymysql.connections import Connection

from tests.constructs_lib.runtime.rotation.fake_secrets_manager import FakeSecretsManager

ASSET = Path(__file__).parents[4] / "constructs_lib" / "runtime" / "rotation"
KILLED = 137
LOCKED_OUT = 99
#: Calls that change nothing: who could log in before can do so after.
_READS = ("login", "SELECT", "SHOW", "SET SESSION", "Describe", "Get")


class Calls:
    """Counts the external calls of a job, each when it has taken effect."""

    def __init__(self, job: dict[str, Any]) -> None:
        self._job = job
        self._count = 0
        self._checking = False

    def done(self, name: str) -> None:
        if self._checking:
            return
        self._count += 1
        if self._job["watch"] and not name.startswith(_READS):
            self._checking = True
            self._check(name)
            self._checking = False
        if self._count == self._job["kill_after"]:
            os._exit(KILLED)

    def _check(self, name: str) -> None:
        current = FakeSecretsManager(Path(self._job["store"])).stage(self._job["arn"], "AWSCURRENT")
        assert current is not None
        reaches: list[dict[str, Any]] = [
            {"host": current["host"], "port": current["port"], "ssl": {"ca": self._job["ca_file"]}}
        ]
        if self._job["unix_socket"]:  # the same user name at another host
            reaches.append({"unix_socket": self._job["unix_socket"], "ssl_disabled": True})
        try:
            for reach in reaches:
                pymysql.connect(user=current["username"], password=current["password"], **reach).close()
        except pymysql.OperationalError as error:
            sys.stderr.write(f"AWSCURRENT is locked out after call {self._count}, {name}: {error}\n")
            sys.stderr.flush()
            os._exit(LOCKED_OUT)


def _count_sql(calls: Calls) -> None:
    """Count logins and statements."""
    connect, query = Connection.connect, Connection.query

    def counted_connect(self: Any, *args: Any, **kwargs: Any) -> Any:
        result = connect(self, *args, **kwargs)
        calls.done("login")
        return result

    def counted_query(self: Any, sql: Any, *args: Any, **kwargs: Any) -> Any:
        result = query(self, sql, *args, **kwargs)
        calls.done(str(sql)[:20])
        return result

    Connection.connect = counted_connect  # type: ignore[method-assign]  # counts the calls of the real class
    Connection.query = counted_query  # type: ignore[method-assign]  # counts the calls of the real class


def _run(job: dict[str, Any]) -> None:
    calls = Calls(job)
    _count_sql(calls)
    client = FakeSecretsManager(Path(job["store"]), after=calls.done, move_removes_pending=job["move_removes_pending"])
    settings = import_module("mysql_rotation.settings").Settings(
        strategy=job["strategy"], ca_file=Path(job["ca_file"]), password_length=32, exclude_characters="/@\"' "
    )
    rotate = import_module("mysql_rotation.steps").rotate
    for step in ("createSecret", "setSecret", "testSecret", "finishSecret"):
        rotate(
            {"Step": step, "SecretId": job["arn"], "ClientRequestToken": job["token"]}, client=client, settings=settings
        )


def main() -> None:
    sys.path.insert(0, str(ASSET))
    import_module("mysql_rotation.steps")  # once, before forking
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what the rotation logs is not an answer
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                _run(json.loads(line))
            except BaseException:  # noqa: BLE001 (the exit code says it; the parent's loop must not go on here)
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        answers.write(f"{os.waitstatus_to_exitcode(status)}\n")
        answers.flush()


if __name__ == "__main__":
    main()
