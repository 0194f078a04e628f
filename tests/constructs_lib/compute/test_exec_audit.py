from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError, GovernedCluster
from tests.constructs_lib.compute.tasks import container, statements
from tests.constructs_lib.web_service import make_service, make_vpc
from tests.support import as_list

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

REASON = "The vendor looks at a stuck process with us until March"


def test_whoever_enters_a_container_is_written_down_in_an_encrypted_log(bench: Bench) -> None:
    make_service(bench, exec_reason=REASON)
    assert bench.only("AWS::ECS::Service")["EnableExecuteCommand"] is True
    command = bench.only("AWS::ECS::Cluster")["Configuration"]["ExecuteCommandConfiguration"]
    assert command["Logging"] == "OVERRIDE"
    assert command["LogConfiguration"]["CloudWatchEncryptionEnabled"] is True
    groups = {group["LogGroupName"]: group for group in bench.resources("AWS::Logs::LogGroup")}
    assert groups["/aws/ecs/prod-example/exec"]["KmsKeyId"].endswith("key/logs")
    assert container(bench)["ReadonlyRootFilesystem"] is False  # the agent writes to it
    may = {action for one in statements(bench, "TaskRole") for action in as_list(one["Action"])}
    assert {"ssmmessages:OpenDataChannel", "logs:PutLogEvents"} <= may


def test_a_service_in_a_cluster_of_others_enters_by_the_clusters_log_only(bench: Bench) -> None:
    vpc = make_vpc(bench)
    closed = GovernedCluster(bench.stack, "Closed", vpc=vpc, kind="closed")
    with pytest.raises(ConfigurationError, match="a GovernedCluster with an exec_reason, or none"):
        make_service(bench, vpc=vpc, cluster=closed, exec_reason=REASON)
    open_ = GovernedCluster(bench.stack, "Open", vpc=vpc, kind="open", exec_reason=REASON)
    bench.stack.node.try_remove_child("Service")
    make_service(bench, vpc=vpc, cluster=open_)
    assert bench.only("AWS::ECS::Service")["EnableExecuteCommand"] is False


def test_a_reason_that_says_nothing_is_refused(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="exec_reason: given 'debug'; allowed: 20 characters or more"):
        make_service(bench, exec_reason="debug")
