"""What the server of Atlantis may do, and what the tasks that it starts may."""

from __future__ import annotations

import fnmatch
import json
import re
from typing import TYPE_CHECKING

import pytest

from stacks.atlantis import Settings
from tests.stacks.atlantis import actions, statements_of, task_statements, variables, variant
from tests.support import resolve, resources_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Templates


@pytest.mark.parametrize(
    "action",
    [
        "iam:AttachRolePolicy", "iam:CreatePolicyVersion", "iam:CreateRole", "iam:PutRolePolicy", "sts:AssumeRole",
        "iam:PutRolePermissionsBoundary", "iam:UpdateAssumeRolePolicy", "secretsmanager:GetSecretValue",
        "ssm:GetParameter", "cloudformation:CreateStack", "lambda:CreateFunction", "ecs:RegisterTaskDefinition",
    ],
)  # fmt: skip
def test_the_task_role_cannot_raise_its_own_rights(prod: Templates, dev: Templates, action: str) -> None:
    for templates in (prod, dev):
        granted = [pattern for statement in task_statements(templates) for pattern in actions(statement)]
        assert granted
        assert not any(fnmatch.fnmatchcase(action.lower(), pattern.lower()) for pattern in granted)
        assert not templates.named("atlantis", "AWS::IAM::Role", "ServiceTaskRole").get("ManagedPolicyArns")


def test_no_statement_of_the_task_role_is_for_every_resource(prod: Templates) -> None:
    granted = task_statements(prod)
    assert granted
    for statement in granted:
        assert "*" not in resources_of(statement)
        assert not any("*" in action for action in actions(statement))


def assumed(templates: Templates, role: str) -> list[str]:
    statements = [s for s in statements_of(templates, role) if "sts:AssumeRole" in actions(s)]
    return [resolve(arn) for statement in statements for arn in resources_of(statement)]


def kinds(arns: list[str], qualifier: str = "hnb659fds") -> set[str]:
    return {match[1] for arn in arns if (match := re.search(rf"role/cdk-{qualifier}-(.+?)-role-\d+-", arn))}


def test_the_task_of_a_pull_requests_code_has_no_role_no_secret_and_no_file_system(prod: Templates) -> None:
    task = prod.named("atlantis", "AWS::ECS::TaskDefinition", "RunsTask")
    (run,) = task["ContainerDefinitions"]
    assert "TaskRoleArn" not in task
    assert "Secrets" not in run
    assert "PortMappings" not in run
    assert run["Environment"] == [{"Name": "AWS_REGION", "Value": "ap-northeast-2"}]
    assert not any("EFSVolumeConfiguration" in volume for volume in task["Volumes"])
    assert run["EntryPoint"] == ["/usr/local/bin/pull-request", "task"]


def test_the_server_starts_that_task_only_and_works_by_no_role_of_those_that_deploy(prod: Templates) -> None:
    granted = task_statements(prod)
    (run,) = (s for s in granted if actions(s) == ["ecs:RunTask"])
    (task,) = prod.resources("atlantis", "AWS::ECS::TaskDefinition").keys() - {
        name for name in prod.resources("atlantis", "AWS::ECS::TaskDefinition") if name.startswith("Service")
    }
    assert run["Resource"] == {"Ref": task}
    assert resolve(run["Condition"]["ArnEquals"]["ecs:cluster"]).endswith(":cluster/prod-atlantis")
    (passed,) = (s for s in granted if actions(s) == ["iam:PassRole"])
    assert passed["Condition"] == {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
    names = {arn["Fn::GetAtt"][0] for arn in passed["Resource"]}
    assert all(name.startswith("Runs") for name in names)
    assert not any(action.startswith(("s3:Delete", "dynamodb:")) for s in granted for action in actions(s))


def test_each_repository_has_a_role_for_plans_and_one_for_applies_that_the_server_knows(prod: Templates) -> None:
    given = dict(part.split("=", 1) for part in resolve(variables(prod)["ATLANTIS_RUN_ROLES"]).split(","))
    settings = Settings()
    names = (*settings.terraform_repositories, *settings.cdk_repositories, *settings.service_repositories)
    assert set(given) == {f"{kind}/{name}" for kind in ("plan", "apply") for name in names}


def test_a_plan_of_cdk_looks_up_and_an_apply_deploys_but_never_as_cloudformation_works(prod: Templates) -> None:
    plan, apply = assumed(prod, "RunsPlanRoleGovernedCdk"), assumed(prod, "RunsApplyRoleGovernedCdk")
    assert kinds(plan) == {"lookup"}
    assert kinds(apply) == {"deploy", "file-publishing", "image-publishing", "lookup"}
    assert not any("*" in arn for arn in (*plan, *apply))
    # A session that takes away what a failed creation left says so by a tag; a plan takes nothing away.
    tagging = {name: any("sts:TagSession" in actions(s) for s in statements_of(prod, name)) for name in (
        "RunsPlanRoleGovernedCdk", "RunsApplyRoleGovernedCdk",
    )}  # fmt: skip
    assert tagging == {"RunsPlanRoleGovernedCdk": False, "RunsApplyRoleGovernedCdk": True}


def test_a_service_repository_deploys_by_the_bounded_bootstrap_only(tmp_path: Path) -> None:
    templates = variant(tmp_path, service_repositories=["shop"])
    arns = assumed(templates, "RunsApplyRoleShop")
    assert kinds(arns, "services") == {"deploy", "file-publishing", "image-publishing", "lookup"}
    assert len([arn for arn in arns if "cdk-services-" in arn]) == len(arns)


def test_a_plan_of_terraform_changes_nothing_and_reads_its_own_part_of_the_state(tmp_path: Path) -> None:
    own = {key: f"arn:aws:iam::111122223333:role/{key}" for key in ("reads", "makes")}
    templates = variant(tmp_path, terraform_role_arns=[own["makes"]], terraform_plan_role_arns=[own["reads"]])
    granted = statements_of(templates, "RunsPlanRoleCrawler")
    assert {action for s in granted for action in actions(s)} == {
        "s3:ListBucket", "s3:GetObject", "kms:Decrypt", "sts:AssumeRole"
    }  # fmt: skip
    assert assumed(templates, "RunsPlanRoleCrawler") == [own["reads"]]
    assert assumed(templates, "RunsApplyRoleCrawler") == [own["makes"]]


@pytest.mark.parametrize("role", ["RunsPlanRoleCrawler", "RunsApplyRoleCrawler"])
def test_no_repository_reaches_the_state_of_another(prod: Templates, role: str) -> None:
    for statement in statements_of(prod, role):
        (service,) = {action.split(":")[0] for action in actions(statement)}
        if service == "s3" and actions(statement) != ["s3:ListBucket"]:
            assert all(resolve(arn).endswith("/crawler/*") for arn in resources_of(statement))
        if actions(statement) == ["s3:ListBucket"]:
            assert statement["Condition"] == {"StringLike": {"s3:prefix": ["crawler/", "crawler/*"]}}
        if "dynamodb:PutItem" in actions(statement):
            (keys,) = statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
            assert resolve(keys).endswith("/crawler/*")


def test_what_passes_between_the_tasks_is_on_the_key_of_states_and_is_gone_after_a_month(prod: Templates) -> None:
    bucket = prod.named("atlantis", "AWS::S3::Bucket", "Runs")
    assert "prodkmsterraformstatekeyarn" in json.dumps(bucket["BucketEncryption"])
    rules = {rule["Id"]: rule for rule in bucket["LifecycleConfiguration"]["Rules"]}
    assert rules["runs"]["ExpirationInDays"] == 30
