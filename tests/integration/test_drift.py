"""The rehearsed account drifts in every way of `drifting`: each is found, what is meant is not, and all is gone again.

CloudFormation's detection is the emulator's, with the types that our extension adds; the other reads are of its
services, as the bootstrap's lookup role, whose policies are enforced.
"""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from governed_cdk.drift.watch import Watch, watch
from governed_cdk.preflight.account import Account
from governed_cdk.rehearsal.emulator import SECRET
from tests.integration.drifting import Way, service, ways
from tests.integration.support import ACCOUNT, HOME
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.integration.support import Deployed

TODAY = datetime.date(2026, 11, 30)
COPY = "awsbackup-restore-test-9c1f"
LEAST_WAYS = 25


def look(deployed: Deployed, assembly: Path | None = None, environment: str = "prod") -> Watch:
    emulator = deployed.rehearsed.emulator
    account = Account(
        emulator.endpoint, aws_access_key_id=emulator.account, aws_secret_access_key=SECRET, region_name=emulator.region
    )
    return watch(assembly or deployed.rehearsed.assembly, environment, account, today=TODAY)


def found(seen: Watch) -> set[tuple[str, str, str]]:
    return {(one.place.stack, one.resource, one.path or one.kind) for one in seen.drifts}


@pytest.fixture(scope="module")
def drifted(deployed: Deployed) -> Iterator[list[Way]]:
    """The account, changed by hand in every way; and put right again."""
    done: list[Way] = []
    try:
        for way in ways(deployed):
            way.do()
            done.append(way)
        yield done
    finally:
        for way in reversed(done):
            way.undo()
    assert found(look(deployed)) == set()  # or whoever comes next would see it


def test_nothing_has_drifted_after_a_plain_deploy(deployed: Deployed) -> None:
    seen = look(deployed)
    assert (seen.drifts, seen.unread, seen.absent) == ([], [], [])
    assert seen.stacks == len(deployed.stacks)
    assert seen.unseen == {"Custom::VpcRestrictDefaultSG": 1}


def test_rotations_restore_tests_growth_and_minor_versions_are_no_drift(deployed: Deployed) -> None:
    rds, secrets = deployed.client("rds"), deployed.client("secretsmanager")
    (database,) = rds.describe_db_instances()["DBInstances"]
    master = next(one for one in secrets.list_secrets()["SecretList"] if one["Name"].endswith("shared-mysql-master"))
    name, tags = database["DBInstanceIdentifier"], rds.list_tags_for_resource(ResourceName=database["DBInstanceArn"])
    before = secrets.get_secret_value(SecretId=master["ARN"])["SecretString"]
    kept = {"AllocatedStorage": database["AllocatedStorage"], "EngineVersion": database["EngineVersion"]}
    copy = {"DBInstanceIdentifier": COPY, "Engine": "mysql", "DBInstanceClass": "db.t4g.micro", "AllocatedStorage": 20}
    mark = {"Key": "awsbackup-restore-test", "Value": "plan"}
    own = [tag for tag in tags["TagList"] if not tag["Key"].startswith("aws:")]

    def change(**properties: Any) -> None:
        rds.modify_db_instance(DBInstanceIdentifier=name, ApplyImmediately=True, **properties)

    try:
        secrets.put_secret_value(SecretId=master["ARN"], SecretString=json.dumps({"password": "rotated"}))
        change(AllocatedStorage=350, EngineVersion="8.4.99")
        rds.create_db_instance(**copy, MasterUsername="x", MasterUserPassword="not-a-secret", Tags=[*own, mark])
        assert found(look(deployed)) == set()
        rds.remove_tags_from_resource(ResourceName=arn_of(COPY), TagKeys=[mark["Key"]])
        change(AllocatedStorage=450)
        assert found(look(deployed)) == {
            ("", arn_of(COPY), "beside"),
            ("prod-rds", "DatabaseF44359DD", "AllocatedStorage"),  # more than it may grow to by itself
        }
    finally:
        rds.delete_db_instance(DBInstanceIdentifier=COPY, SkipFinalSnapshot=True)
        change(**kept)
        secrets.put_secret_value(SecretId=master["ARN"], SecretString=before)


def arn_of(database: str) -> str:
    return f"arn:aws:rds:{HOME}:{ACCOUNT}:db:{database}"


def test_traffic_that_shifts_and_tasks_that_are_scaled_are_no_drift(deployed: Deployed, tmp_path: Path) -> None:
    ecs, tables, stacks = (deployed.client(name) for name in ("ecs", "dynamodb", "cloudformation"))
    assembly = service.deploy(deployed, tmp_path)

    def seen() -> set[tuple[str, str, str]]:
        return found(look(deployed, assembly, "test"))

    def scale(count: int) -> Any:
        return ecs.update_service(cluster="test-app", service="test-app", desiredCount=count)

    try:
        assert seen() == set()
        service.shifted(deployed, (0, 100))
        scale(service.MOST)
        units = {"ReadCapacityUnits": 20, "WriteCapacityUnits": 5}
        tables.update_table(TableName="test-app", ProvisionedThroughput=units)
        assert seen() == set()
        scale(0)
        tables.update_table(TableName="test-app", ProvisionedThroughput={**units, "WriteCapacityUnits": 9})
        deployed.client("elbv2").modify_rule(
            RuleArn=service.physical(deployed, "Production"),
            Actions=[{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "503"}}],
        )
        assert seen() == {
            ("test-app", "Service", "DesiredCount"),
            ("test-app", "Table", "ProvisionedThroughput"),  # of writes, which nothing scales
            ("test-app", "Production", "Actions"),
        }
    finally:
        stacks.delete_stack(StackName=service.STACK)


def test_each_of_many_ways_is_found_and_nothing_else(deployed: Deployed, drifted: list[Way]) -> None:
    assert len(drifted) > LEAST_WAYS
    seen = look(deployed)
    assert found(seen) == {way.found for way in drifted}
    assert seen.unread == []


def test_the_command_tells_them_with_3_and_what_is_accepted_apart(
    deployed: Deployed, drifted: list[Way], tmp_path: Path
) -> None:
    stack, resource, property_ = drifted[0].found
    row = {"stack": stack, "resource": resource, "property": property_, "owner": "platform-team", "until": "2026-12-31"}
    accepted = {"accepted": [{**row, "reason": "The volume is being moved to another key this month"}]}
    (tmp_path / "drift.yaml").write_text(json.dumps(accepted), encoding="utf-8")
    command = [sys.executable, "-m", "governed_cdk", "drift", str(deployed.rehearsed.assembly), "--env", "prod"]
    run = subprocess.run(
        [*command, "--format", "json", "--today", str(TODAY), "--endpoint-url", deployed.rehearsed.emulator.endpoint],
        env=deployed.rehearsed.emulator.variables | {"PYTHONPATH": str(ROOT)},
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (3, "")
    told = json.loads(run.stdout)
    assert len(told["drifts"]) == len(drifted) - 1
    assert [one["owner"] for one in told["accepted"]] == ["platform-team"]
    assert {one["severity"] for one in told["drifts"]} == {"critical", "warning", "info"}
