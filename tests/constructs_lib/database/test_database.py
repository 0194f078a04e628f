from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_lambda as lambda_

from constructs_lib import ConfigurationError, DatabaseSettings, GovernedDatabase

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

CLIENT = "sg-0123456789abcdef0"


def vpc_of(bench: Bench, name: str = "Vpc") -> ec2.IVpc:
    return ec2.Vpc.from_vpc_attributes(
        bench.stack, name, vpc_id="vpc-1", vpc_cidr_block="10.0.0.0/16",
        availability_zones=["ap-northeast-2a", "ap-northeast-2c"], private_subnet_ids=["subnet-1", "subnet-2"],
        private_subnet_route_table_ids=["rtb-1", "rtb-2"],
    )  # fmt: skip


def database(
    bench: Bench, *, kind: str = "orders", days: int = 30, clients: tuple[ec2.ISecurityGroup, ...] = (), **changes: Any
) -> GovernedDatabase:
    stack = bench.stack
    return GovernedDatabase(
        stack,
        "Database",
        kind=kind,
        vpc=vpc_of(bench),
        settings=DatabaseSettings.model_validate(changes),
        clients=clients,
        rotation_function=lambda_.Function.from_function_arn(
            stack, "Rotation", "arn:aws:lambda:ap-northeast-2:111122223333:function:rotation"
        ),
        rotation_security_group=ec2.SecurityGroup.from_security_group_id(stack, "RotationGroup", "sg-rotation"),
        rotation_days=days,
    )


def test_storage_insights_and_logs_are_on_the_rds_key_and_the_secret_on_its_own(bench: Bench) -> None:
    database(bench)
    instance = bench.only("AWS::RDS::DBInstance")
    key = "arn:aws:kms:ap-northeast-2:111122223333:key/rds"
    assert instance["StorageEncrypted"]
    assert (instance["KmsKeyId"], instance["PerformanceInsightsKMSKeyId"]) == (key, key)
    assert {group["KmsKeyId"] for group in bench.resources("AWS::Logs::LogGroup")} == {key}
    assert bench.only("AWS::SecretsManager::Secret")["KmsKeyId"].endswith("key/secrets")


def test_log_groups_exist_before_the_instance_that_writes_to_them(bench: Bench) -> None:
    database(bench, general_log=True)
    resources = bench.template()["Resources"]
    groups = {key for key, value in resources.items() if value["Type"] == "AWS::Logs::LogGroup"}
    (instance,) = (value for value in resources.values() if value["Type"] == "AWS::RDS::DBInstance")
    assert len(groups) == 3
    assert groups <= set(instance["DependsOn"])
    assert instance["Properties"]["EnableCloudwatchLogsExports"] == ["error", "slowquery", "general"]


def test_only_named_groups_come_in_and_nothing_goes_out(bench: Bench) -> None:
    client = ec2.SecurityGroup.from_security_group_id(bench.stack, "Client", CLIENT)
    database(bench, clients=(client,))
    rules = bench.resources("AWS::EC2::SecurityGroupIngress")
    assert {rule["SourceSecurityGroupId"] for rule in rules} == {CLIENT, "sg-rotation"}
    assert {(rule["FromPort"], rule["ToPort"]) for rule in rules} == {(3306, 3306)}
    group = bench.only("AWS::EC2::SecurityGroup")
    assert "SecurityGroupIngress" not in group
    assert [rule["CidrIp"] for rule in group["SecurityGroupEgress"]] == ["255.255.255.255/32"]


def test_mysql_8_4_has_its_own_family_and_no_extended_support(bench: Bench) -> None:
    database(bench, engine_version="8.4.9")
    assert bench.only("AWS::RDS::DBParameterGroup")["Family"] == "mysql8.4"
    assert bench.only("AWS::RDS::DBParameterGroup")["DBParameterGroupName"] == "prod-example-orders-8-4"
    instance = bench.only("AWS::RDS::DBInstance")
    assert instance["EngineVersion"] == "8.4.9"
    assert instance["EngineLifecycleSupport"] == "open-source-rds-extended-support-disabled"


def test_a_name_that_rds_refuses_is_refused(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="over 63 characters"):
        database(bench, kind="a" * 60)


def test_rotation_days_are_30_60_or_90(dev_bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match=r"rotation days: given 45; allowed: 30, 60 or 90"):
        database(dev_bench, days=45)


def test_what_is_not_protected_may_go(dev_bench: Bench) -> None:
    database(dev_bench)
    (instance,) = (
        value for value in dev_bench.template()["Resources"].values() if value["Type"] == "AWS::RDS::DBInstance"
    )
    assert instance["DeletionPolicy"] == "Delete"
    assert instance["Properties"]["DeletionProtection"] is False


def test_a_major_version_changes_only_when_told_to(bench: Bench) -> None:
    database(bench, engine_version="8.4.9", allow_major_version_upgrade=True)
    assert bench.only("AWS::RDS::DBInstance")["AllowMajorVersionUpgrade"] is True
