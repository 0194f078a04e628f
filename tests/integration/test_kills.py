"""The command line is killed at moments of chance, and run again.

Ten moments by day and twenty by night; GOVERNED_CDK_KILLS_SEED, which a failure shows, draws the same again.
"""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import urllib.request
from typing import TYPE_CHECKING

from aspects.judge.template.assembly import read_assembly, stacks_of
from governed_cdk.rehearsal import execution_policies, inventory, proof, teardown
from governed_cdk.rehearsal.cdk import kill
from tests.integration.support import ACCOUNT, rehearsed
from tests.nightly import NIGHTLY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.support import Rehearsed

_STACKS = ("prod-cloudtrail", "prod-secrets")  # with what they depend on: eleven stacks, three regions
_CREATES = 8 if NIGHTLY else 4
_UPDATES = 12 if NIGHTLY else 6
SEED = int(os.environ.get("GOVERNED_CDK_KILLS_SEED") or random.SystemRandom().getrandbits(32))
_MOMENTS_S = (0.3, 3.0)


def moments() -> random.Random:
    print(f"GOVERNED_CDK_KILLS_SEED={SEED}")  # noqa: T201 - pytest shows it where a test fails
    return random.Random(SEED)  # noqa: S311 - moments, no secrets


def test_a_first_deploy_that_is_killed_is_finished_by_the_next(prod_assembly: Path) -> None:
    chance = moments()
    with rehearsed(prod_assembly) as fresh:
        at_work = 0
        for _ in range(_CREATES):
            at_work += _kill_after(fresh, prod_assembly, chance.uniform(*_MOMENTS_S))
            _finish(fresh, prod_assembly)
            _start_over(fresh)
    assert at_work


def test_an_update_that_is_killed_is_finished_by_the_next(prod_assembly: Path, changed_assembly: Path) -> None:
    chance = moments()
    with rehearsed(prod_assembly) as fresh:
        assert fresh.deploy(*_STACKS).exit_code == 0
        at_work = 0
        for number in range(_UPDATES):
            assembly = (changed_assembly, prod_assembly)[number % 2]
            at_work += _kill_after(fresh, assembly, chance.uniform(*_MOMENTS_S))
            _finish(fresh, assembly)
    assert at_work


def _kill_after(fresh: Rehearsed, assembly: Path, seconds: float) -> bool:
    """Whether it was still at work then."""
    arguments = ("deploy", *_STACKS, "--require-approval", "never", "--concurrency", "8", "--app", str(assembly))
    with fresh.cdk.started(*arguments) as process:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        at_work = process.poll() is None
        kill(process)
    return at_work


def _finish(fresh: Rehearsed, assembly: Path) -> None:
    run = fresh.deploy(*_STACKS, assembly=assembly)
    assert run.exit_code == 0, run.output
    deployed = [stack for stack in stacks_of(read_assembly(assembly)) if stack.stack_name in run.seconds_by_stack()]
    assert len(deployed) > len(_STACKS)
    statuses = set(teardown.statuses(fresh.emulator, deployed).values())
    assert statuses <= {"CREATE_COMPLETE", "UPDATE_COMPLETE"}
    assert proof.parameters(fresh.emulator, deployed)[1] == []
    assert proof.log_groups(fresh.emulator, deployed)[1] == []


def _start_over(fresh: Rehearsed) -> None:
    request = urllib.request.Request(f"{fresh.emulator.endpoint}/_ministack/reset", method="POST")  # noqa: S310 - loopback
    urllib.request.urlopen(request, timeout=30).close()  # noqa: S310 - loopback
    policies = execution_policies.create(fresh.emulator, fresh.stacks)
    run = fresh.cdk.bootstrap(ACCOUNT, inventory.regions(fresh.stacks), policies)
    assert run.exit_code == 0, run.output
    teardown.let_delete(fresh.emulator)
