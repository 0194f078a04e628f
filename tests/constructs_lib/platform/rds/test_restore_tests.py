from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_lambda as lambda_

from constructs_lib import DatabaseSettings, GovernedDatabase, KeyPurpose
from constructs_lib.platform import GovernedRestoreTests
from tests.constructs_lib.conftest import make_bench
from tests.support import resolve

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

VAULT = "arn:aws:backup:ap-northeast-2:111122223333:backup-vault:prod-example-vault"


@pytest.fixture(scope="module")
def tested(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A database whose backups are restored as tests."""
    bench = make_bench(tmp_path_factory.mktemp("restore"))
    stack = bench.stack
    vpc = ec2.Vpc.from_vpc_attributes(
        stack, "Vpc", vpc_id="vpc-1", vpc_cidr_block="10.0.0.0/16", availability_zones=["ap-northeast-2a"],
        private_subnet_ids=["subnet-1"], private_subnet_route_table_ids=["rtb-1"],
    )  # fmt: skip
    rotation = lambda_.Function.from_function_arn(
        stack, "Rotation", "arn:aws:lambda:ap-northeast-2:111122223333:function:rotation"
    )
    database = GovernedDatabase(
        stack, "Database", kind="orders", vpc=vpc, settings=DatabaseSettings(), rotation_function=rotation,
        rotation_security_group=ec2.SecurityGroup.from_security_group_id(stack, "RotationGroup", "sg-rotation"),
    )  # fmt: skip
    key = stack.key(KeyPurpose.EFS)
    GovernedRestoreTests(stack, "Tests", vpc=vpc, database=database, vault_arn=VAULT, file_system_key=key)
    return bench


def by(bench: Bench, type_: str, name: str) -> dict[str, Any]:
    return {str(one[name]): one for one in bench.resources(type_)}


def test_the_database_is_restored_weekly_and_file_systems_monthly(tested: Bench) -> None:
    plans = by(tested, "AWS::Backup::RestoreTestingPlan", "RestoreTestingPlanName")
    assert {name: one["ScheduleExpression"] for name, one in plans.items()} == {
        "prod_example_restore_database": "cron(0 1 ? * SUN *)",
        "prod_example_restore_file_system": "cron(0 2 1 * ? *)",
    }
    assert plans["prod_example_restore_database"]["RecoveryPointSelection"] == {
        "Algorithm": "LATEST_WITHIN_WINDOW", "IncludeVaults": [VAULT], "RecoveryPointTypes": ["SNAPSHOT"],
        "SelectionWindowDays": 7,
    }  # fmt: skip


def test_copies_go_after_four_hours_and_are_where_nothing_else_reaches_them(tested: Bench) -> None:
    selections = by(tested, "AWS::Backup::RestoreTestingSelection", "ProtectedResourceType")
    assert {one["ValidationWindowHours"] for one in selections.values()} == {4}
    database, files = selections["RDS"], selections["EFS"]
    assert database["ProtectedResourceArns"] == ["arn:aws:rds:ap-northeast-2:111122223333:db:prod-example-orders"]
    assert database["RestoreMetadataOverrides"]["publiclyAccessible"] == "false"
    assert files["ProtectedResourceConditions"] == {
        "StringEquals": [{"Key": "aws:ResourceTag/Environment", "Value": "prod"}]
    }
    assert files["RestoreMetadataOverrides"]["kmsKeyId"].endswith(":key/efs")
    group = by(tested, "AWS::EC2::SecurityGroup", "GroupName")["prod-example-restore-copies"]
    assert [one["CidrIp"] for one in group["SecurityGroupEgress"]] == ["255.255.255.255/32"]  # CDK's word for none
    ingress = [
        one for one in tested.resources("AWS::EC2::SecurityGroupIngress") if "Copies" in json.dumps(one["GroupId"])
    ]
    assert [(one["FromPort"], "ValidationGroup" in json.dumps(one["SourceSecurityGroupId"])) for one in ingress] == [
        (3306, True)
    ]


def test_who_looks_at_copies_may_change_nothing_else_and_reads_no_secret(tested: Bench) -> None:
    policies = {json.dumps(one["Roles"]): one for one in tested.resources("AWS::IAM::Policy")}
    (validation,) = (one for roles, one in policies.items() if "TestsValidationRole" in roles)
    (marker,) = (one for roles, one in policies.items() if "TestsMarkerRole" in roles)
    statements = validation["PolicyDocument"]["Statement"]
    (changes,) = (one for one in statements if "rds:ModifyDBInstance" in one["Action"])
    assert resolve(changes["Resource"]).endswith(":db:awsbackup-restore-test-*")
    assert "secretsmanager" not in json.dumps(statements)
    assert "rds:" not in json.dumps([one["Action"] for one in marker["PolicyDocument"]["Statement"]])


def test_a_finished_restore_calls_the_function_and_a_failed_one_is_told(tested: Bench) -> None:
    rules = by(tested, "AWS::Events::Rule", "Name")
    done, failed = rules["prod-example-restore-done"], rules["prod-example-restore-failures"]
    assert done["EventPattern"]["detail"]["status"] == ["COMPLETED"]
    assert failed["EventPattern"]["detail"]["status"] == ["ABORTED", "FAILED"]
    assert failed["Targets"][0]["Arn"].endswith(":warning-topic-arn")
    (permission,) = (
        one for one in tested.resources("AWS::Lambda::Permission") if one["Principal"] == "events.amazonaws.com"
    )
    assert resolve(permission["SourceArn"]).endswith(":rule/prod-example-restore-done")


def test_days_without_a_success_ring_where_the_function_reports_them(tested: Bench) -> None:
    (filtered,) = tested.resources("AWS::Logs::MetricFilter")
    (metric,) = filtered["MetricTransformations"]
    assert (filtered["FilterPattern"], metric["MetricValue"]) == (
        "{ $.restore_test_age_days >= 0 }", "$.restore_test_age_days",
    )  # fmt: skip
    alarms = by(tested, "AWS::CloudWatch::Alarm", "AlarmName")
    for subject, days in (("database", 8), ("file-system", 35)):
        alarm = alarms[f"prod-example-restore-{subject}-restore-test-missing"]
        (watched,) = (one["MetricStat"]["Metric"] for one in alarm["Metrics"])
        assert (alarm["Threshold"], watched["MetricName"]) == (days, metric["MetricName"])
        assert watched["Dimensions"] == [{"Name": "Test", "Value": subject}]
    functions = by(tested, "AWS::Lambda::Function", "FunctionName")
    plans = functions["prod-example-restore-validation"]["Environment"]["Variables"]["PLANS"]
    assert '"database"' in json.dumps(plans).replace("\\", "")
    payloads = {one["Target"]["Input"] for one in tested.resources("AWS::Scheduler::Schedule")}
    assert payloads == {'{"do":"write-marker"}', '{"do":"report-age"}'}


def test_the_rotations_connection_travels_with_the_code(tested: Bench) -> None:
    assembly = tested.app.synth()
    (asset,) = {
        one["Properties"]["Code"]["S3Key"].removesuffix(".zip")
        for one in assembly.get_stack_by_name(tested.stack.stack_name).template["Resources"].values()
        if one["Type"] == "AWS::Lambda::Function"
    }
    (folder,) = (one for one in Path(assembly.directory).glob(f"asset.{asset}*"))
    assert {"handler.py", "restore_checks", "constructs_lib", "pymysql"} <= {one.name for one in folder.iterdir()}
    run = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(folder)!r}); import handler"]
    subprocess.run(run, check=True, cwd=folder)  # as Lambda loads it: all beside it
