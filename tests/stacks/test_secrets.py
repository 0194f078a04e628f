from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError
from tests.support import environment, grants, resolve, synthesize

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Properties, Templates

PREFIX = "arn:${AWS::Partition}:secretsmanager:ap-northeast-2:111122223333:secret:"
ONLY = ("kms", "secrets")


def statements(policy: Properties) -> dict[str, Any]:
    return {item.get("Sid", ""): item for item in policy["PolicyDocument"]["Statement"]}


def policy_of(templates: Templates, name: str) -> dict[str, Any]:
    (found,) = (
        policy
        for policy in templates.resources("secrets", "AWS::IAM::ManagedPolicy").values()
        if policy["ManagedPolicyName"] == name
    )
    return statements(found)


def of_teams(templates: Templates) -> dict[str, Properties]:
    """The secrets that are there for somebody: all but the one that fingerprints are made with."""
    found = templates.resources("secrets", "AWS::SecretsManager::Secret")
    return {name: one for name, one in found.items() if not name.startswith("SecretScan")}


def resources(statement: Properties) -> set[str]:
    given = statement["Resource"]
    return {resolve(item) for item in given} if isinstance(given, list) else {resolve(given)}


def test_secrets_lie_on_the_secrets_key_below_organization_service_and_environment(prod: Templates) -> None:
    (secret,) = of_teams(prod).values()
    assert secret["Name"] == "/connectly/common/prod/api-key-example"
    assert "kmssecretskeyarn" in secret["KmsKeyId"]["Ref"]
    assert {"Key": "DataClass", "Value": "highly-confidential"} in secret["Tags"]


def test_no_secret_value_stands_in_a_template(prod: Templates) -> None:
    for stack, key, resource in prod.all("AWS::SecretsManager::Secret"):
        assert "SecretString" not in resource["Properties"], f"{stack} {key}"
        assert "password" not in resource["Properties"]["GenerateSecretString"].get("SecretStringTemplate", "")


def test_secrets_are_kept_when_the_stack_goes_in_prod_and_not_in_dev(prod: Templates, dev: Templates) -> None:
    for templates, policy in ((prod, "RetainExceptOnCreate"), (dev, "Delete")):
        kept = {item["DeletionPolicy"] for stack, _, item in templates.all("AWS::SecretsManager::Secret")
                if stack == "secrets"}  # fmt: skip
        assert kept == {policy}


def test_the_function_runs_in_private_subnets_and_traced(prod: Templates) -> None:
    function = prod.named("secrets", "AWS::Lambda::Function", "Rotation")
    assert len(function["VpcConfig"]["SubnetIds"]) == 2
    assert "privatesubnetids" in str(function["VpcConfig"]["SubnetIds"])
    assert function["TracingConfig"] == {"Mode": "Active"}
    assert "ReservedConcurrentExecutions" not in function  # a new account has none to reserve
    assert function["Handler"] == "handler.handler"
    assert function["Architectures"] == ["arm64"]


def test_the_function_may_write_to_the_log_group_that_it_has(prod: Templates) -> None:
    function = prod.named("secrets", "AWS::Lambda::Function", "Rotation")
    group = prod.named("secrets", "AWS::Logs::LogGroup", "Rotation")
    assert group["LogGroupName"] == f"/aws/lambda/{function['FunctionName']}"
    written = [item for item in prod.named("secrets", "AWS::IAM::Policy", "Rotation")["PolicyDocument"]["Statement"]
               if "logs:PutLogEvents" in item["Action"]]  # fmt: skip
    assert [resolve(item["Resource"]).endswith(f":log-group:{group['LogGroupName']}:*") for item in written] == [True]


def test_the_function_has_no_right_in_rds(prod: Templates) -> None:
    policy = prod.named("secrets", "AWS::IAM::Policy", "Rotation")
    statements = policy["PolicyDocument"]["Statement"]
    assert any(grants(statement, "secretsmanager:PutSecretValue") for statement in statements)
    for action in ("rds:ModifyDBInstance", "rds:DescribeDBInstances", "rds-data:ExecuteStatement"):
        assert not [statement for statement in statements if grants(statement, action)], action


def test_each_alarm_of_the_rotation_reaches_a_topic_and_fires_before_the_timeout(prod: Templates) -> None:
    function = prod.named("secrets", "AWS::Lambda::Function", "Rotation")
    found = prod.resources("secrets", "AWS::CloudWatch::Alarm")
    alarms = [alarm for name, alarm in found.items() if "Rotation" in name]
    assert len(alarms) == 3
    for alarm in alarms:
        assert alarm["AlarmActions"]
        (query,) = alarm["Metrics"]
        assert query["MetricStat"]["Metric"]["Dimensions"] == [
            {"Name": "FunctionName", "Value": function["FunctionName"]}
        ]
    assert (
        prod.named("secrets", "AWS::CloudWatch::Alarm", "RotationFunctionAlarmsDuration")["Threshold"]
        < function["Timeout"] * 1000
    )


def test_a_reader_reads_its_own_and_the_common_secrets_of_its_environment_only(prod: Templates) -> None:
    policy = policy_of(prod, "prod-secrets-crawler-reader")
    assert set(policy) == {"ReadSecrets", "SecretsKey"}
    read = policy["ReadSecrets"]
    assert set(read["Action"]) == {"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"}
    assert resources(read) == {f"{PREFIX}/connectly/crawler/prod/*", f"{PREFIX}/connectly/common/prod/*"}
    key = policy["SecretsKey"]
    assert key["Action"] == "kms:Decrypt"
    assert key["Condition"]["StringEquals"] == {"kms:ViaService": "secretsmanager.ap-northeast-2.amazonaws.com"}


def test_an_administrator_cannot_erase_a_secret_at_once(prod: Templates) -> None:
    policy = policy_of(prod, "prod-secrets-admin")
    deletion = policy["DeleteWithRecovery"]
    assert deletion["Condition"]["BoolIfExists"] == {"secretsmanager:ForceDeleteWithoutRecovery": "false"}
    assert deletion["Condition"]["NumericGreaterThanEqualsIfExists"] == {"secretsmanager:RecoveryWindowInDays": "30"}
    assert grants(deletion, "secretsmanager:DeleteSecret")
    assert not grants(policy["AdministerSecrets"], "secretsmanager:DeleteSecret")
    for sid in ("AdministerSecrets", "DeleteWithRecovery"):
        assert resources(policy[sid]) == {f"{PREFIX}/connectly/*/prod/*"}
    assert policy["SecretsKey"]["Condition"]["StringEquals"] == {
        "kms:ViaService": "secretsmanager.ap-northeast-2.amazonaws.com"
    }


def test_plain_settings_form_a_tree_by_project_environment_and_branch(prod: Templates) -> None:
    names = {parameter["Name"] for parameter in prod.resources("secrets", "AWS::SSM::Parameter").values()}
    assert {name for name in names if name.startswith("/infrastructure/prod/")} == {
        "/infrastructure/prod/features/maintenance-mode",
        "/infrastructure/prod/global/log-level",
        "/infrastructure/prod/global/time-zone",
        "/infrastructure/prod/system/upload-limit-mib",
    }


def test_a_secret_of_the_settings_rotates_by_the_function(tmp_path: Path) -> None:
    login = {
        "name": "orders-db", "service": "orders", "description": "Login of orders", "rotation_days": 60,
        "template": {"engine": "mysql", "host": "db.example.com", "username": "orders"},
    }  # fmt: skip
    settings = environment("prod", stacks={"secrets": {"secrets": [login], "readers": ["orders"]}})
    templates = synthesize(settings, tmp_path, only=ONLY)
    schedule = templates.only("secrets", "AWS::SecretsManager::RotationSchedule")
    (secret,) = of_teams(templates)
    (function,) = (name for name in templates.resources("secrets", "AWS::Lambda::Function") if "Rotation" in name)
    assert schedule["SecretId"] == {"Ref": secret}
    assert schedule["RotationLambdaARN"] == {"Fn::GetAtt": [function, "Arn"]}
    assert schedule["RotationRules"]["ScheduleExpression"] == "rate(60 days)"


def test_what_no_function_rotates_has_an_age_limit_by_its_class_unless_the_settings_say_no(tmp_path: Path) -> None:
    key = {"name": "partner", "description": "Key of a partner", "no_rotation_reason": "The partner issues the key"}
    secrets = {"secrets": [{**key, "data_class": "internal"}]}
    watched = synthesize(environment("prod", stacks={"secrets": secrets}), tmp_path / "on", only=ONLY)
    (secret,) = of_teams(watched).values()
    assert {"Key": "DataClass", "Value": "internal"} in secret["Tags"]
    assert (
        watched.named("secrets", "AWS::CloudWatch::Alarm", "TooOld")["AlarmName"] == "prod-secrets-secret-age-too-old"
    )
    changed = environment("prod", stacks={"secrets": {**secrets, "watch_age": False}})
    assert "SecretAge" not in str(synthesize(changed, tmp_path / "off", only=ONLY)["secrets"])


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"rotation_concurrency": 0}, "prod.yaml: stacks.secrets.rotation_concurrency"),
        ({"readers": ["crawler", "crawler"]}, "prod.yaml: stacks.secrets.readers: given 'crawler, crawler'"),
        ({"parameters": {"system": {"db-password": "x"}}}, "prod.yaml: stacks.secrets.parameters.system.db-password"),
        (
            {"secrets": [{"name": "a-key", "description": "What it opens", "data_class": "public"}]},
            "stacks.secrets.secrets.0.data_class: given 'public'",
        ),
        ({"rotation_strategy": "both"}, "prod.yaml: stacks.secrets.rotation_strategy: given 'both'"),
        ({"secrets": [{"name": "a-key", "description": "What it opens"}]}, "stacks.secrets.secrets.0.rotation_days"),
        ({"rotation_days": 90}, "prod.yaml: stacks.secrets.rotation_days: unknown key"),
    ],
    ids=str,
)
def test_a_wrong_setting_gets_one_line(changes: dict[str, Any], line: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        environment("prod", stacks={"secrets": changes})
    (mistake,) = caught.value.mistakes
    assert line in mistake
    assert "\n" not in mistake
