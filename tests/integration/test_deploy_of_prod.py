"""`governed-cdk deploy` of all of prod: other tags replace no data, and what holds data is kept."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from aspects.judge.lock import LOCK_FILE, read_lock
from aspects.judge.template.assembly import read_assembly, stacks_of
from governed_cdk.deployment.stacks import Stacks
from governed_cdk.preflight.account import Account
from governed_cdk.rehearsal.emulator import SECRET
from tests.integration.deploys import denied, deploy
from tests.integration.support import rehearsed, synthesised
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.support import Deployed


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
        done = deploy(fresh, tmp_path, env="prod")
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
