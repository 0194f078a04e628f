from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constructs_lib import GovernedFileSystem, GovernedLogGroup
from constructs_lib.compute.task_definition import GovernedTaskDefinition
from tests.constructs_lib.compute.tasks import container, statements
from tests.constructs_lib.web_service import make_container, make_service, make_vpc
from tests.support import grants, resolve

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_the_root_file_system_is_read_only_unless_a_reason_says_why(bench: Bench, dev_bench: Bench) -> None:
    make_service(bench)
    assert container(bench)["ReadonlyRootFilesystem"] is True
    reason = "The vendor's image rewrites its own configuration"
    make_service(dev_bench, container=make_container(dev_bench, writable_root_reason=reason))
    assert container(dev_bench)["ReadonlyRootFilesystem"] is False


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
