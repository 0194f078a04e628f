"""The fake Secrets Manager, and a bench to rotate on."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import pytest

from constructs_lib.kernel.passwords import EXCLUDED_CHARACTERS, PASSWORD_LENGTH
from constructs_lib.runtime.rotation.mysql_rotation.settings import Settings
from constructs_lib.runtime.rotation.mysql_rotation.steps import rotate
from tests.constructs_lib.runtime.rotation.fake_secrets_manager import FakeSecretsManager
from tests.constructs_lib.runtime.rotation.server import HOST, MASTER, Server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.runtime.rotation.mysql_rotation.versions import SecretsManager

STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")
MASTER_ARN = "arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:master"
_numbers = itertools.count()


@dataclass
class Bench:
    """One secret, its login in the server, and the ways to rotate it."""

    server: Server
    secrets: FakeSecretsManager
    store: Path
    arn: str
    strategy: str = "auto"
    at_localhost: bool = False

    def step(self, step: str, token: str) -> None:
        settings = Settings(
            strategy=self.strategy,
            ca_file=self.server.ca_file,
            password_length=PASSWORD_LENGTH,
            exclude_characters=EXCLUDED_CHARACTERS,
        )
        event = {"Step": step, "SecretId": self.arn, "ClientRequestToken": token}
        rotate(event, client=cast("SecretsManager", self.secrets), settings=settings)

    def rotate(self, *, times_each: int = 1) -> None:
        token = self.secrets.begin_rotation(self.arn)
        for step in STEPS:
            for _ in range(times_each):
                self.step(step, token)

    def stage(self, stage: str) -> dict[str, Any]:
        value = self.secrets.stage(self.arn, stage)
        assert value is not None
        return value

    def logs_in(self, value: dict[str, Any]) -> bool:
        """Whether a login is accepted at every host that it has."""
        user, password = value["username"], value["password"]
        remote = self.server.logs_in(user, password)
        if self.at_localhost:
            assert self.server.logs_in(user, password, unix_socket=True) is remote
        return remote


class Benches:
    """Makes benches, each with a user and a secret of its own."""

    def __init__(self, server: Server, folder: Path) -> None:
        self._server = server
        self._store = folder / "secrets.json"
        self._secrets = FakeSecretsManager(self._store)
        master = {"engine": "mariadb", "host": HOST, "port": server.port, "username": MASTER[0], "password": MASTER[1]}
        self._secrets.create(MASTER_ARN, master)

    def make(
        self,
        *,
        strategy: str = "auto",
        master: bool = False,
        user: str | None = None,
        password: str = "first-password",
        hosts: tuple[str, ...] = ("%",),
        path: str = "",
        **secret: object,
    ) -> Bench:
        number = next(_numbers)
        user = user or f"app{number}"
        for host in hosts:
            self._server.sql("CREATE USER %s@%s IDENTIFIED BY %s", user, host, password)
            self._server.sql("GRANT SELECT, INSERT ON shop.* TO %s@%s", user, host)
            if not master:
                self._server.sql("GRANT CREATE USER ON *.* TO %s@%s", user, host)
                self._server.sql("GRANT SELECT ON mysql.* TO %s@%s", user, host)
        where = {"engine": "mariadb", "host": HOST, "port": self._server.port}
        value: dict[str, object] = {
            **where,
            "username": user,
            "password": password,
            "dbname": "shop",
            "dbInstanceIdentifier": "shop-database",
            **({"masterarn": MASTER_ARN} if master else {}),
            **secret,
        }
        arn = f"arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:{path or 'app'}-{number}"
        self._secrets.create(arn, value)
        return Bench(
            server=self._server,
            secrets=self._secrets,
            store=self._store,
            arn=arn,
            strategy=strategy,
            at_localhost="localhost" in hosts,
        )


@pytest.fixture
def benches(server: Server, tmp_path: Path) -> Benches:
    return Benches(server, tmp_path)


class Worker:
    """The process that forks a killable process for each rotation."""

    def __init__(self, process: subprocess.Popen[str], stdin: IO[str], stdout: IO[str]) -> None:
        self._process, self._stdin, self._stdout = process, stdin, stdout

    def run(
        self, bench: Bench, token: str, *, kill_after: int = 0, watch: bool = False, move_removes_pending: bool = False
    ) -> int:
        """Run the four steps; returns the exit code, see worker.py. `kill_after` 0: never."""
        job = {
            "store": str(bench.store),
            "ca_file": str(bench.server.ca_file),
            "unix_socket": bench.server.unix_socket if bench.at_localhost else "",
            "arn": bench.arn,
            "token": token,
            "strategy": bench.strategy,
            "kill_after": kill_after,
            "watch": watch,
            "move_removes_pending": move_removes_pending,
        }
        self._stdin.write(json.dumps(job) + "\n")
        self._stdin.flush()
        return int(self._stdout.readline())


@pytest.fixture(scope="session")
def worker() -> Iterator[Worker]:
    root = Path(__file__).parents[4]
    command = [sys.executable, "-m", "tests.constructs_lib.runtime.rotation.worker"]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Worker(process, process.stdin, process.stdout)
        process.stdin.close()
