from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_ec2 as ec2

from constructs_lib import ConfigurationError, GovernedDatabaseLogin, ServiceStack, StackSettings
from tests.support import environment, new_app, resolve, synthesize_with

if TYPE_CHECKING:
    from pathlib import Path

    import aws_cdk as cdk
    from constructs import Construct

    from constructs_lib import Environment
    from tests.support import Templates


class FileFlow(ServiceStack[StackSettings]):
    slug = "file-flow"

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        client = ec2.SecurityGroup.from_security_group_id(self, "Client", "sg-0123456789abcdef0")
        GovernedDatabaseLogin(self, "Login", clients=[client])


@pytest.fixture(scope="module")
def fileflow(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    settings = environment("prod", stacks={})

    def build(app: cdk.App) -> None:
        FileFlow(app, settings)

    return synthesize_with(settings, tmp_path_factory.mktemp("fileflow"), build)


def only(fileflow: Templates, type_: str) -> Any:
    (found,) = fileflow.resources("file-flow", type_).values()
    return found


def test_the_secret_says_where_as_whom_and_who_makes_it(fileflow: Templates) -> None:
    secret = only(fileflow, "AWS::SecretsManager::Secret")
    assert secret["Name"] == "/connectly/file-flow/prod/mysql"
    template = resolve(secret["GenerateSecretString"]["SecretStringTemplate"])
    assert '"username": "file_flow"' in template
    assert '"dbname": "file_flow"' in template
    for parameter in ("rdsdbinstanceaddress", "rdsdbinstanceport", "rdsmastersecretarn"):
        assert parameter in template


def test_the_platforms_function_rotates_it_at_once_and_from_then_on(fileflow: Templates) -> None:
    schedule = only(fileflow, "AWS::SecretsManager::RotationSchedule")
    assert schedule["RotateImmediatelyOnUpdate"] is True
    assert schedule["RotationRules"]["ScheduleExpression"] == "rate(30 days)"
    assert "rotationfunctionarn" in resolve(schedule["RotationLambdaARN"])


def test_the_instance_admits_the_clients(fileflow: Templates) -> None:
    rule = only(fileflow, "AWS::EC2::SecurityGroupIngress")
    assert (rule["SourceSecurityGroupId"], rule["FromPort"]) == ("sg-0123456789abcdef0", 3306)
    assert "rdsdbsecuritygroupid" in resolve(rule["GroupId"])


def test_the_service_itself_reads_no_secret(fileflow: Templates) -> None:
    assert not fileflow.resources("file-flow", "AWS::IAM::Policy")


@pytest.mark.parametrize("slug", ["sys", "a-service-whose-name-is-too-long"])
def test_a_name_that_mysql_cannot_have_is_refused(tmp_path: Path, slug: str) -> None:
    named = type("Named", (ServiceStack,), {"slug": slug})
    stack = named(new_app(tmp_path), environment("prod", stacks={}))
    with pytest.raises(
        ConfigurationError, match=f"as login and schema: given '{slug}'; allowed: 26 characters at most"
    ):
        GovernedDatabaseLogin(stack, "Login")
