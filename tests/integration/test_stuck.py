"""What refuses to be deleted, and the way out that docs/operations.md tells: a first deploy is never the end."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.template.digest import write_digest
from constructs_lib.kernel.facts.refusals import protections
from governed_cdk.rehearsal import inventory, way_out
from tests.integration.support import ACCOUNT, HOME, rehearsed
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.integration.support import Rehearsed

# What comes to be after the protected resource of each stack; nothing waits for the table by itself.
LATE = {
    "prod-bootstrap": "create prod-bootstrap:DeployRoleDefaultPolicyDA405DB8",
    "prod-rds": "create AWS::SecretsManager::SecretTargetAttachment",
}
WAITING = ("DeployRoleDefaultPolicyDA405DB8", "StateLockTableE5C21749")


@pytest.fixture
def assembly(prod_assembly: Path, tmp_path: Path) -> Path:
    """Prod, in whose bootstrap a policy is made after the protected table."""
    copy = shutil.copytree(prod_assembly, tmp_path / "assembly")
    (file,) = copy.glob("prod-bootstrap.template.json")
    template = json.loads(file.read_text(encoding="utf-8"))
    late, first = WAITING
    assert first in template["Resources"]
    template["Resources"][late]["DependsOn"].append(first)
    file.write_text(json.dumps(template), encoding="utf-8")
    write_digest(copy)
    return copy


def protected(fresh: Rehearsed, stack: str) -> Iterator[tuple[str, str]]:
    """The command that takes the protection off each resource of a stack that has one, and its logical id."""
    physical = {
        one["LogicalResourceId"]: one["PhysicalResourceId"]
        for one in fresh.client("cloudformation").describe_stack_events(StackName=stack)["StackEvents"]
        if one["PhysicalResourceId"]
    }
    for resource in fresh.stack(stack).resources.values():
        row = protections().get(resource.type)
        if row and row.protects(resource.properties):
            yield row.way_out.format(id=physical[resource.logical_id]), resource.logical_id


def delete_databases(fresh: Rehearsed) -> None:
    """The first way of the page out of what a stack retains; the second is not there: the emulator imports no RDS."""
    rds = fresh.client("rds")
    for database in rds.describe_db_instances()["DBInstances"]:
        rds.delete_db_instance(DBInstanceIdentifier=database["DBInstanceIdentifier"], SkipFinalSnapshot=True)
    for group in rds.describe_db_parameter_groups()["DBParameterGroups"]:
        if not group["DBParameterGroupName"].startswith("default."):
            rds.delete_db_parameter_group(DBParameterGroupName=group["DBParameterGroupName"])
    for subnets in rds.describe_db_subnet_groups()["DBSubnetGroups"]:
        if subnets["DBSubnetGroupName"] != "default":
            rds.delete_db_subnet_group(DBSubnetGroupName=subnets["DBSubnetGroupName"])


@pytest.mark.parametrize("stack", LATE)
def test_a_plain_deploy_that_fails_is_stuck_and_the_operations_page_gets_it_out(
    fresh: Rehearsed, assembly: Path, stack: str
) -> None:
    fresh.emulator.fail(LATE[stack])
    assert fresh.deploy(stack, assembly=assembly).exit_code != 0
    assert fresh.status(stack) == "ROLLBACK_FAILED"
    fresh.emulator.fail()
    cloudformation = fresh.client("cloudformation")
    commands = list(protected(fresh, stack))
    assert commands
    for command, _ in commands:
        way_out.call(command, fresh.client)
        assert command.split("{")[0].split(" --")[0] in (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    cloudformation.update_termination_protection(StackName=stack, EnableTerminationProtection=False)
    cloudformation.delete_stack(StackName=stack)
    assert fresh.status(stack) is None
    delete_databases(fresh)
    assert fresh.deploy(stack, assembly=assembly, options=("--import-existing-resources",)).exit_code == 0
    assert fresh.status(stack) == "CREATE_COMPLETE"


def governed_deploy(fresh: Rehearsed, assembly: Path, *stacks: str) -> subprocess.CompletedProcess[str]:
    named = [argument for stack in stacks for argument in ("--stack", stack)]
    command = [sys.executable, "-m", "governed_cdk", "deploy", str(assembly), "--env", "prod", "--yes", *named]
    return subprocess.run(
        [*command, "--endpoint-url", fresh.emulator.endpoint],
        env=fresh.emulator.variables, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_our_deploy_is_rolled_back_as_a_whole_and_the_next_one_protects(fresh: Rehearsed, assembly: Path) -> None:
    fresh.emulator.fail(LATE["prod-bootstrap"])
    failed = governed_deploy(fresh, assembly, "prod-bootstrap")
    assert failed.returncode == 1, failed.stdout + failed.stderr
    assert fresh.status("prod-bootstrap") == "ROLLBACK_COMPLETE"
    fresh.emulator.fail()
    done = governed_deploy(fresh, assembly, "prod-bootstrap")
    assert done.returncode == 0, done.stdout + done.stderr
    table = fresh.client("dynamodb").describe_table(TableName="prod-bootstrap-terraform-lock")["Table"]
    assert table["DeletionProtectionEnabled"] is True
    (stack,) = fresh.client("cloudformation").describe_stacks(StackName="prod-bootstrap")["Stacks"]
    assert stack["EnableTerminationProtection"] is True


def test_our_deploy_touches_nothing_where_a_name_is_taken(fresh: Rehearsed) -> None:
    fresh.client("ssm").put_parameter(Name="/shared/kms/rds-key-arn", Type="String", Value="terraform's")
    refused = governed_deploy(fresh, fresh.assembly, "prod-kms")
    assert refused.returncode == 3, refused.stdout + refused.stderr
    assert "prod-kms makes AWS::SSM::Parameter /shared/kms/rds-key-arn: it exists in" in refused.stderr
    assert fresh.status("prod-kms") is None


PROBES: dict[str, tuple[dict[str, Any], str]] = {
    "AWS::SSM::Parameter": ({"Name": "/taken", "Type": "String", "Value": "x"}, "/taken already exists"),
    "AWS::GuardDuty::Detector": ({"Enable": True}, "a detector already exists for the current account"),
    "AWS::Lambda::Function": (
        {
            "Runtime": "python3.13", "Handler": "a.b", "Code": {"ZipFile": "x = 1"}, "ReservedConcurrentExecutions": 1,
            "Role": f"arn:aws:iam::{ACCOUNT}:role/cdk-hnb659fds-deploy-role-{ACCOUNT}-{HOME}",
        },
        "below its minimum value of [10]",
    ),
}  # fmt: skip


@pytest.mark.parametrize("type_", PROBES)
def test_what_an_account_has_no_room_for_is_refused(prod_assembly: Path, tmp_path: Path, type_: str) -> None:
    properties, said = PROBES[type_]
    exists = ("/taken", "AWS::GuardDuty::Detector")
    with rehearsed(prod_assembly, keep=tmp_path, exists=exists) as account:
        assert type_ in inventory.types(account.stacks)
        body = json.dumps({"Resources": {"Probe": {"Type": type_, "Properties": properties}}})
        cloudformation = account.client("cloudformation")
        cloudformation.create_stack(StackName="probe", TemplateBody=body)
        status = "IN_PROGRESS"
        while status.endswith("IN_PROGRESS"):
            status = cloudformation.describe_stacks(StackName="probe")["Stacks"][0]["StackStatus"]
        events = cloudformation.describe_stack_events(StackName="probe")["StackEvents"]
        assert status == "ROLLBACK_COMPLETE"
        assert re.search(re.escape(said), " ".join(one.get("ResourceStatusReason", "") for one in events))
