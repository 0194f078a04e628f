"""What the templates of a service say of its task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib import GovernedCluster, GovernedTask
from tests.constructs_lib.web_service import make_container, make_vpc

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def statements(bench: Bench, role: str) -> list[dict[str, Any]]:
    """The statements of the one policy whose name contains a role's construct id."""
    (policy,) = (p for p in bench.resources("AWS::IAM::Policy") if role in p["PolicyName"])
    found: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
    return found


def container(bench: Bench) -> dict[str, Any]:
    (found,) = bench.only("AWS::ECS::TaskDefinition")["ContainerDefinitions"]
    return dict(found)


def make_task(bench: Bench, **changes: Any) -> GovernedTask:
    """A task in a cluster of its own."""
    vpc = make_vpc(bench)
    container = changes.pop("container", None) or make_container(bench, port=None, command=("clean",))
    cluster = GovernedCluster(bench.stack, "Cluster", vpc=vpc)
    return GovernedTask(bench.stack, "Clean", vpc=vpc, kind="clean", container=container, cluster=cluster, **changes)
