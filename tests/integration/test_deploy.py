"""`governed-cdk deploy`: nothing that holds data is replaced or lost, and a stack policy says so to everybody else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from aspects.judge.lock import LOCK_FILE, read_lock
from tests.integration.deploys import (
    DATABASE,
    ROLE,
    STACK,
    TABLE,
    app,
    denied,
    deploy,
    events,
    parameter,
    status,
    with_properties,
)
from tests.integration.support import rehearsed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.integration.support import Rehearsed


@pytest.fixture(scope="module")
def account(prod_assembly: Path) -> Iterator[Rehearsed]:
    with rehearsed(prod_assembly, kept=True) as made:
        yield made


@pytest.fixture
def gone(account: Rehearsed) -> Iterator[None]:
    """Take the stack away after the test, whatever keeps it."""
    yield
    cloudformation = account.client("cloudformation")
    if "test-app-orders" in account.client("dynamodb").list_tables()["TableNames"]:
        account.client("dynamodb").update_table(TableName="test-app-orders", DeletionProtectionEnabled=False)
    cloudformation.update_termination_protection(StackName=STACK, EnableTerminationProtection=False)
    cloudformation.delete_stack(StackName=STACK)
    assert status(account) is None


@pytest.mark.usefixtures("gone")
def test_a_database_is_not_replaced_unless_somebody_means_it(account: Rehearsed, tmp_path: Path) -> None:
    project = app(tmp_path, Database=DATABASE, Value=parameter("a"))
    done = deploy(account, project)
    assert done.returncode == 0, done.stdout + done.stderr
    before = events(account)
    app(project, Database=with_properties(DATABASE, StorageEncrypted=True), Value=parameter("b"))
    refused = deploy(account, project)
    assert refused.returncode == 3, refused.stdout + refused.stderr
    assert "test-app: Database (AWS::RDS::DBInstance) would be replaced" in refused.stderr
    assert "for StorageEncrypted; set that back" in refused.stderr
    assert events(account) == before
    left = account.client("cloudformation").list_change_sets(StackName=STACK)["Summaries"]
    assert [one for one in left if one["ChangeSetName"].startswith("governed-cdk-")] == []

    body = json.loads((project / LOCK_FILE).read_text(encoding="utf-8"))
    body["test"][STACK]["Database"]["replacement"] = {
        "reason": "moves to encrypted storage", "owner": "platform-team", "until": "2099-12-31",
    }  # fmt: skip
    (project / LOCK_FILE).write_text(json.dumps(body), encoding="utf-8")
    passed = deploy(account, project)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert status(account) == "UPDATE_COMPLETE"
    assert account.client("rds").describe_db_instances()["DBInstances"][0]["StorageEncrypted"] is True
    assert denied(account) == ["LogicalResourceId/Database"], "kept again afterwards"


@pytest.mark.usefixtures("gone")
def test_the_stack_policy_refuses_what_others_try(account: Rehearsed, tmp_path: Path) -> None:
    project = app(tmp_path, protected=True, Orders=TABLE, Value=parameter("a"))
    done = deploy(account, project)
    assert done.returncode == 0, done.stdout + done.stderr
    assert denied(account) == ["LogicalResourceId/Orders"]
    (stack,) = account.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
    assert stack["EnableTerminationProtection"] is True
    table = account.client("dynamodb").describe_table(TableName="test-app-orders")["Table"]
    assert table["DeletionProtectionEnabled"] is True
    (project / LOCK_FILE).unlink()  # somebody else's checkout, or a plain `cdk deploy`
    app(project, protected=True, Value=parameter("b"))
    run = account.cdk.deploy(project / "cdk.out", [STACK])
    assert run.exit_code != 0
    assert "does not allow [Update:Delete] for resource [Orders]" in run.output
    assert status(account) == "UPDATE_ROLLBACK_COMPLETE"
    assert account.client("ssm").get_parameter(Name="/test/app/value")["Parameter"]["Value"] == "a"
    app(project, protected=True, Orders=TABLE, Value=parameter("c"))
    run = account.cdk.deploy(project / "cdk.out", [STACK])
    assert run.exit_code == 0, run.output


@pytest.mark.usefixtures("gone")
def test_a_table_does_not_leave_its_stack_until_it_is_let_go(account: Rehearsed, tmp_path: Path) -> None:
    kept = with_properties(TABLE, DeletionProtectionEnabled=False)
    project = app(tmp_path, Orders=kept, Value=parameter("a"))
    assert deploy(account, project).returncode == 0
    before = events(account)
    app(project, Value=parameter("a"))
    refused = deploy(account, project)
    assert refused.returncode == 3, refused.stdout + refused.stderr
    assert "Orders (AWS::DynamoDB::Table) would leave its stack" in refused.stderr
    assert events(account) == before
    app(project)
    emptied = deploy(account, project)
    assert emptied.returncode == 3, emptied.stdout + emptied.stderr
    assert "it has no resources, so that it would be deleted, with test-app/Orders" in emptied.stderr
    assert events(account) == before
    app(project, Value=parameter("a"))
    (project / LOCK_FILE).write_text("{}", encoding="utf-8")
    done = deploy(account, project)
    assert done.returncode == 0, done.stdout + done.stderr
    assert denied(account) == []
    assert "test-app-orders" not in account.client("dynamodb").list_tables()["TableNames"]


@pytest.mark.usefixtures("gone")
def test_a_named_role_is_not_tried_to_be_replaced(account: Rehearsed, tmp_path: Path) -> None:
    project = app(tmp_path, Export=ROLE)
    assert deploy(account, project).returncode == 0
    assert read_lock(project / LOCK_FILE)["test"][STACK]["Export"].named == "test-app-export"
    assert denied(account) == [], "it holds no data"
    app(project, Export=with_properties(ROLE, Path="/export/"))
    refused = deploy(account, project)
    assert refused.returncode == 3, refused.stdout + refused.stderr
    assert "Export (AWS::IAM::Role) would fail to be replaced, for Path" in refused.stderr


@pytest.mark.usefixtures("gone")
def test_the_account_is_asked_again_for_what_an_earlier_wave_has_made(account: Rehearsed, tmp_path: Path) -> None:
    project = app(tmp_path, Value=parameter("a"))
    app(project, stack="test-later", after=STACK, Value=parameter("b"))
    refused = deploy(account, project)
    assert refused.returncode == 3, refused.stdout + refused.stderr
    assert "test-later makes AWS::SSM::Parameter /test/app/value: it exists in" in refused.stderr
    assert (status(account), status(account, "test-later")) == ("CREATE_COMPLETE", None)


def test_the_deploy_role_deletes_no_stack_of_prod_but_one_whose_creation_failed(
    account: Rehearsed, tmp_path: Path
) -> None:
    stack = "prod-probe"
    project = app(tmp_path, stack=stack, Value=parameter("a"))
    account.emulator.fail(f"create {stack}:Value")
    failed = deploy(account, project, env="prod")
    assert failed.returncode == 1, failed.stdout + failed.stderr
    assert status(account, stack) == "ROLLBACK_COMPLETE"
    account.emulator.fail()
    plain = account.cdk.deploy(project / "cdk.out", [stack])
    assert plain.exit_code != 0
    assert "cloudformation:DeleteStack" in plain.output
    done = deploy(account, project, env="prod")
    assert done.returncode == 0, done.stdout + done.stderr
    assert status(account, stack) == "CREATE_COMPLETE"
    destroyed = account.cdk.destroy(project / "cdk.out", [stack])
    assert destroyed.exit_code != 0
    assert "cloudformation:DeleteStack" in destroyed.output
    account.client("cloudformation").delete_stack(StackName=stack)
    assert status(account, stack) is None


@pytest.mark.usefixtures("gone")
def test_a_role_that_may_assume_the_roles_of_cdk_and_nothing_else_deploys(account: Rehearsed, tmp_path: Path) -> None:
    iam, name = account.client("iam"), "github-deploy"
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "111122223333"}}
    may = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::111122223333:role/cdk-hnb659fds-*"}
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}))
    document = json.dumps({"Version": "2012-10-17", "Statement": [may]})
    iam.put_role_policy(RoleName=name, PolicyName="cdk", PolicyDocument=document)
    arn = f"arn:aws:iam::111122223333:role/{name}"
    made = account.client("sts").assume_role(RoleArn=arn, RoleSessionName="run")["Credentials"]
    credentials = {
        "AWS_ACCESS_KEY_ID": made["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": made["SecretAccessKey"],
        "AWS_SESSION_TOKEN": made["SessionToken"],
    }
    project = app(tmp_path, protected=True, Orders=TABLE, Value=parameter("a"))
    done = deploy(account, project, **credentials)
    assert done.returncode == 0, done.stdout + done.stderr
    assert denied(account) == ["LogicalResourceId/Orders"]
    again = deploy(account, app(project, protected=True, Orders=TABLE, Value=parameter("b")), **credentials)
    assert again.returncode == 0, again.stdout + again.stderr
    assert account.client("ssm").get_parameter(Name="/test/app/value")["Parameter"]["Value"] == "b"
