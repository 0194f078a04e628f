from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aws_cdk import aws_ec2 as ec2

from constructs_lib import ConfigurationError, GovernedSecret
from constructs_lib.platform import GovernedRotationFunction
from constructs_lib.runtime.rotation.mysql_rotation.settings import Settings
from tests.support import grants, resolve

if TYPE_CHECKING:
    from constructs_lib.runtime.rotation.mysql_rotation.settings import StrategyName
    from tests.constructs_lib.conftest import Bench

SECRETS = "arn:${AWS::Partition}:secretsmanager:ap-northeast-2:111122223333:secret:/connectly/*/prod/*"


def rotation(
    bench: Bench, *, strategy: StrategyName = "auto", reserved_concurrency: int | None = None
) -> GovernedRotationFunction:
    vpc = ec2.Vpc.from_vpc_attributes(
        bench.stack, "Vpc", vpc_id="vpc-1", vpc_cidr_block="10.0.0.0/16", availability_zones=["ap-northeast-2a"],
        private_subnet_ids=["subnet-1"], private_subnet_route_table_ids=["rtb-1"],
    )  # fmt: skip
    return GovernedRotationFunction(
        bench.stack, "Rotation", vpc=vpc, strategy=strategy, reserved_concurrency=reserved_concurrency
    )


def test_secrets_manager_alone_may_call_it_for_secrets_of_this_environment(bench: Bench) -> None:
    rotation(bench)
    permission = bench.only("AWS::Lambda::Permission")
    assert permission["Principal"] == "secretsmanager.amazonaws.com"
    assert permission["SourceAccount"] == "111122223333"
    assert resolve(permission["SourceArn"]) == SECRETS


def test_it_touches_only_secrets_that_name_it(bench: Bench) -> None:
    rotation(bench)
    (policy,) = bench.resources("AWS::IAM::Policy")
    statements = {item.get("Sid"): item for item in policy["PolicyDocument"]["Statement"]}
    own = statements["RotateOwnSecrets"]
    function = own["Condition"]["ArnEquals"]["secretsmanager:resource/AllowRotationLambdaArn"]
    assert resolve(own["Resource"]) == SECRETS
    assert resolve(function).endswith(":function:prod-example-rotation")
    assert bench.only("AWS::Lambda::Function")["FunctionName"] == "prod-example-rotation"
    assert statements["SecretsKey"]["Condition"]["StringEquals"] == {
        "kms:ViaService": "secretsmanager.ap-northeast-2.amazonaws.com"
    }
    assert not any(grants(item, "rds:ModifyDBInstance") for item in statements.values())


def test_a_rotated_password_is_made_as_the_first_one_was(bench: Bench) -> None:
    rotation(bench)
    GovernedSecret(bench.stack, "Login", name="login", description="Opens nothing", template={"username": "app"})
    first = bench.only("AWS::SecretsManager::Secret")["GenerateSecretString"]
    variables = bench.only("AWS::Lambda::Function")["Environment"]["Variables"]
    next_ = Settings.from_environment(variables)
    assert next_.exclude_characters == first["ExcludeCharacters"]
    assert next_.password_length == first["PasswordLength"]


def test_it_reaches_aws_and_the_databases_of_the_vpc_and_nothing_else(bench: Bench) -> None:
    rotation(bench)
    group = bench.only("AWS::EC2::SecurityGroup")
    assert {(rule["CidrIp"], rule["ToPort"]) for rule in group["SecurityGroupEgress"]} == {
        ("0.0.0.0/0", 443),
        ("10.0.0.0/16", 3306),
    }
    assert bench.only("AWS::Lambda::Function")["VpcConfig"]["SubnetIds"] == ["subnet-1"]


def test_a_failed_step_wakes_somebody(bench: Bench) -> None:
    rotation(bench)
    alarms = {alarm["AlarmName"]: alarm for alarm in bench.resources("AWS::CloudWatch::Alarm")}
    failed = alarms["prod-example-rotation-rotation-failed"]
    assert failed["AlarmActions"] == ["arn:aws:sns:ap-northeast-2:111122223333:critical-topic-arn"]
    # the timeout is 60 s: the duration alarm fires before a step is cut off
    assert alarms["prod-example-rotation-duration-near-timeout"]["Threshold"] == 48_000


def test_an_unknown_strategy_is_refused(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="strategy: given 'both'; allowed: auto, single-user"):
        rotation(bench, strategy="both")  # type: ignore[arg-type]  # wrong on purpose, or by name from a table


def test_a_function_without_concurrency_would_never_rotate(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="reserved_concurrency: given 0"):
        rotation(bench, reserved_concurrency=0)
