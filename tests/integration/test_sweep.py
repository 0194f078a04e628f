"""Each resource of each stack fails while it is created, changed and deleted, and each time there is a way on.

A few are drawn, at least one for each time that a resource can fail; the seed is printed, and GOVERNED_CDK_SWEEP_SEED
draws the same again. With GOVERNED_CDK_NIGHTLY=1 (`make nightly`) all are tried.
"""

from __future__ import annotations

import os
import random
import sys
from typing import TYPE_CHECKING

from governed_cdk.deployment import first_step
from governed_cdk.rehearsal import teardown
from governed_cdk.rehearsal.fault import VERBS, Fault, every
from tests.integration.support import rehearsed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.support import Rehearsed

NIGHTLY = os.environ.get("GOVERNED_CDK_NIGHTLY") == "1"
SEED = int(os.environ.get("GOVERNED_CDK_SWEEP_SEED") or random.SystemRandom().getrandbits(32))
_EACH = 2


def drawn(fresh: Rehearsed, verb: str) -> list[Fault]:
    faults = [fault for fault in every(fresh.stacks) if fault.verb == verb]
    return faults if NIGHTLY else random.Random(SEED).sample(faults, _EACH)  # noqa: S311 - draws examples


def step(fresh: Rehearsed, assembly: Path, folder: Path, *stacks: str) -> tuple[int, str]:
    """Deploy as `governed-cdk deploy` does; the exit code and what was said."""
    new = first_step.new(teardown.statuses(fresh.emulator, fresh.stacks), fresh.stacks)
    if first_step.unprotected(assembly, folder, new):
        first = fresh.deploy(*stacks, assembly=folder)
        if first.exit_code:
            return first.exit_code, first.output
    second = fresh.deploy(*stacks, assembly=assembly)
    return second.exit_code, second.output


def test_a_creation_that_fails_leaves_a_stack_that_the_next_deploy_makes(prod_assembly: Path, tmp_path: Path) -> None:
    sys.stdout.write(f"GOVERNED_CDK_SWEEP_SEED={SEED}\n")
    with rehearsed(prod_assembly) as fresh:
        faults = drawn(fresh, VERBS[0])
    for number, fault in enumerate(faults):
        with rehearsed(prod_assembly) as fresh:
            fresh.emulator.fail(fault.order)
            code, said = step(fresh, prod_assembly, tmp_path / f"{number}-a", fault.stack)
            assert code != 0, (fault, said)
            assert fresh.status(fault.stack) == "ROLLBACK_COMPLETE", (fault, said)
            fresh.emulator.fail()
            code, said = step(fresh, prod_assembly, tmp_path / f"{number}-b", fault.stack)
            assert code == 0, (fault, said)


def test_a_change_that_fails_is_taken_back_and_made_by_the_next_deploy(
    fresh: Rehearsed, prod_assembly: Path, changed_assembly: Path, tmp_path: Path
) -> None:
    sys.stdout.write(f"GOVERNED_CDK_SWEEP_SEED={SEED}\n")
    code, said = step(fresh, prod_assembly, tmp_path / "first")
    assert code == 0, said
    for fault in drawn(fresh, VERBS[1]):
        fresh.emulator.fail(fault.order)
        run = fresh.deploy(fault.stack, assembly=changed_assembly)
        assert run.exit_code != 0, fault
        assert fresh.status(fault.stack) == "UPDATE_ROLLBACK_COMPLETE", (fault, run.output)
        fresh.emulator.fail()
        for assembly in (changed_assembly, prod_assembly):
            run = fresh.deploy(fault.stack, assembly=assembly)
            assert run.exit_code == 0, (fault, run.output)


def test_a_deletion_that_fails_is_finished_by_the_next_one(
    fresh: Rehearsed, prod_assembly: Path, tmp_path: Path
) -> None:
    sys.stdout.write(f"GOVERNED_CDK_SWEEP_SEED={SEED}\n")
    for number, fault in enumerate(drawn(fresh, VERBS[2])):
        resource = fresh.stack(fault.stack).resources[fault.what.rpartition(":")[2]]
        if str(resource.body.get("DeletionPolicy", "")).startswith("Retain"):
            continue
        with rehearsed(prod_assembly) as own:
            code, said = step(own, prod_assembly, tmp_path / str(number), fault.stack)
            assert code == 0, (fault, said)
            teardown.unprotect(own.emulator, [one for one in own.stacks if own.status(one.stack_name)])
            own.emulator.fail(fault.order)
            cloudformation = own.client("cloudformation", own.stack(fault.stack).region)
            cloudformation.delete_stack(StackName=fault.stack)
            assert own.status(fault.stack) == "DELETE_FAILED", fault
            own.emulator.fail()
            cloudformation.delete_stack(StackName=fault.stack)
            assert own.status(fault.stack) is None, fault
