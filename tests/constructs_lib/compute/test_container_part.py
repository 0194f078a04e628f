from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_ssm as ssm

from constructs_lib import ConfigurationError, ContainerHealthCheck, GovernedParameter, GovernedSecret
from tests.constructs_lib.compute.tasks import container, statements
from tests.constructs_lib.web_service import make_container, make_service
from tests.support import as_list, resolve

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_it_starts_by_words_of_ours_and_says_by_a_command_whether_it_is_well(bench: Bench) -> None:
    health = ContainerHealthCheck(command="curl -f localhost:8080/healthz", start_seconds=120)
    make_service(
        bench, container=make_container(bench, entry_point=("/bin/java",), command=("-jar", "app.jar"), health=health)
    )
    found = container(bench)
    assert (found["EntryPoint"], found["Command"]) == (["/bin/java"], ["-jar", "app.jar"])
    assert found["HealthCheck"] == {
        "Command": ["CMD-SHELL", "curl -f localhost:8080/healthz"],
        "Interval": 30,
        "Retries": 3,
        "StartPeriod": 120,
        "Timeout": 5,
    }


def test_secrets_are_whole_a_field_or_a_parameter_and_only_these_are_read(bench: Bench) -> None:
    token = GovernedSecret(bench.stack, "Token", name="token", description="Opens the door of a vendor")
    limit = GovernedParameter(bench.stack, "Limit", branch="system", name="limit", value="10")
    secure = ssm.StringParameter.from_secure_string_parameter_attributes(
        bench.stack, "Secure", parameter_name="/fileflow/prod/system/licence"
    )
    secrets = {"TOKEN": token, "PASSWORD": (token, "password"), "LIMIT": limit, "LICENCE": secure}
    make_service(bench, container=make_container(bench, secrets=secrets))
    found = {one["Name"]: resolve(one["ValueFrom"]) for one in container(bench)["Secrets"]}
    assert found["PASSWORD"] == f"{found['TOKEN']}:password::"
    assert found["LICENCE"].endswith("parameter/fileflow/prod/system/licence")
    read = {action: one for one in statements(bench, "ExecutionRole") for action in as_list(one["Action"])}
    assert len(as_list(read["ssm:GetParameters"]["Resource"])) == 2
    assert len(as_list(read["secretsmanager:GetSecretValue"]["Resource"])) == 1
    through = {
        one["Condition"]["StringEquals"]["kms:ViaService"].split(".")[0]
        for one in statements(bench, "ExecutionRole")
        if "kms:Decrypt" in as_list(one["Action"])
    }
    assert through == {"secretsmanager", "ssm"}


def test_a_plain_parameter_needs_no_key(bench: Bench) -> None:
    limit = GovernedParameter(bench.stack, "Limit", branch="system", name="limit", value="10")
    make_service(bench, container=make_container(bench, secrets={"LIMIT": limit}))
    assert not any("kms:Decrypt" in as_list(one["Action"]) for one in statements(bench, "ExecutionRole"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"command": "run"}, "command: given 'run'; allowed: a tuple of texts"),
        ({"entry_point": "run"}, "entry_point: given 'run'; allowed: a tuple of texts"),
        ({"environment": {"A": "1"}, "secrets": {"A": object()}}, "no variable that environment has too"),
    ],
)
def test_what_ecs_would_take_otherwise_is_refused(bench: Bench, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        make_container(bench, **changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"command": ""}, "allowed: a command"),
        ({"interval_seconds": 4}, "5 to 300"),
        ({"timeout_seconds": 61}, "2 to 60"),
        ({"retries": 0}, "1 to 10"),
        ({"start_seconds": 301}, "0 to 300"),
    ],
)
def test_a_health_check_out_of_bounds_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        ContainerHealthCheck(**{"command": "true", **changes})
