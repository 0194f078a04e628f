from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, accept
from stacks import discover
from tests.stacks.rds import ACCOUNT, ONLY, REGION, entry
from tests.support import environment, resolve, synthesize, synthesize_with

if TYPE_CHECKING:
    from pathlib import Path

    import aws_cdk as cdk

    from tests.support import Templates


def test_prod_is_what_the_platform_promises(prod: Templates) -> None:
    instance = prod.only("rds", "AWS::RDS::DBInstance")
    expected = {
        "DBInstanceIdentifier": "prod-rds-shared-mysql", "Engine": "mysql", "EngineVersion": "8.4.11",
        "MultiAZ": True, "StorageType": "gp3", "AllocatedStorage": "300", "MaxAllocatedStorage": 400,
        "StorageEncrypted": True, "DBName": "shared_db", "BackupRetentionPeriod": 14, "CopyTagsToSnapshot": True,
        "DeletionProtection": True, "PubliclyAccessible": False, "AutoMinorVersionUpgrade": True,
        "MonitoringInterval": 60, "EnablePerformanceInsights": True, "EnableIAMDatabaseAuthentication": True,
        "CACertificateIdentifier": "rds-ca-rsa2048-g1", "Port": "3306", "DeleteAutomatedBackups": False,
        "PreferredBackupWindow": "17:00-18:00", "PreferredMaintenanceWindow": "sun:18:30-sun:19:30",
    }  # fmt: skip
    assert {key: instance.get(key) for key in expected} == expected
    assert entry(prod, "rds", "AWS::RDS::DBInstance")[1]["DeletionPolicy"] == "RetainExceptOnCreate"


def test_dev_is_small_and_may_go(dev: Templates) -> None:
    instance = dev.only("rds", "AWS::RDS::DBInstance")
    assert (instance["MultiAZ"], instance["DeletionProtection"]) == (False, False)
    assert (instance["DBInstanceClass"], instance["AllocatedStorage"]) == ("db.t4g.micro", "20")
    assert instance["StorageEncrypted"]
    assert "rds-dr" not in list(dev)


def test_storage_and_insights_hold_the_rds_key_and_the_secret_its_own(prod: Templates) -> None:
    instance = prod.only("rds", "AWS::RDS::DBInstance")
    assert "kmsrdskeyarn" in instance["KmsKeyId"]["Ref"]
    assert "kmsrdskeyarn" in instance["PerformanceInsightsKMSKeyId"]["Ref"]
    secret = prod.only("rds", "AWS::SecretsManager::Secret")
    assert "kmssecretskeyarn" in secret["KmsKeyId"]["Ref"]
    assert secret["Name"] == "/connectly/rds/prod/shared-mysql-master"


def test_tls_is_required_and_logs_go_to_files(prod: Templates) -> None:
    parameters = prod.only("rds", "AWS::RDS::DBParameterGroup")["Parameters"]
    assert parameters["require_secure_transport"] == "1"
    assert parameters["log_output"] == "FILE"
    assert parameters["character_set_server"] == "utf8mb4"
    assert "innodb_buffer_pool_size" not in parameters


def test_only_the_rotation_function_and_the_marker_come_in_and_nothing_goes_out(prod: Templates) -> None:
    rules = prod.resources("rds", "AWS::EC2::SecurityGroupIngress").values()
    rotation, marker = (one for one in rules if "DatabaseSecurityGroup" in one["GroupId"]["Fn::GetAtt"][0])
    assert "secretsrotationsecuritygroupid" in rotation["SourceSecurityGroupId"]["Ref"]
    assert "RestoreTestsMarkerGroup" in marker["SourceSecurityGroupId"]["Fn::GetAtt"][0]
    assert {rotation["ToPort"], marker["ToPort"]} == {3306}
    _, resource = entry(prod, "rds", "AWS::EC2::SecurityGroup", "DatabaseSecurityGroup")
    group = resource["Properties"]
    assert "SecurityGroupIngress" not in group
    assert [item["CidrIp"] for item in group["SecurityGroupEgress"]] == ["255.255.255.255/32"]


@pytest.mark.slow
def test_named_groups_come_in_and_a_network_cannot_be_named(tmp_path: Path) -> None:
    settings = environment("prod", stacks={"rds": {"allowed_security_group_ids": ["sg-0123456789abcdef0"]}})
    templates = synthesize(settings, tmp_path, only=ONLY)
    rules = templates.resources("rds", "AWS::EC2::SecurityGroupIngress").values()
    assert [one["SourceSecurityGroupId"] for one in rules].count("sg-0123456789abcdef0") == 1
    assert not any("CidrIp" in rule for rule in rules)
    with pytest.raises(ConfigurationError, match=r"allowed_security_group_ids.0: given '10.0.0.0/16'; allowed: a sec"):
        environment("prod", stacks={"rds": {"allowed_security_group_ids": ["10.0.0.0/16"]}})


def test_every_backup_is_copied_to_a_vault_of_the_dr_region_on_a_key_of_that_region(prod: Templates) -> None:
    plan = prod.only("rds", "AWS::Backup::BackupPlan")
    (rule,) = plan["BackupPlan"]["BackupPlanRule"]
    copy = resolve(rule["CopyActions"][0]["DestinationBackupVaultArn"])
    vault = prod.only("rds-dr", "AWS::Backup::BackupVault")
    assert copy.endswith(f":backup:ap-northeast-1:{ACCOUNT}:backup-vault:{vault['BackupVaultName']}")
    (key,) = prod.resources("rds-dr", "AWS::KMS::Key")
    assert vault["EncryptionKeyArn"] == {"Fn::GetAtt": [key, "Arn"]}
    selection = prod.only("rds", "AWS::Backup::BackupSelection")["BackupSelection"]
    assert selection["Resources"] == [f"arn:aws:rds:{REGION}:{ACCOUNT}:db:prod-rds-shared-mysql"]


def test_backups_are_restored_as_a_test_where_there_are_some(prod: Templates, dev: Templates) -> None:
    assert len(prod.resources("rds", "AWS::Backup::RestoreTestingPlan")) == 2
    assert not dev.resources("rds", "AWS::Backup::RestoreTestingPlan")


def test_all_outputs_are_published_the_legacy_paths_too(beside_terraform: Templates, dev: Templates) -> None:
    names = {item["Name"] for item in beside_terraform.resources("rds", "AWS::SSM::Parameter").values()}
    ours = {"db-instance-id", "db-instance-address", "db-instance-port", "db-security-group-id",
            "master-password-secret-name"}  # fmt: skip
    assert names == {f"/prod/rds/{name}" for name in {*ours, "master-secret-arn"}} | {
        f"/shared/rds/{name}" for name in ours
    }
    of_dev = {item["Name"] for item in dev.resources("rds", "AWS::SSM::Parameter").values()}
    assert not {name for name in of_dev if name.startswith("/shared/")}


@pytest.mark.slow
def test_a_proxy_is_there_while_the_setting_says_so(tmp_path: Path, prod: Templates) -> None:
    templates = synthesize(environment("prod", stacks={"rds": {"proxy": True}}), tmp_path, only=ONLY)
    proxy = templates.only("rds", "AWS::RDS::DBProxy")
    assert proxy["RequireTLS"]
    assert "/prod/rds/proxy-endpoint" in {
        item["Name"] for item in templates.resources("rds", "AWS::SSM::Parameter").values()
    }
    assert not prod.resources("rds", "AWS::RDS::DBProxy")


@pytest.mark.slow
def test_mysql_8_0_is_a_finding_that_an_acceptance_has_to_end(tmp_path: Path) -> None:
    settled = {"severities": {"versions-have-standard-support": "error"}}  # as it will weigh: a new rule warns first
    old = {"rds": {"database": {"engine_version": "8.0.46-RDS.20261001"}}}
    settings = environment("prod", stacks=old, governance=settled)
    with pytest.raises(RuntimeError, match=r"Standard support of mysql 8\.0\.46-RDS\.20261001 ended on 2026-07-31\."):
        synthesize(settings, tmp_path / "found", only=ONLY)

    def accepted(app: cdk.App) -> None:
        for stack in discover():
            made = stack(app, settings) if stack.slug in ONLY else None
            if made and stack.slug == "rds":
                rule, reason = "governed-cdk::versions-have-standard-support", "moves to 8.4 with the next release"
                accept(made, rule, at="Database/Resource", reason=reason, owner="platform-team", until="2027-02-28")

    templates = synthesize_with(settings, tmp_path / "accepted", accepted)
    assert templates.only("rds", "AWS::RDS::DBInstance")["EngineVersion"] == "8.0.46-RDS.20261001"
    assert templates.only("rds", "AWS::RDS::DBParameterGroup")["Family"] == "mysql8.0"


def test_logical_ids_do_not_name_the_environment(prod: Templates) -> None:
    assert not [key for stack in ("rds", "secrets") for key in prod[stack]["Resources"] if "prod" in key.lower()]


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"dr_copy_hour": 17}, "prod.yaml: stacks.rds.dr_copy_hour: given 17; allowed: an hour whose next two hours"),
        ({"dr_copy_hour": 24}, "prod.yaml: stacks.rds.dr_copy_hour: given 24"),
        ({"rotation_days": 45}, "prod.yaml: stacks.rds.rotation_days: given 45; allowed: 30, 60 or 90"),
        ({"database": {"instance_class": "db.z1.huge"}}, "prod.yaml: stacks.rds.database.instance_class"),
        ({"databse": {}}, "stacks.rds.databse: unknown key (did you mean database?)"),
    ],
    ids=str,
)
def test_a_wrong_setting_gets_one_line(changes: dict[str, Any], line: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        environment("prod", stacks={"rds": changes})
    (mistake,) = caught.value.mistakes
    assert line in mistake


def test_every_taggable_resource_says_that_cdk_manages_it(prod: Templates) -> None:
    given = [
        resource.get("Properties", {}).get("Tags") for stack, _, resource in prod.all() if stack in ("rds", "secrets")
    ]
    tagged = [tags for tags in given if isinstance(tags, list)]  # parameters have a mapping, see the Aspect's own test
    assert len(tagged) > 20
    assert all({"Key": "ManagedBy", "Value": "cdk"} in tags for tags in tagged)


def test_the_database_deploys_after_what_it_reads() -> None:
    order = [stack.slug for stack in discover()]
    for earlier in ("kms", "monitoring", "network", "secrets"):
        assert order.index(earlier) < order.index("rds")
