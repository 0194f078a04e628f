"""The rotation function that was deployed rotates a login of a real server."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from constructs_lib import contract
from tests.constructs_lib.runtime.rotation.server import HOST, MASTER, running_server
from tests.system_tools import system_tool

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.support import Deployed

_PATIENCE_S = 30.0


def test_the_deployed_function_rotates_the_master_secret(deployed: Deployed, tmp_path: Path) -> None:
    for program in ("mariadbd", "mariadb-install-db"):
        system_tool(program, package="mariadb-server")
    secrets = deployed.client("secretsmanager")
    arn = deployed.parameter(contract.RDS_MASTER_SECRET_ARN.path("prod"))
    user, password = MASTER
    with running_server(tmp_path) as server:
        trust(deployed, deployed.parameter(contract.SECRETS_ROTATION_FUNCTION_ARN.path("prod")), str(server.ca_file))
        login = {"engine": "mariadb", "host": HOST, "port": server.port, "username": user, "password": password}
        secrets.put_secret_value(SecretId=arn, SecretString=json.dumps(login))
        before = stages(secrets, arn)["AWSCURRENT"]
        version = secrets.rotate_secret(SecretId=arn)["VersionId"]
        deadline = time.monotonic() + _PATIENCE_S
        while stages(secrets, arn).get("AWSCURRENT") != version and time.monotonic() < deadline:
            time.sleep(0.2)
        found = stages(secrets, arn)
        said = (deployed.rehearsed.emulator.folder / "emulator.log").read_text(encoding="utf-8")[-4000:]
        assert (found["AWSCURRENT"], found["AWSPREVIOUS"]) == (version, before), said
        new = json.loads(secrets.get_secret_value(SecretId=arn)["SecretString"])
        assert new["password"] != password
        assert server.logs_in(new["username"], new["password"])


def trust(deployed: Deployed, name: str, ca_file: str) -> None:
    """Let a function trust the server's authority rather than Amazon's."""
    functions = deployed.client("lambda")
    variables = functions.get_function_configuration(FunctionName=name).get("Environment", {}).get("Variables", {})
    functions.update_function_configuration(
        FunctionName=name, Environment={"Variables": {**variables, "DATABASE_CA_FILE": ca_file}}
    )


def stages(secrets: Any, arn: str) -> dict[str, str]:
    found = secrets.describe_secret(SecretId=arn)["VersionIdsToStages"]
    return {stage: version for version, stages in found.items() for stage in stages}
