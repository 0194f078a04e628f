"""A service's login and schema, made by its first rotation, on a real server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pymysql
import pytest

from constructs_lib.runtime.rotation.mysql_rotation.errors import RotationError
from constructs_lib.runtime.rotation.mysql_rotation.first_login import own_schema
from tests.constructs_lib.runtime.rotation.server import HOST

if TYPE_CHECKING:
    from tests.constructs_lib.runtime.rotation.conftest import Bench, Benches
    from tests.constructs_lib.runtime.rotation.server import Server

ARN = "arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:"
WHERE: dict[str, Any] = {"master": True, "hosts": ()}


def of_service(benches: Benches, service: str, **changes: Any) -> Bench:
    """The secret of a service that nobody has made a login for."""
    name = service.replace("-", "_")
    given = {"user": name, "dbname": name, **changes}
    return benches.make(path=f"/connectly/{service}/prod/mysql", **WHERE, **given)


def connect(server: Server, login: dict[str, Any], schema: str) -> pymysql.Connection[Any]:
    tls = {"ca": str(server.ca_file)}
    return pymysql.connect(
        host=HOST, port=server.port, user=login["username"], password=login["password"], database=schema, ssl=tls
    )


def test_the_first_rotation_makes_the_login_and_its_schema(server: Server, benches: Benches) -> None:
    bench = of_service(benches, "file-flow")
    first = bench.stage("AWSCURRENT")
    bench.rotate(times_each=2)
    current = bench.stage("AWSCURRENT")
    assert (first["username"], current["username"]) == ("file_flow", "file_flow_clone")
    for login in (first, current):
        with connect(server, login, "file_flow") as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS files (id INT)")
    bench.rotate()
    assert bench.stage("AWSCURRENT")["username"] == "file_flow"
    assert bench.logs_in(bench.stage("AWSCURRENT"))
    assert bench.logs_in(current)


def test_the_login_reaches_nothing_but_its_schema(server: Server, benches: Benches) -> None:
    server.sql("CREATE DATABASE IF NOT EXISTS `over-xview`")
    bench = of_service(benches, "over-view")
    bench.rotate()
    for schema in ("shop", "mysql", "over-xview"):
        with pytest.raises(pymysql.OperationalError, match="Access denied"):
            connect(server, bench.stage("AWSCURRENT"), schema)


def test_a_login_without_tls_is_refused(server: Server, benches: Benches) -> None:
    bench = of_service(benches, "plain")
    bench.rotate()
    assert ("ANY",) in server.sql("SELECT CAST(ssl_type AS CHAR) FROM mysql.user WHERE User = 'plain'")


@pytest.mark.parametrize(
    "changes",
    [{"user": "shop"}, {"dbname": "shop"}, {"user": "grabber_x"}, {"dbname": ""}, {"user": "root", "dbname": "mysql"}],
    ids=["another login", "another schema", "a longer login", "no schema", "a login whose password it does not have"],
)
def test_nothing_else_is_made_for_a_service(server: Server, benches: Benches, changes: dict[str, Any]) -> None:
    bench = of_service(benches, "grabber", **changes)
    before = server.sql("SELECT User, Host FROM mysql.user ORDER BY 1, 2")
    with pytest.raises(RotationError):
        bench.rotate()
    assert server.sql("SELECT User, Host FROM mysql.user ORDER BY 1, 2") == before
    assert not server.sql("SELECT 1 FROM information_schema.schemata WHERE schema_name = 'grabber'")


def test_what_was_begun_and_not_ended_is_ended_by_the_next_try(server: Server, benches: Benches) -> None:
    bench = of_service(benches, "halfway")
    server.sql("CREATE USER 'halfway'@'%' IDENTIFIED BY 'first-password' REQUIRE SSL")
    bench.rotate()
    assert bench.logs_in(bench.stage("AWSCURRENT"))
    connect(server, bench.stage("AWSCURRENT"), "halfway").close()


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("/connectly/fileflow/prod/mysql-AbCdEf", "fileflow"),
        ("/connectly/file-flow/prod/mysql-AbCdEf", "file_flow"),
        ("/connectly/mysql/prod/login-AbCdEf", ""),
        ("/connectly/sys/prod/login-AbCdEf", ""),
        ("fileflow-AbCdEf", ""),
        ("/connectly/`x`/prod/mysql-AbCdEf", ""),
        ("/connectly/File_Flow/prod/mysql-AbCdEf", ""),
    ],
)
def test_the_path_of_a_secret_says_whose_it_is(name: str, own: str) -> None:
    assert own_schema(f"{ARN}{name}") == own
