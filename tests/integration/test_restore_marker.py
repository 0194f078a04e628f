"""The deployed marker function marks a real server; a dump of that, restored into another one, is known by it."""

from __future__ import annotations

import datetime
import json
import subprocess
from typing import TYPE_CHECKING, Any

from constructs_lib import contract
from constructs_lib.runtime.restore_validation.restore_checks import marker
from constructs_lib.runtime.rotation.mysql_rotation.credentials import Credentials
from constructs_lib.runtime.rotation.mysql_rotation.database import connect
from tests.constructs_lib.runtime.rotation.server import HOST, MASTER, Server, running_server
from tests.integration.test_rotation import trust
from tests.system_tools import system_tool

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.support import Deployed

FUNCTION = "prod-rds-restore-marker"


def test_what_the_deployed_function_wrote_is_found_in_a_restored_dump(deployed: Deployed, tmp_path: Path) -> None:
    for program in ("mariadbd", "mariadb-install-db"):
        system_tool(program, package="mariadb-server")
    (tmp_path / "home").mkdir()
    (tmp_path / "copy").mkdir()
    with running_server(tmp_path / "home") as server, running_server(tmp_path / "copy") as copy:
        mark(deployed, server)
        today = datetime.datetime.now(datetime.UTC).date()
        assert findings(copy, today) == [
            "there is no schema governed_restore: the marker was never written, or the copy is not of this database"
        ]
        restore(server, copy)
        assert findings(copy, today) == []
        assert findings(copy, today + datetime.timedelta(days=3)) != []


def mark(deployed: Deployed, server: Server) -> None:
    """Let the deployed function write its row, with the master's secret as it finds it."""
    arn = deployed.parameter(contract.RDS_MASTER_SECRET_ARN.path("prod"))
    secrets, user, password = deployed.client("secretsmanager"), *MASTER
    kept = secrets.get_secret_value(SecretId=arn)["SecretString"]
    login = {"engine": "mariadb", "host": HOST, "port": server.port, "username": user, "password": password}
    trust(deployed, FUNCTION, str(server.ca_file))
    secrets.put_secret_value(SecretId=arn, SecretString=json.dumps(login))
    try:
        payload = json.dumps({"do": "write-marker"})
        answer: Any = deployed.client("lambda").invoke(FunctionName=FUNCTION, Payload=payload)
        assert "FunctionError" not in answer, answer["Payload"].read()
    finally:
        secrets.put_secret_value(SecretId=arn, SecretString=kept)


def restore(server: Server, copy: Server) -> None:
    """Dump everything of applications, and put it into the other server."""
    dump = [system_tool("mariadb-dump", package="mariadb-client"), f"--socket={server.unix_socket}", "--user=root"]
    made = subprocess.run([*dump, "--databases", marker.SCHEMA, "shop"], check=True, capture_output=True)
    client = [system_tool("mariadb", package="mariadb-client"), f"--socket={copy.unix_socket}", "--user=root"]
    subprocess.run(client, input=made.stdout, check=True, capture_output=True)


def findings(server: Server, made: datetime.date) -> list[str]:
    """What the validation function would say of this server as a copy."""
    login = Credentials(
        engine="mariadb", host=HOST, port=server.port, username=MASTER[0], password=MASTER[1],
        dbname=None, masterarn=None, raw={},
    )  # fmt: skip
    with connect(login, ca_file=server.ca_file) as session:
        return marker.findings(session, made=made)
