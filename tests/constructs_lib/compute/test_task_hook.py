from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib import Canary, ConfigurationError, GovernedTask
from tests.constructs_lib.web_service import make_container, make_load_balancer, make_service
from tests.support import as_list, resolve

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def migration(bench: Bench, service: object) -> GovernedTask:
    vpc, cluster = bench.stack.node.find_child("Vpc"), service.cluster  # type: ignore[attr-defined] # the service
    container = make_container(bench, port=None, command=("migrate",))
    return GovernedTask(bench.stack, "Migrate", vpc=vpc, kind="migrate", container=container, cluster=cluster)  # type: ignore[arg-type] # the VPC


def test_a_migration_runs_before_the_first_new_task_and_starts_nothing_but_itself(bench: Bench) -> None:
    service = make_service(bench, deployment=Canary())
    make_load_balancer(bench, service=service)
    service.run_first(migration(bench, service))
    found = bench.template()["Resources"]
    (made,) = (one for one in found.values() if one["Type"] == "AWS::ECS::Service")
    (hook,) = made["Properties"]["DeploymentConfiguration"]["LifecycleHooks"]
    assert hook["LifecycleStages"] == ["PRE_SCALE_UP"]
    variables = bench.only("AWS::Lambda::Function")["Environment"]["Variables"]
    assert "MigrateTaskDefinition" in resolve(variables["TASK_DEFINITION"])
    assert variables["FAMILY"] == "prod-example-migrate"
    (policy,) = (p for p in bench.resources("AWS::IAM::Policy") if "FunctionRole" in p["PolicyName"])
    by = {action: one for one in policy["PolicyDocument"]["Statement"] for action in as_list(one["Action"])}
    assert "MigrateTaskDefinition" in resolve(by["ecs:RunTask"]["Resource"])
    assert all("ecs:cluster" in by[f"ecs:{what}"]["Condition"]["ArnEquals"] for what in ("RunTask", "ListTasks"))
    assert any("FunctionRoleDefaultPolicy" in one for one in made["DependsOn"])


def test_deployments_that_roll_have_no_such_stage(bench: Bench) -> None:
    service = make_service(bench)
    task = migration(bench, service)
    with pytest.raises(ConfigurationError, match="given 'Rolling'; allowed: BlueGreen, Canary or Linear"):
        service.run_first(task)
