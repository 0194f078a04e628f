"""A service whose clients read their login by governed_runtime goes through rotations without a failed request."""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING, Any, Self

import pymysql
import pytest

from constructs_lib import contract
from governed_runtime import Runtime, Settings
from governed_runtime.audit import Audit
from governed_runtime.aws import Aws
from tests.constructs_lib.runtime.rotation.server import HOST, MASTER, Server, running_server
from tests.integration.test_rotation import stages, trust
from tests.system_tools import system_tool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from governed_runtime import Secret
    from tests.integration.support import Deployed

CLIENTS, ROTATIONS = 50, 3
_PATIENCE_S = 60.0
SETTINGS = Settings(environment="prod", organization="connectly", project="infrastructure", service="orders")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    for program in ("mariadbd", "mariadb-install-db"):
        system_tool(program, package="mariadb-server")
    with running_server(tmp_path) as running:
        yield running


class Service:
    """Fifty threads that each log in and ask for a row, again and again, and one that keeps its first password."""

    def __init__(self, runtime: Runtime, server: Server) -> None:
        self._runtime, self._server = runtime, server
        self._over = threading.Event()
        self._kept = runtime.secret("db")
        self.served = [0] * CLIENTS
        self.failed: list[str] = []
        self.kept_failed = 0

    def __enter__(self) -> Self:
        self._threads = [threading.Thread(target=self._requests, args=(number,)) for number in range(CLIENTS)]
        self._threads.append(threading.Thread(target=self._with_what_it_kept))
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _row(self, secret: Secret) -> None:
        with (
            pymysql.connect(
                host=secret["host"], port=secret["port"], user=secret["username"],
                password=secret["password"].encode(), ssl={"ca": str(self._server.ca_file)},
            ) as connection,
            connection.cursor() as cursor,
        ):  # fmt: skip
            cursor.execute("SELECT COUNT(*) FROM shop.orders")

    def _requests(self, number: int) -> None:
        while not self._over.wait(0.2):
            try:
                self._runtime.secret("db").login(self._row)
                self.served[number] += 1
            except Exception as error:  # noqa: BLE001 - each one is what must not happen
                self.failed.append(repr(error))

    def _with_what_it_kept(self) -> None:
        while not self._over.wait(0.2):
            try:
                self._row(self._kept)
            except pymysql.OperationalError:
                self.kept_failed += 1


def test_fifty_clients_go_through_three_rotations_without_a_failed_request(deployed: Deployed, server: Server) -> None:
    arn = alternating_secret(deployed, server)
    told: list[dict[str, Any]] = []
    audit = Audit("orders", write=told.append)
    runtime = Runtime(SETTINGS, aws=Aws(deployed.client), audit=audit)
    with Service(runtime, server) as service:
        for _ in range(ROTATIONS):
            rotate(deployed, arn)
            served = list(service.served)
            until = time.monotonic() + _PATIENCE_S
            while min(now - then for now, then in zip(service.served, served, strict=True)) < 2:
                assert time.monotonic() < until
                time.sleep(0.1)
    assert service.failed == []
    assert service.kept_failed  # a password that nobody reads anew is refused: the rotations were real
    assert min(service.served) >= 2 * ROTATIONS
    reads = [record["why"] for record in told if record["event"] == "read"]
    # One for all at the start; then one for all whenever the login that they have was refused.
    assert reads[0] == "first"
    assert set(reads[1:]) == {"refused"}
    assert len(reads) <= 1 + ROTATIONS


def alternating_secret(deployed: Deployed, server: Server) -> str:
    """A login of the server with a master that changes it, rotated by the function that was deployed."""
    secrets = deployed.client("secretsmanager")
    trust(deployed, deployed.parameter(contract.SECRETS_ROTATION_FUNCTION_ARN.path("prod")), str(server.ca_file))
    where = {"engine": "mariadb", "host": HOST, "port": server.port}
    master = deployed.parameter(contract.RDS_MASTER_SECRET_ARN.path("prod"))
    text = json.dumps({**where, "username": MASTER[0], "password": MASTER[1]})
    secrets.put_secret_value(SecretId=master, SecretString=text)
    server.sql("CREATE USER 'app'@'%%' IDENTIFIED BY %s", "first-password")
    server.sql("GRANT SELECT, INSERT ON shop.* TO 'app'@'%'")
    value = {**where, "username": "app", "password": "first-password", "masterarn": master}
    created = secrets.create_secret(Name=SETTINGS.secret_path("db"), SecretString=json.dumps(value))
    arn: str = created["ARN"]
    return arn


def rotate(deployed: Deployed, arn: str) -> None:
    """One whole rotation, by the function that was deployed."""
    secrets = deployed.client("secretsmanager")
    function = deployed.parameter(contract.SECRETS_ROTATION_FUNCTION_ARN.path("prod"))
    rules = {"AutomaticallyAfterDays": 30}
    version = secrets.rotate_secret(SecretId=arn, RotationLambdaARN=function, RotationRules=rules)["VersionId"]
    until = time.monotonic() + _PATIENCE_S
    while stages(secrets, arn).get("AWSCURRENT") != version and time.monotonic() < until:
        time.sleep(0.2)
    said = (deployed.rehearsed.emulator.folder / "emulator.log").read_text(encoding="utf-8")[-4000:]
    assert stages(secrets, arn)["AWSCURRENT"] == version, said
