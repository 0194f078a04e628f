from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, GovernedBucket, GovernedKey, GovernedQueue, KeyPurpose, Scaling
from tests.constructs_lib.compute.tasks import statements
from tests.constructs_lib.web_service import make_container, make_service
from tests.support import as_list, resources_of

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_a_failed_deployment_is_rolled_back_and_nobody_enters_a_task(bench: Bench) -> None:
    make_service(bench)
    service = bench.only("AWS::ECS::Service")
    assert service["DeploymentConfiguration"]["DeploymentCircuitBreaker"] == {"Enable": True, "Rollback": True}
    assert service["EnableExecuteCommand"] is False
    assert service["NetworkConfiguration"]["AwsvpcConfiguration"]["AssignPublicIp"] == "DISABLED"
    assert service["NetworkConfiguration"]["AwsvpcConfiguration"]["Subnets"] == [
        "private-ap-northeast-2a",
        "private-ap-northeast-2b",
    ]
    assert (service["PropagateTags"], service["EnableECSManagedTags"]) == ("SERVICE", True)


def test_tasks_disks_and_logs_are_on_keys_of_ours(bench: Bench) -> None:
    make_service(bench)
    storage = bench.only("AWS::ECS::Cluster")["Configuration"]["ManagedStorageConfiguration"]
    assert storage["FargateEphemeralStorageKmsKeyId"] == "ebs"
    group = bench.only("AWS::Logs::LogGroup")
    assert group["LogGroupName"] == "/aws/ecs/prod-example/application"
    assert group["KmsKeyId"].endswith("key/logs")


def test_the_key_of_the_disks_admits_fargate_for_clusters_of_this_account(bench: Bench) -> None:
    GovernedKey(bench.stack, "Key", purpose=KeyPurpose.EBS)
    statements = bench.only("AWS::KMS::Key")["KeyPolicy"]["Statement"]
    found = {
        s["Action"]: s["Condition"] for s in statements if s["Principal"].get("Service") == "fargate.amazonaws.com"
    }
    ours = {"StringEquals": {"kms:EncryptionContext:aws:ecs:clusterAccount": "111122223333"}}
    assert found == {
        "kms:GenerateDataKeyWithoutPlaintext": ours,
        "kms:CreateGrant": {**ours, "ForAllValues:StringEquals": {"kms:GrantOperations": ["Decrypt"]}},
    }


def test_a_service_scales_between_its_bounds_on_cpu_and_memory(bench: Bench) -> None:
    make_service(bench, scaling=Scaling())
    target = bench.only("AWS::ApplicationAutoScaling::ScalableTarget")
    assert (target["MinCapacity"], target["MaxCapacity"]) == (1, 4)
    made = bench.resources("AWS::ApplicationAutoScaling::ScalingPolicy")
    policies = [policy["TargetTrackingScalingPolicyConfiguration"] for policy in made]
    assert sorted(p["TargetValue"] for p in policies) == [70, 80]
    assert all((p["ScaleInCooldown"], p["ScaleOutCooldown"]) == (300, 60) for p in policies)
    assert "DesiredCount" not in bench.only("AWS::ECS::Service")


@pytest.mark.parametrize(("kind", "name"), [("", "prod-example-scale-on"), ("worker", "prod-example-worker-scale-on")])
def test_a_scaling_policy_is_called_after_its_service(bench: Bench, kind: str, name: str) -> None:
    make_service(bench, kind=kind, scaling=Scaling())
    policies = bench.resources("AWS::ApplicationAutoScaling::ScalingPolicy")
    assert {policy["PolicyName"] for policy in policies} == {f"{name}-cpu", f"{name}-memory"}


def test_a_service_has_alarms_with_actions_for_every_way_to_fail(bench: Bench) -> None:
    make_service(bench)
    alarms = {alarm["AlarmName"]: alarm for alarm in bench.resources("AWS::CloudWatch::Alarm")}
    assert "prod-example-service-no-running-task" in alarms
    assert len(alarms) == 5
    assert all(alarm["AlarmActions"] and alarm["OKActions"] for alarm in alarms.values())


def test_grants_name_one_bucket_and_one_queue_and_use_their_keys_through_the_service_only(bench: Bench) -> None:
    service = make_service(bench)
    GovernedBucket(bench.stack, "Files", kind="files").grant_read_write(service.role)
    queue = GovernedQueue(bench.stack, "Jobs", kind="jobs")
    queue.grant_send(service.role)
    queue.grant_receive(service.role)
    found = statements(bench, "TaskRole")
    assert not any("*" in action for s in found for action in as_list(s["Action"]))
    assert not any("*" in resources_of(s) for s in found)
    used = [s for s in found if any(action.startswith("kms:") for action in as_list(s["Action"]))]
    services = {s["Condition"]["StringEquals"]["kms:ViaService"].split(".")[0] for s in used}
    assert services == {"s3", "sqs"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"image": "latest"}, "an immutable tag or sha256"),
        ({"image": "sha256:123"}, "an immutable tag or sha256"),
        ({"port": 0}, "1 to 65535"),
        ({"cpu": 256, "memory_mib": 8192}, "with 256 CPU units"),
        ({"shutdown_seconds": 121}, "1 to 120"),
        ({"writable": ("tmp",)}, "absolute paths below the root"),
        ({"environment": {"DB_PASSWORD": "x"}}, "use secrets="),
        ({"environment": {"GITHUB_TOKEN": "x"}}, "use secrets="),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_wrong_container_is_refused(bench: Bench, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        make_container(bench, **changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"tasks": -1}, "0 to 1000"),
        ({"minimum_healthy_percent": 101}, "0 to 100"),
        ({"maximum_percent": 99}, "100 to 200"),
        ({"deployment": "canary"}, r"deployment: given 'canary'; allowed: Rolling\(\), BlueGreen\(\)"),
        ({"minimum_healthy_percent": 100, "maximum_percent": 100}, "over minimum_healthy_percent"),
    ],
    ids=str,
)
def test_a_wrong_service_is_refused(bench: Bench, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        make_service(bench, **changes)


@pytest.mark.parametrize(
    "changes",
    [{"minimum": 0}, {"minimum": 5}, {"cpu_percent": 0}, {"memory_percent": 101}, {"scale_in_cooldown_seconds": 3601}],
    ids=str,
)
def test_wrong_scaling_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match="scaling"):
        Scaling(**changes)


def test_a_worker_answers_nobody(bench: Bench) -> None:
    worker = make_service(bench, container=replace(make_container(bench), port=None))
    with pytest.raises(ConfigurationError, match="port: given nothing; allowed: the port that the service answers on"):
        worker.target()
    service = bench.only("AWS::ECS::Service")
    assert not service.get("LoadBalancers")
    assert "HealthCheckGracePeriodSeconds" not in service  # unused without a load balancer, and refused by older ECS


def test_a_scaling_of_ones_own_is_not_undone_by_a_deployment(bench: Bench) -> None:
    service = make_service(bench, tasks=None)
    service.service.auto_scale_task_count(min_capacity=2, max_capacity=9)
    assert "DesiredCount" not in bench.only("AWS::ECS::Service")
    assert service.runs
