"""Each resource of each stack fails while it is created, changed and deleted, and each time there is a way on.

A few are drawn, at least one for each time that a resource can fail; the seed is printed, and GOVERNED_CDK_SWEEP_SEED
draws the same again. With GOVERNED_CDK_NIGHTLY=1 (`make nightly`) all are tried, or as many of each as
GOVERNED_CDK_SWEEP says, and what came of it is written down (docs/nightly.md).
"""

from __future__ import annotations

import os
import random
import sys
from typing import TYPE_CHECKING

from aspects.judge.template.assembly import read_assembly, stacks_of
from governed_cdk.deployment import first_step
from governed_cdk.rehearsal import teardown
from governed_cdk.rehearsal.fault import VERBS, Fault, every
from tests.integration.support import rehearsed
from tests.nightly import NIGHTLY, record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from aspects.judge.template import Template
    from tests.integration.support import Rehearsed

SEED = int(os.environ.get("GOVERNED_CDK_SWEEP_SEED") or random.SystemRandom().getrandbits(32))
_EACH = 2


def sweep(stacks: list[Template], verb: str, attempt: Callable[[int, Fault], None], *, on: bool = True) -> None:
    """Try resources one at a time; `on` goes on after one that is stuck, where the next has an account of its own."""
    sys.stdout.write(f"GOVERNED_CDK_SWEEP_SEED={SEED}\n")
    faults = [fault for fault in every(stacks) if fault.verb == verb]
    most = int(os.environ.get("GOVERNED_CDK_SWEEP") or (len(faults) if NIGHTLY else _EACH))
    chosen = random.Random(SEED).sample(faults, min(most, len(faults)))  # noqa: S311 - draws examples
    stuck: dict[str, str] = {}
    for number, fault in enumerate(chosen):
        try:
            attempt(number, fault)
        except AssertionError as error:
            stuck[str(fault)] = str(error)
        record("sweep", verb, of=len(faults), tried=number + 1, failed=[*stuck], seed=SEED)
        if stuck and not on:
            break
    assert not stuck, stuck


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
    def attempt(number: int, fault: Fault) -> None:
        with rehearsed(prod_assembly) as fresh:
            fresh.emulator.fail(fault.order)
            code, said = step(fresh, prod_assembly, tmp_path / f"{number}-a", fault.stack)
            assert code != 0, (fault, said)
            assert fresh.status(fault.stack) == "ROLLBACK_COMPLETE", (fault, said)
            fresh.emulator.fail()
            code, said = step(fresh, prod_assembly, tmp_path / f"{number}-b", fault.stack)
            assert code == 0, (fault, said)

    sweep(stacks_of(read_assembly(prod_assembly)), VERBS[0], attempt)


def test_a_change_that_fails_is_taken_back_and_made_by_the_next_deploy(
    fresh: Rehearsed, prod_assembly: Path, changed_assembly: Path, tmp_path: Path
) -> None:
    def attempt(_: int, fault: Fault) -> None:
        fresh.emulator.fail(fault.order)
        run = fresh.deploy(fault.stack, assembly=changed_assembly)
        assert run.exit_code != 0, fault
        assert fresh.status(fault.stack) == "UPDATE_ROLLBACK_COMPLETE", (fault, run.output)
        fresh.emulator.fail()
        for assembly in (changed_assembly, prod_assembly):
            run = fresh.deploy(fault.stack, assembly=assembly)
            assert run.exit_code == 0, (fault, run.output)

    code, said = step(fresh, prod_assembly, tmp_path / "first")
    assert code == 0, said
    sweep(fresh.stacks, VERBS[1], attempt, on=False)


def test_a_deletion_that_fails_is_finished_by_the_next_one(
    fresh: Rehearsed, prod_assembly: Path, tmp_path: Path
) -> None:
    def attempt(number: int, fault: Fault) -> None:
        resource = fresh.stack(fault.stack).resources[fault.what.rpartition(":")[2]]
        if str(resource.body.get("DeletionPolicy", "")).startswith("Retain"):
            return
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

    sweep(fresh.stacks, VERBS[2], attempt)
