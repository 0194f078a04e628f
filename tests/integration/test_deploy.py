"""`governed-cdk deploy`: nothing that holds data is replaced or lost, and a stack policy says so to everybody else."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.lock import LOCK_FILE, lock_text, locked, read_lock
from aspects.judge.template.assembly import read_assembly, stacks_of
from aspects.judge.template.digest import write_digest
from governed_cdk.deployment.stacks import Stacks
from governed_cdk.preflight.account import Account
from governed_cdk.rehearsal.emulator import SECRET
from tests.integration.support import rehearsed, synthesised
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.integration.support import Deployed, Rehearsed

STACK = "test-app"
TABLE = {
    "Type": "AWS::DynamoDB::Table",
    "Properties": {
        "TableName": "test-app-orders",
        "BillingMode": "PAY_PER_REQUEST",
        "DeletionProtectionEnabled": True,
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    },
}
DATABASE = {
    "Type": "AWS::RDS::DBInstance",
    "Properties": {
        "Engine": "mysql", "EngineVersion": "8.4.9", "DBInstanceClass": "db.t4g.micro", "AllocatedStorage": "20",
        "MasterUsername": "admin", "MasterUserPassword": "not-a-secret-here", "StorageEncrypted": False,
    },
}  # fmt: skip
ROLE = {
    "Type": "AWS::IAM::Role",
    "Properties": {
        "RoleName": "test-app-export",
        "AssumeRolePolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}
            ],
        },
    },
}


def parameter(value: str) -> dict[str, Any]:
    return {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/test/app/value", "Type": "String", "Value": value}}


def app(
    folder: Path, *, stack: str = STACK, protected: bool = False, after: str = "", **resources: dict[str, Any]
) -> Path:
    """A project whose assembly gets a stack, as CDK writes it without assets, with the lock of a first deploy."""
    out = folder / "cdk.out"
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{stack}.template.json").write_text(json.dumps({"Resources": resources}), encoding="utf-8")
    properties = {
        "templateFile": f"{stack}.template.json",
        "terminationProtection": protected,
        "assumeRoleArn": (
            "arn:${AWS::Partition}:iam::111122223333:role/cdk-hnb659fds-deploy-role-111122223333-ap-northeast-2"
        ),
        "lookupRole": {
            "arn": "arn:${AWS::Partition}:iam::111122223333:role/cdk-hnb659fds-lookup-role-111122223333-ap-northeast-2"
        },
    }
    artifact: dict[str, Any] = {
        "type": "aws:cloudformation:stack",
        "environment": "aws://111122223333/ap-northeast-2",
        "properties": properties,
        "dependencies": [after] if after else [],
    }
    file = out / "manifest.json"
    artifacts = json.loads(file.read_text(encoding="utf-8"))["artifacts"] if file.is_file() else {}
    manifest = {"version": "48.0.0", "artifacts": {**artifacts, stack: artifact}}
    file.write_text(json.dumps(manifest), encoding="utf-8")
    write_digest(out)  # as if its synth had judged it
    lock = folder / LOCK_FILE
    if not lock.is_file():
        lock.write_text(lock_text(locked(read_assembly(out))), encoding="utf-8")
    return folder


def deploy(
    account: Rehearsed, project: Path, env: str = "test", **credentials: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "governed_cdk", "deploy", "cdk.out", "--env", env, "--yes"]
    return subprocess.run(
        [*command, "--endpoint-url", account.emulator.endpoint],
        env=account.emulator.variables | {"PYTHONPATH": str(ROOT)} | credentials,
        cwd=project, capture_output=True, text=True, check=False,
    )  # fmt: skip


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


def status(account: Rehearsed, stack: str = STACK) -> str | None:
    stacks = account.client("cloudformation").describe_stacks()["Stacks"]
    return next((one["StackStatus"] for one in stacks if one["StackName"] == stack), None)


def denied(account: Rehearsed, stack: str = STACK, region: str | None = None) -> list[str]:
    answer = account.client("cloudformation", region).get_stack_policy(StackName=stack)
    policy = json.loads(answer.get("StackPolicyBody") or '{"Statement": []}')
    return [one for said in policy["Statement"] if said["Effect"] == "Deny" for one in said["Resource"]]


def events(account: Rehearsed) -> list[Any]:
    found: list[Any] = account.client("cloudformation").describe_stack_events(StackName=STACK)["StackEvents"]
    return found


def with_properties(resource: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return resource | {"Properties": resource["Properties"] | properties}


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
    failed = deploy(account, project, "prod")
    assert failed.returncode == 1, failed.stdout + failed.stderr
    assert status(account, stack) == "ROLLBACK_COMPLETE"
    account.emulator.fail()
    plain = account.cdk.deploy(project / "cdk.out", [stack])
    assert plain.exit_code != 0
    assert "cloudformation:DeleteStack" in plain.output
    done = deploy(account, project, "prod")
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


def test_other_tags_on_everything_replace_nothing_that_holds_data(deployed: Deployed, changed_assembly: Path) -> None:
    fresh, name = deployed.rehearsed, "tags"
    emulator = fresh.emulator
    credentials = {"aws_access_key_id": emulator.account, "aws_secret_access_key": SECRET}
    stacks = Stacks(
        changed_assembly, Account(emulator.endpoint, region_name=emulator.region, **credentials),
        read_lock(ROOT / LOCK_FILE), today=datetime.date(2026, 11, 30), tell=print,
    )  # fmt: skip
    all_ = stacks_of(read_assembly(changed_assembly))
    options = ("--method", "prepare-change-set", "--change-set-name", name)
    run = fresh.deploy(assembly=changed_assembly, options=options)
    assert run.exit_code == 0, run.output
    changes = {stack.stack_name: stacks.changes(stack, name) for stack in all_}
    assert sum(len(some) for one in changes.values() for some in one.values()) > 300
    refused = [line for stack in all_ for line in stacks.refused(stack, changes[stack.stack_name])]
    for stack in all_:
        stacks.discard(stack, name)
    assert [line for line in refused if "would fail to be replaced, for ResourceTags" not in line] == []


def test_all_of_prod_is_deployed_wave_by_wave_and_what_holds_data_is_kept(tmp_path: Path) -> None:
    assembly = synthesised(tmp_path / "cdk.out")
    (tmp_path / LOCK_FILE).write_bytes((ROOT / LOCK_FILE).read_bytes())
    lock = read_lock(ROOT / LOCK_FILE)["prod"]
    with rehearsed(assembly, kept=True) as fresh:
        done = deploy(fresh, tmp_path, "prod")
        assert done.returncode == 0, done.stdout + done.stderr
        for stack in fresh.stacks:
            found = {one.removeprefix("LogicalResourceId/") for one in denied(fresh, stack.stack_name, stack.region)}
            data = {name for name, was in lock.get(stack.stack_name, {}).items() if not was.named}
            assert found == data & stack.resources.keys(), stack.stack_name
            cloudformation = fresh.client("cloudformation", stack.region)
            (there,) = cloudformation.describe_stacks(StackName=stack.stack_name)["Stacks"]
            assert there["EnableTerminationProtection"] is True
    protected = [line for line in done.stderr.splitlines() if "without protection first" in line]
    assert len(protected) == 5, "a line for each wave"
