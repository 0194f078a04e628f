"""The database's master password: where it stands, and how it is rotated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.stacks.rds import ACCOUNT, REGION, entry
from tests.support import resolve

if TYPE_CHECKING:
    from tests.support import Templates


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
    for type_, part in (("AWS::SecretsManager::SecretTargetAttachment", ""), ("AWS::RDS::DBInstance", ""),
                        ("AWS::EC2::SecurityGroupIngress", "RotationSecurityGroup")):  # fmt: skip
        assert entry(prod, "rds", type_, part)[0] in schedule["DependsOn"]
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
    rule = prod.named("rds", "AWS::EC2::SecurityGroupIngress", "RotationSecurityGroup")
    admitted = prod["rds"]["Parameters"][rule["SourceSecurityGroupId"]["Ref"]]["Default"]
    assert published[admitted]["Fn::GetAtt"][0] in str(function["Properties"]["VpcConfig"]["SecurityGroupIds"])
