from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_secretsmanager as secretsmanager

from constructs_lib import GovernedSecret
from tests.constructs_lib.compute.tasks import container, statements
from tests.constructs_lib.web_service import make_container, make_service
from tests.support import as_list, resolve

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_the_execution_role_pulls_one_image_and_writes_one_log(bench: Bench) -> None:
    make_service(bench)
    granted = statements(bench, "ExecutionRole")
    found = {action: resolve(s["Resource"]) for s in granted for action in as_list(s["Action"])}
    assert found["ecr:BatchGetImage"] == "arn:aws:ecr:ap-northeast-2:111122223333:repository/example"
    assert found["logs:PutLogEvents"].endswith(":log-group:/aws/ecs/prod-example/application:*")
    assert [action for action, resource in found.items() if resource == "*"] == ["ecr:GetAuthorizationToken"]
    roles = bench.resources("AWS::IAM::Role")
    assert not any(role.get("ManagedPolicyArns") for role in roles)


def test_both_roles_are_assumed_by_tasks_of_this_account_only(bench: Bench) -> None:
    make_service(bench)
    roles = bench.resources("AWS::IAM::Role")
    assert len(roles) == 2
    for role in roles:
        (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"] == {"Service": "ecs-tasks.amazonaws.com"}
        assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": "111122223333"}
        assert resolve(trust["Condition"]["ArnLike"]["aws:SourceArn"]).endswith(":ecs:ap-northeast-2:111122223333:*")


def test_a_secret_is_read_by_the_execution_role_through_its_key_and_by_no_other(bench: Bench) -> None:
    secret = GovernedSecret(bench.stack, "Secret", name="database", description="opens", template={"username": "u"})
    secrets = {"DB_PASSWORD": (secret.secret, "password")}
    make_service(bench, container=make_container(bench, secrets=secrets))
    found = {action: s for s in statements(bench, "ExecutionRole") for action in as_list(s["Action"])}
    assert resolve(found["secretsmanager:GetSecretValue"]["Resource"]).startswith("${Secret")
    assert found["kms:Decrypt"]["Condition"] == {
        "StringEquals": {"kms:ViaService": "secretsmanager.ap-northeast-2.amazonaws.com"}
    }
    assert [s["Name"] for s in container(bench)["Secrets"]] == ["DB_PASSWORD"]
    assert len(bench.resources("AWS::IAM::Policy")) == 1


def test_a_secret_of_another_stack_is_decrypted_with_the_secrets_key_too(bench: Bench) -> None:
    arn = "arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:/connectly/rds/prod/master-AbCdEf"
    secret = secretsmanager.Secret.from_secret_complete_arn(bench.stack, "Imported", arn)
    make_service(bench, container=make_container(bench, secrets={"DB_PASSWORD": (secret, "password")}))
    found = {action: s for s in statements(bench, "ExecutionRole") for action in as_list(s["Action"])}
    assert found["kms:Decrypt"]["Resource"].endswith("key/secrets")


def test_a_task_starts_after_the_policy_that_lets_it_pull_its_image(bench: Bench) -> None:
    make_service(bench)
    resources = bench.template()["Resources"]
    (task,) = (r for r in resources.values() if r["Type"] == "AWS::ECS::TaskDefinition")
    assert any("ExecutionRoleDefaultPolicy" in name for name in task["DependsOn"])
