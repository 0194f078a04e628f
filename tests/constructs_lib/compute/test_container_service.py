from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_secretsmanager as secretsmanager

from constructs_lib import (
    ConfigurationError,
    GovernedBucket,
    GovernedFileSystem,
    GovernedKey,
    GovernedLogGroup,
    GovernedQueue,
    GovernedSecret,
    KeyPurpose,
    Scaling,
)
from constructs_lib.compute.task_definition import GovernedTaskDefinition
from tests.constructs_lib.web_service import make_container, make_service, make_vpc
from tests.support import grants, resolve, resources_of

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


def test_the_root_file_system_is_read_only_unless_a_reason_says_why(bench: Bench, dev_bench: Bench) -> None:
    make_service(bench)
    assert container(bench)["ReadonlyRootFilesystem"] is True
    reason = "The vendor's image rewrites its own configuration"
    make_service(dev_bench, container=make_container(dev_bench, writable_root_reason=reason))
    assert container(dev_bench)["ReadonlyRootFilesystem"] is False


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


def test_the_execution_role_pulls_one_image_and_writes_one_log(bench: Bench) -> None:
    make_service(bench)
    granted = statements(bench, "ExecutionRole")
    found = {action: resolve(s["Resource"]) for s in granted for action in _list(s["Action"])}
    assert found["ecr:BatchGetImage"] == "arn:aws:ecr:ap-northeast-2:111122223333:repository/example"
    assert found["logs:PutLogEvents"].endswith(":log-group:/aws/ecs/prod-example/application:*")
    assert [action for action, resource in found.items() if resource == "*"] == ["ecr:GetAuthorizationToken"]
    roles = bench.resources("AWS::IAM::Role")
    assert not any(role.get("ManagedPolicyArns") for role in roles)


def test_both_roles_are_assumed_by_tasks_of_this_account_only(bench: Bench) -> None:
    make_service(bench)
    roles = bench.resources("AWS::IAM::Role")
    assert len(roles) == 2
    for role in roles:
        (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"] == {"Service": "ecs-tasks.amazonaws.com"}
        assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": "111122223333"}
        assert resolve(trust["Condition"]["ArnLike"]["aws:SourceArn"]).endswith(":ecs:ap-northeast-2:111122223333:*")


def test_a_secret_is_read_by_the_execution_role_through_its_key_and_by_no_other(bench: Bench) -> None:
    secret = GovernedSecret(bench.stack, "Secret", name="database", description="opens", template={"username": "u"})
    secrets = {"DB_PASSWORD": (secret.secret, "password")}
    make_service(bench, container=make_container(bench, secrets=secrets))
    found = {action: s for s in statements(bench, "ExecutionRole") for action in _list(s["Action"])}
    assert resolve(found["secretsmanager:GetSecretValue"]["Resource"]).startswith("${Secret")
    assert found["kms:Decrypt"]["Condition"] == {
        "StringEquals": {"kms:ViaService": "secretsmanager.ap-northeast-2.amazonaws.com"}
    }
    assert [s["Name"] for s in container(bench)["Secrets"]] == ["DB_PASSWORD"]
    assert len(bench.resources("AWS::IAM::Policy")) == 1


def test_a_secret_of_another_stack_is_decrypted_with_the_secrets_key_too(bench: Bench) -> None:
    arn = "arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:/connectly/rds/prod/master-AbCdEf"
    secret = secretsmanager.Secret.from_secret_complete_arn(bench.stack, "Imported", arn)
    make_service(bench, container=make_container(bench, secrets={"DB_PASSWORD": (secret, "password")}))
    found = {action: s for s in statements(bench, "ExecutionRole") for action in _list(s["Action"])}
    assert found["kms:Decrypt"]["Resource"].endswith("key/secrets")


def test_a_task_starts_after_the_policy_that_lets_it_pull_its_image(bench: Bench) -> None:
    make_service(bench)
    resources = bench.template()["Resources"]
    (task,) = (r for r in resources.values() if r["Type"] == "AWS::ECS::TaskDefinition")
    assert any("ExecutionRoleDefaultPolicy" in name for name in task["DependsOn"])


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


def test_a_file_system_is_mounted_over_tls_with_iam_through_its_access_point(bench: Bench) -> None:
    vpc = make_vpc(bench)
    data = GovernedFileSystem(bench.stack, "Data", vpc=vpc, kind="data", path="/data")
    make_service(bench, vpc=vpc, container=make_container(bench, mounts={"/var/data": data}, writable=("/tmp",)))  # noqa: S108 - a path in the container
    volumes = {v["Name"]: v for v in bench.only("AWS::ECS::TaskDefinition")["Volumes"]}
    assert set(volumes) == {"var-data", "tmp"}
    efs = volumes["var-data"]["EFSVolumeConfiguration"]
    assert efs["TransitEncryption"] == "ENABLED"
    assert efs["AuthorizationConfig"]["IAM"] == "ENABLED"
    (mount,) = (s for s in statements(bench, "TaskRole") if "elasticfilesystem:ClientMount" in s["Action"])
    assert not grants(mount, "elasticfilesystem:ClientRootAccess")
    assert list(mount["Condition"]["ArnEquals"]) == ["elasticfilesystem:AccessPointArn"]
    (ingress,) = bench.resources("AWS::EC2::SecurityGroupIngress")
    assert ingress["FromPort"] == 2049
    assert "ServiceSecurityGroup" in resolve(ingress["SourceSecurityGroupId"])


def test_grants_name_one_bucket_and_one_queue_and_use_their_keys_through_the_service_only(bench: Bench) -> None:
    service = make_service(bench)
    GovernedBucket(bench.stack, "Files", kind="files").grant_read_write(service.role)
    queue = GovernedQueue(bench.stack, "Jobs", kind="jobs")
    queue.grant_send(service.role)
    queue.grant_receive(service.role)
    found = statements(bench, "TaskRole")
    assert not any("*" in action for s in found for action in _list(s["Action"]))
    assert not any("*" in resources_of(s) for s in found)
    used = [s for s in found if any(action.startswith("kms:") for action in _list(s["Action"]))]
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
def test_wrong_scaling_is_refused(changes: dict[str, int]) -> None:
    with pytest.raises(ConfigurationError, match="scaling"):
        Scaling(**changes)


def _list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def test_paths_that_differ_by_their_signs_only_are_two_volumes(bench: Bench) -> None:
    make_service(bench, container=make_container(bench, writable=("/var/lib", "/var-lib", "/cache")))
    task = bench.only("AWS::ECS::TaskDefinition")
    volumes = [volume["Name"] for volume in task["Volumes"]]
    points = {point["SourceVolume"]: point["ContainerPath"] for point in task["ContainerDefinitions"][0]["MountPoints"]}
    assert len(set(volumes)) == 3
    assert volumes[0] == "var-lib"
    assert set(points.values()) == {"/var/lib", "/var-lib", "/cache"}


def test_a_task_without_a_role_port_or_command_of_the_image_is_defined_as_it_is_said(bench: Bench) -> None:
    container_ = replace(make_container(bench), port=None, entry_point=("/bin/work", "once"))
    group = GovernedLogGroup(bench.stack, "Log", name="/aws/ecs/work/application")
    GovernedTaskDefinition(bench.stack, "Work", kind="work", container=container_, role=None, log_group=group)
    assert "TaskRoleArn" not in bench.only("AWS::ECS::TaskDefinition")
    assert container(bench)["EntryPoint"] == ["/bin/work", "once"]
    assert "PortMappings" not in container(bench)
    roles = [role["RoleName"] for role in bench.resources("AWS::IAM::Role")]
    assert [name for name in roles if name.endswith("-execution")] == roles


def test_a_service_answers_on_a_port(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="port: given nothing; allowed: the port that the service answers on"):
        make_service(bench, container=replace(make_container(bench), port=None))
