"""A drill: the home region of prod is lost, two real servers, and what a copy that was taken away comes to."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from governed_cdk.drilling.outcome import Footing
from governed_cdk.rehearsal import disaster
from tests.integration.drilled import LEFT, Drilled
from tests.integration.support import HOME, rehearsed
from tests.support import ROOT
from tests.system_tools import system_tool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ARCHIVE, DATABASE = "prod-logging/ArchiveEFD34886", "prod-rds/DatabaseF44359DD"
BUCKET = "prod-logging-archive-111122223333"
NAMES = ("prod-logging", "prod-rds")


@pytest.fixture(scope="module", autouse=True)
def _servers() -> None:
    for program in ("mariadbd", "mariadb-install-db"):
        system_tool(program, package="mariadb-server")


@pytest.fixture(scope="module")
def drilled(prod_assembly: Path) -> Iterator[Drilled]:
    with rehearsed(prod_assembly) as made:
        run = made.deploy(*NAMES)
        assert run.exit_code == 0, run.output
        yield Drilled(made, NAMES)


def test_what_is_copied_comes_back_and_what_was_written_after_the_last_copy_is_lost(drilled: Drilled) -> None:
    found = drilled.drill()
    assert {name: one.problem for name, one in found.came_back.items()} == {ARCHIVE: None, DATABASE: None}
    assert found.unfilled == []
    archive, database = found.came_back[ARCHIVE], found.came_back[DATABASE]
    assert (archive.unit, archive.written, archive.late, archive.back, archive.lost) == ("objects", 2, 1, 2, 1)
    assert (database.unit, database.written, database.late, database.back, database.lost) == ("rows", 50, 20, 50, 20)
    assert (archive.ground, database.ground) == (Footing.REAL, Footing.MODELLED)
    assert [step.what.key for step in found.steps.taken] == [
        "step-look", "step-replicas", "step-point", "step-open", "step-server", "step-restore", "step-validate",
    ]  # fmt: skip
    assert found.steps.seconds > 0.1


def test_a_lost_region_answers_nobody_not_even_through_another_one(drilled: Drilled) -> None:
    emulator = drilled.rehearsed.emulator
    disaster.lose(emulator, HOME)
    try:
        for region in (HOME, LEFT):
            with pytest.raises(ClientError):
                emulator.client("s3", region, retries=False).list_objects_v2(Bucket=BUCKET)
        assert emulator.client("kms", LEFT, retries=False).list_keys()["Keys"]
    finally:
        (emulator.folder / disaster.LOST).unlink()


def test_a_bucket_and_a_database_whose_copies_were_taken_away_are_named(drilled: Drilled) -> None:
    s3, backup = (drilled.rehearsed.client(service, HOME) for service in ("s3", "backup"))
    rules = s3.get_bucket_replication(Bucket=BUCKET)["ReplicationConfiguration"]
    plans = backup.list_backup_plans()["BackupPlansList"]
    (plan,) = [one["BackupPlanId"] for one in plans if "mysql" in one["BackupPlanName"]]
    kept = backup.get_backup_plan(BackupPlanId=plan)["BackupPlan"]
    s3.delete_bucket_replication(Bucket=BUCKET)
    without = {**kept, "Rules": [{**rule, "CopyActions": []} for rule in kept["Rules"]]}
    backup.update_backup_plan(BackupPlanId=plan, BackupPlan=without)
    try:
        found = drilled.drill().came_back
    finally:
        s3.put_bucket_replication(Bucket=BUCKET, ReplicationConfiguration=rules)
        backup.update_backup_plan(BackupPlanId=plan, BackupPlan=kept)
    assert {name: (one.problem and one.problem.key, one.back, one.lost) for name, one in found.items()} == {
        ARCHIVE: ("problem-no-replica", 0, 3), DATABASE: ("problem-no-point", 0, 70),
    }  # fmt: skip


def test_objects_that_the_rule_does_not_select_for_kms_are_not_copied(drilled: Drilled) -> None:
    s3 = drilled.rehearsed.client("s3", HOME)
    kept = s3.get_bucket_replication(Bucket=BUCKET)["ReplicationConfiguration"]
    (rule,) = kept["Rules"]
    other = {key: value for key, value in rule.items() if key != "SourceSelectionCriteria"}
    other["Destination"] = {"Bucket": rule["Destination"]["Bucket"]}
    s3.put_bucket_replication(Bucket=BUCKET, ReplicationConfiguration={**kept, "Rules": [other]})
    try:
        found = drilled.drill().came_back[ARCHIVE]
    finally:
        s3.put_bucket_replication(Bucket=BUCKET, ReplicationConfiguration=kept)
    assert found.problem
    assert found.problem.key == "problem-no-replica"


@pytest.mark.parametrize(
    ("alias", "store", "problem"),
    [
        ("alias/prod-rds-rds", DATABASE, "problem-no-point"),  # a copy job that may not use the key makes no copy
        ("alias/prod-logging-s3-data", ARCHIVE, "problem-no-replica"),
    ],
)
def test_a_key_of_the_other_region_that_is_switched_off_keeps_its_store_from_coming_back(
    drilled: Drilled, alias: str, store: str, problem: str
) -> None:
    kms = drilled.rehearsed.client("kms", LEFT)
    key = kms.describe_key(KeyId=alias)["KeyMetadata"]["KeyId"]
    kms.disable_key(KeyId=key)
    try:
        came_back = drilled.drill().came_back
    finally:
        kms.enable_key(KeyId=key)
    assert {name: one.problem.key for name, one in came_back.items() if one.problem} == {store: problem}


def test_the_command_drills_all_of_prod(tmp_path: Path) -> None:
    file = tmp_path / "prod.json"
    options = ("--region", LEFT, "--format", "json", "--output", str(file))
    command = (sys.executable, "-c", "from governed_cdk.cli import main; main()", "drill", *options)
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(file.read_text(encoding="utf-8"))
    assert (found["label"], found["rto"]["label"], found["findings"]) == ("rehearsed", "rehearsed", [])
    assert (found["home"], found["region"], found["rpo"]["declared_seconds"]) == (HOME, LEFT, 33 * 3600)
    stores = {one["store"]: one for one in found["stores"]}
    assert stores[DATABASE]["walk"] == {"unit": "rows", "written": 50, "late": 20, "back": 50, "lost": 20}
    assert stores[ARCHIVE]["walk"] == {"unit": "objects", "written": 2, "late": 1, "back": 2, "lost": 1}
    lost = {name for name, one in stores.items() if one["fate"] == "lost"}
    assert {"prod-bootstrap/StateBucket5D7E571D", "prod-rds/DatabaseMasterSecret8616E32C"} < lost
    assert all(stores[name]["comes_again"] for name in lost)
