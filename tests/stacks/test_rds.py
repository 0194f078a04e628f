from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, accept
from stacks import discover
from tests.support import environment, resolve, synthesize, synthesize_with

if TYPE_CHECKING:
    from pathlib import Path

    import aws_cdk as cdk

    from tests.support import Templates

ONLY = ("kms", "secrets", "rds")
REGION, ACCOUNT = "ap-northeast-2", "111122223333"


def entry(templates: Templates, stack: str, type_: str, part: str = "") -> tuple[str, dict[str, Any]]:
    """(logical id, whole resource) of the one resource of a type."""
    (found,) = (
        (key, value) for key, value in templates[stack]["Resources"].items() if value["Type"] == type_ and part in key
    )
    return found


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


def test_exported_logs_have_governed_groups_first_and_the_general_log_is_not_exported(prod: Templates) -> None:
    instance = entry(prod, "rds", "AWS::RDS::DBInstance")[1]
    groups = {
        key: group for key, group in prod.resources("rds", "AWS::Logs::LogGroup").items()
        if group["LogGroupName"].startswith("/aws/rds/instance/prod-rds-shared-mysql/")
    }  # fmt: skip
    exported = instance["Properties"]["EnableCloudwatchLogsExports"]
    assert {group["LogGroupName"].rpartition("/")[2] for group in groups.values()} == set(exported)
    assert set(exported) == {"error", "slowquery"}
    assert set(groups) <= set(instance["DependsOn"])
    assert all("kmsrdskeyarn" in group["KmsKeyId"]["Ref"] and group["RetentionInDays"] for group in groups.values())


def test_only_the_rotation_function_comes_in_and_nothing_goes_out(prod: Templates) -> None:
    rule = prod.only("rds", "AWS::EC2::SecurityGroupIngress")
    assert "secretsrotationsecuritygroupid" in rule["SourceSecurityGroupId"]["Ref"]
    assert rule["ToPort"] == 3306
    group = prod.only("rds", "AWS::EC2::SecurityGroup")
    assert "SecurityGroupIngress" not in group
    assert [item["CidrIp"] for item in group["SecurityGroupEgress"]] == ["255.255.255.255/32"]


def test_named_groups_come_in_and_a_network_cannot_be_named(tmp_path: Path) -> None:
    settings = environment("prod", stacks={"rds": {"allowed_security_group_ids": ["sg-0123456789abcdef0"]}})
    templates = synthesize(settings, tmp_path, only=ONLY)
    rules = templates.resources("rds", "AWS::EC2::SecurityGroupIngress").values()
    assert len(rules) == 2
    assert not any("CidrIp" in rule for rule in rules)
    with pytest.raises(ConfigurationError, match=r"allowed_security_group_ids.0: given '10.0.0.0/16'; allowed: a sec"):
        environment("prod", stacks={"rds": {"allowed_security_group_ids": ["10.0.0.0/16"]}})


def test_the_secret_knows_the_instance_and_holds_no_copy_of_its_password(prod: Templates) -> None:
    secret, properties = entry(prod, "rds", "AWS::SecretsManager::Secret")
    attachment = prod.only("rds", "AWS::SecretsManager::SecretTargetAttachment")
    assert attachment["SecretId"] == {"Ref": secret}
    assert attachment["TargetType"] == "AWS::RDS::DBInstance"
    generated = properties["Properties"]["GenerateSecretString"]
    assert generated["SecretStringTemplate"] == '{"username": "dbmaster"}'
    assert generated["PasswordLength"] == 32
    assert properties["DeletionPolicy"] == "RetainExceptOnCreate"


def test_the_master_password_comes_from_the_secret_and_from_nowhere_else(prod: Templates) -> None:
    secret, _ = entry(prod, "rds", "AWS::SecretsManager::Secret")
    instance = prod.only("rds", "AWS::RDS::DBInstance")
    assert resolve(instance["MasterUserPassword"]) == (
        f"{{{{resolve:secretsmanager:${{{secret}}}:SecretString:password::}}}}"
    )
    assert instance["MasterUsername"] not in ("admin", "root", "rdsadmin", "postgres")


def test_rotation_begins_only_when_the_secret_is_attached_and_the_function_is_let_in(prod: Templates) -> None:
    schedule = entry(prod, "rds", "AWS::SecretsManager::RotationSchedule")[1]
    for type_ in ("AWS::SecretsManager::SecretTargetAttachment", "AWS::RDS::DBInstance",
                  "AWS::EC2::SecurityGroupIngress"):  # fmt: skip
        assert entry(prod, "rds", type_)[0] in schedule["DependsOn"]
    assert schedule["Properties"]["RotateImmediatelyOnUpdate"] is True
    assert schedule["Properties"]["RotationRules"]["ScheduleExpression"] == "rate(30 days)"


def test_the_chain_of_rights_from_secrets_manager_to_the_database_is_whole(prod: Templates) -> None:
    """Each link is looked up in the template that must hold it; a missing one locks the database out one day."""
    secret_name = prod.only("rds", "AWS::SecretsManager::Secret")["Name"]
    covered = f"arn:${{AWS::Partition}}:secretsmanager:{REGION}:{ACCOUNT}:secret:/connectly/*/prod/*"
    assert secret_name.startswith("/connectly/")
    assert secret_name.split("/")[3] == "prod"
    # 1. the schedule calls the function that the secrets stack published
    schedule = prod.only("rds", "AWS::SecretsManager::RotationSchedule")
    parameter = prod["rds"]["Parameters"][schedule["RotationLambdaARN"]["Ref"]]
    function_id, function = entry(prod, "secrets", "AWS::Lambda::Function", "Rotation")
    published = {item["Name"]: item["Value"] for item in prod.resources("secrets", "AWS::SSM::Parameter").values()}
    assert published[parameter["Default"]] == {"Fn::GetAtt": [function_id, "Arn"]}
    # 2. Secrets Manager may call it for this secret
    permission = prod.named("secrets", "AWS::Lambda::Permission", "SecretsManager")
    assert permission["FunctionName"] == {"Fn::GetAtt": [function_id, "Arn"]}
    assert resolve(permission["SourceArn"]) == covered
    # 3. the function may read and write the secret
    policy = prod.named("secrets", "AWS::IAM::Policy", "Rotation")
    statements = {item.get("Sid"): item for item in policy["PolicyDocument"]["Statement"]}
    assert {action.partition(":")[2] for action in statements["RotateOwnSecrets"]["Action"]} == {
        "DescribeSecret", "GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage",
    }  # fmt: skip
    assert resolve(statements["RotateOwnSecrets"]["Resource"]) == covered
    # 4. it may use the key through Secrets Manager, and the key's own policy admits that
    via = f"secretsmanager.{REGION}.amazonaws.com"
    assert statements["SecretsKey"]["Condition"]["StringEquals"]["kms:ViaService"] == via
    key = prod.named("kms", "AWS::KMS::Key", "Secrets")["KeyPolicy"]["Statement"]
    (use,) = (item for item in key if item.get("Sid") == "UseThroughServices")
    assert via in use["Condition"]["StringEquals"]["kms:ViaService"]
    assert {"kms:Decrypt", "kms:GenerateDataKey*"} <= set(use["Action"])
    # 5. its security group lets it out to MySQL and to AWS, and the database's lets it in
    out = prod.named("secrets", "AWS::EC2::SecurityGroup", "Rotation")
    assert {item["ToPort"] for item in out["SecurityGroupEgress"]} == {443, 3306}
    rule = prod.only("rds", "AWS::EC2::SecurityGroupIngress")
    admitted = prod["rds"]["Parameters"][rule["SourceSecurityGroupId"]["Ref"]]["Default"]
    assert published[admitted]["Fn::GetAtt"][0] in str(function["Properties"]["VpcConfig"]["SecurityGroupIds"])


def test_enhanced_monitoring_writes_for_this_instance_only(prod: Templates) -> None:
    role = prod.named("rds", "AWS::IAM::Role", "Monitoring")
    (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "monitoring.rds.amazonaws.com"}
    assert statement["Condition"]["StringEquals"] == {"aws:SourceAccount": ACCOUNT}
    assert resolve(statement["Condition"]["ArnLike"]["aws:SourceArn"]).endswith(":db:prod-rds-shared-mysql")


def test_six_alarms_are_sized_to_the_instance_and_reach_topics(prod: Templates) -> None:
    alarms = {alarm["AlarmName"].removeprefix("prod-rds-shared-mysql-"): alarm
              for alarm in prod.resources("rds", "AWS::CloudWatch::Alarm").values()
              if "shared-mysql" in alarm["AlarmName"]}  # fmt: skip
    assert set(alarms) == {
        "cpu-high", "free-storage-low", "freeable-memory-low", "connections-high", "read-latency-high",
        "write-latency-high",
    }  # fmt: skip
    gib = 1024**3
    assert alarms["free-storage-low"]["Threshold"] == 45 * gib  # 15 % of 300 GiB
    assert alarms["connections-high"]["Threshold"] == 180
    # below what InnoDB leaves free by RDS's formula (a quarter of 4 GiB), so the two do not contradict each other
    assert 0 < alarms["freeable-memory-low"]["Threshold"] < gib
    assert all(alarm["AlarmActions"] and alarm["OKActions"] for alarm in alarms.values())


def test_failures_and_failovers_reach_the_warning_topic_by_eventbridge(prod: Templates) -> None:
    """RDS sends no notifications to encrypted topics, EventBridge does: the topic's and the key's policies admit it."""
    rule = prod.named("rds", "AWS::Events::Rule", "Monitoring")
    assert rule["EventPattern"]["detail"]["SourceIdentifier"] == ["prod-rds-shared-mysql"]
    assert {"failure", "failover", "low storage"} <= set(rule["EventPattern"]["detail"]["EventCategories"])
    topic = prod["rds"]["Parameters"][rule["Targets"][0]["Arn"]["Ref"]]["Default"]
    assert topic == "/prod/monitoring/warning-topic-arn"
    assert not prod.resources("rds", "AWS::RDS::EventSubscription")
    policies = prod.resources("monitoring", "AWS::SNS::TopicPolicy")
    admitting = [key for key, policy in policies.items() if "events.amazonaws.com" in str(policy)]
    assert any("Warning" in key for key in admitting)
    key = prod.named("kms", "AWS::KMS::Key", "Messaging")
    assert "events.amazonaws.com" in str(key["KeyPolicy"])


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


def test_all_outputs_are_published_the_legacy_paths_too(beside_terraform: Templates, dev: Templates) -> None:
    names = {item["Name"] for item in beside_terraform.resources("rds", "AWS::SSM::Parameter").values()}
    ours = {"db-instance-id", "db-instance-address", "db-instance-port", "db-security-group-id",
            "master-password-secret-name"}  # fmt: skip
    assert names == {f"/prod/rds/{name}" for name in {*ours, "master-secret-arn"}} | {
        f"/shared/rds/{name}" for name in ours
    }
    of_dev = {item["Name"] for item in dev.resources("rds", "AWS::SSM::Parameter").values()}
    assert not {name for name in of_dev if name.startswith("/shared/")}


def test_a_proxy_is_there_while_the_setting_says_so(tmp_path: Path, prod: Templates) -> None:
    templates = synthesize(environment("prod", stacks={"rds": {"proxy": True}}), tmp_path, only=ONLY)
    proxy = templates.only("rds", "AWS::RDS::DBProxy")
    assert proxy["RequireTLS"]
    assert "/prod/rds/proxy-endpoint" in {
        item["Name"] for item in templates.resources("rds", "AWS::SSM::Parameter").values()
    }
    assert not prod.resources("rds", "AWS::RDS::DBProxy")


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


def test_the_os_metrics_of_rds_have_key_and_retention_and_are_there_before_the_instance(prod: Templates) -> None:
    groups = {g["LogGroupName"]: key for key, g in prod.resources("rds", "AWS::Logs::LogGroup").items()}
    group = prod.resources("rds", "AWS::Logs::LogGroup")[groups["RDSOSMetrics"]]
    assert group["RetentionInDays"]
    assert "rdskeyarn" in resolve(group["KmsKeyId"])
    (instance,) = (r for _, _, r in prod.all("AWS::RDS::DBInstance"))
    assert groups["RDSOSMetrics"] in instance["DependsOn"]


def test_one_environment_of_the_account_makes_that_group(dev: Templates, prod: Templates) -> None:
    made = [
        group["LogGroupName"]
        for templates in (dev, prod)
        for group in templates.resources("rds", "AWS::Logs::LogGroup").values()
        if group["LogGroupName"] == "RDSOSMetrics"
    ]
    assert len(made) == 1
