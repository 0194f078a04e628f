from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_iam as iam

from constructs_lib import ConfigurationError, GovernedFileSystem, GovernedRole
from tests.constructs_lib.web_service import make_vpc
from tests.support import grants

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def make(bench: Bench, **changes: Any) -> GovernedFileSystem:
    arguments = {"vpc": make_vpc(bench), "kind": "data", "path": "/data", **changes}
    return GovernedFileSystem(bench.stack, "Data", **arguments)


def test_it_is_encrypted_with_the_key_for_file_systems_and_backed_up(bench: Bench) -> None:
    make(bench)
    found = bench.only("AWS::EFS::FileSystem")
    assert found["Encrypted"] is True
    assert found["KmsKeyId"].endswith("key/efs")
    assert "BackupPolicy" not in found, "EFS would back up to a vault on a key of AWS"
    assert bench.only("AWS::Backup::BackupVault")["EncryptionKeyArn"].endswith("key/efs")
    (rule,) = bench.only("AWS::Backup::BackupPlan")["BackupPlan"]["BackupPlanRule"]
    assert rule["Lifecycle"] == {"DeleteAfterDays": 35}
    assert "CopyActions" not in rule or rule["CopyActions"] == []
    (chosen,) = bench.only("AWS::Backup::BackupSelection")["BackupSelection"]["Resources"]
    assert "Arn" in str(chosen)
    assert {"TransitionToIA": "AFTER_30_DAYS"} in found["LifecyclePolicies"]


def test_it_is_mounted_over_tls_by_principals_of_the_account_and_never_anonymously(bench: Bench) -> None:
    make(bench)
    statements = bench.only("AWS::EFS::FileSystem")["FileSystemPolicy"]["Statement"]
    insecure = [s for s in statements if s["Effect"] == "Deny"]
    assert [s["Condition"] for s in insecure] == [{"Bool": {"aws:SecureTransport": "false"}}]
    (allowed,) = (s for s in statements if s["Effect"] == "Allow")
    assert allowed["Principal"] == {"AWS": "arn:aws:iam::111122223333:root"}
    assert grants(allowed, "elasticfilesystem:ClientMount")
    assert not grants(allowed, "elasticfilesystem:ClientRootAccess")


def test_its_clients_act_as_one_user_in_one_directory(bench: Bench) -> None:
    make(bench, uid=100, gid=1000)
    found = bench.only("AWS::EFS::AccessPoint")
    assert found["PosixUser"] == {"Uid": "100", "Gid": "1000"}
    assert found["RootDirectory"]["Path"] == "/data"


def test_it_is_in_every_private_subnet_and_admits_nobody_by_itself(bench: Bench) -> None:
    make(bench)
    subnets = {found["SubnetId"] for found in bench.resources("AWS::EFS::MountTarget")}
    assert subnets == {"private-ap-northeast-2a", "private-ap-northeast-2b"}
    assert "SecurityGroupIngress" not in bench.only("AWS::EC2::SecurityGroup")


def test_prod_keeps_it_and_dev_does_not(bench: Bench, dev_bench: Bench) -> None:
    for each, policy in ((bench, "RetainExceptOnCreate"), (dev_bench, "Delete")):
        make(each)
        (found,) = (r for r in each.template()["Resources"].values() if r["Type"] == "AWS::EFS::FileSystem")
        assert found["DeletionPolicy"] == policy


def test_its_limits_have_alarms_and_so_has_what_rules_cannot_deliver(bench: Bench) -> None:
    make(bench)
    assert len(bench.resources("AWS::CloudWatch::Alarm")) == 3


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"uid": 0}, "root owns nothing"),
        ({"gid": 0}, "root owns nothing"),
        ({"path": "data"}, "an absolute path"),
        ({"path": "/"}, "an absolute path"),
        ({"ia_after_days": 31}, "1, 7, 14, 30"),
    ],
    ids=str,
)
def test_a_wrong_file_system_is_refused(bench: Bench, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        make(bench, **changes)


def test_a_grant_reaches_through_the_access_point_only(bench: Bench) -> None:
    files = make(bench)
    reader, writer = (
        GovernedRole(bench.stack, kind, kind=kind, assumed_by="ecs-tasks.amazonaws.com", description="Mounts it")
        for kind in ("reader", "writer")
    )
    assert files.grant_read(reader).success
    assert files.grant_read_write(writer).success
    granted = [
        statement
        for policy in bench.resources("AWS::IAM::Policy")
        for statement in policy["PolicyDocument"]["Statement"]
        if "elasticfilesystem:ClientMount" in str(statement["Action"])
    ]
    actions = [statement["Action"] for statement in granted]
    assert actions == [
        "elasticfilesystem:ClientMount",
        ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
    ]
    assert all("elasticfilesystem:AccessPointArn" in one["Condition"]["ArnEquals"] for one in granted)


def test_a_service_of_aws_mounts_nothing(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="grant: given 'ServicePrincipal'; allowed: a role, user or group"):
        make(bench).grant_read(iam.ServicePrincipal("example.amazonaws.com"))
