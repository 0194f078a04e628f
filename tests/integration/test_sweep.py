"""Each resource of each stack fails while it is created, changed and deleted, and each time there is a way on.

One of each type is tried, in a stack of what it needs and no more; GOVERNED_CDK_SWEEP_SEED, which is printed, draws the
same again. With GOVERNED_CDK_NIGHTLY=1 (`make nightly`) every one is, in its whole stack, and what came of it is
written down (docs/nightly.md). Each stack has those before it beside it, and goes through CloudFormation's API: the
command line's own part is tried by `test_faults`, `test_stuck`, `test_kills` and `test_command`.
"""

from __future__ import annotations

import contextlib
import os
import random
import sys
from typing import TYPE_CHECKING

import pytest

from governed_cdk.rehearsal.fault import VERBS
from tests.integration.life import ENDS
from tests.integration.sweep import Found, Sweep, one_of_each_type
from tests.nightly import NIGHTLY, record
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from aspects.judge.template import Template

SEED = int(os.environ.get("GOVERNED_CDK_SWEEP_SEED") or random.SystemRandom().getrandbits(32))
AND = ", and its rollback"
NOTHING: dict[str, dict[str, str]] = {verb: {} for verb in VERBS}


@pytest.fixture(scope="module")
def swept(prod_assembly: Path, changed_assembly: Path) -> tuple[list[Template], Found, Found]:
    """The stacks, what came of a resource that fails, and of one whose failure cannot be rolled back at once."""
    chance = random.Random(SEED)  # noqa: S311 - draws examples
    plain, worse = Found(), Found()
    with contextlib.closing(Sweep(prod_assembly, changed_assembly)) as sweep:
        some = set(one_of_each_type(sweep.stacks, chance))
        for stack in sweep.stacks:
            for what in stack.resources:
                if NIGHTLY or (stack.stack_name, what) in some:
                    sweep.live(plain, stack, what, whole=NIGHTLY)
            pairs = sweep.rollbacks(stack)
            for also in pairs if NIGHTLY else chance.sample([*pairs], min(1, len(pairs))):
                sweep.live(worse, stack, chance.choice(pairs[also]), also)
            _write_down(plain, VERBS, of=sum(len(one.resources) for one in sweep.stacks))
            _write_down(worse, VERBS[:2], of=sum(len(sweep.rollbacks(one)) for one in sweep.stacks), and_=AND)
        return sweep.stacks, plain, worse


def _write_down(found: Found, verbs: Sequence[str], *, of: int, and_: str = "") -> None:
    for verb in verbs:
        failed, ends = [*found.stuck[verb]], dict(found.ends[verb])
        record("sweep", f"{verb}{and_}", of=of, tried=found.tried, failed=failed, ends=ends, seed=SEED)


def test_whatever_fails_each_time_it_can_there_is_a_way_on(
    swept: tuple[list[Template], Found, Found], capsys: pytest.CaptureFixture[str]
) -> None:
    stacks, found, _ = swept
    with capsys.disabled():
        sys.stdout.write(f"\nsweep, GOVERNED_CDK_SWEEP_SEED={SEED}: {found.tried} resources\n")
    assert found.stuck == NOTHING, SEED
    assert found.ends == {
        "create": {"ROLLBACK_COMPLETE": found.tried},
        "update": {"UPDATE_ROLLBACK_COMPLETE": found.tried},
        "delete": {"DELETE_FAILED": found.tried},
    }
    assert found.tried >= len({one.type for stack in stacks for one in stack.resources.values()})


def test_a_rollback_that_fails_as_well_is_finished_and_there_is_a_way_on(
    swept: tuple[list[Template], Found, Found],
) -> None:
    stacks, _, found = swept
    assert found.stuck == NOTHING, SEED
    assert found.ends["create"] == {"ROLLBACK_FAILED": found.tried}
    # What an update has replaced is cleaned up after the rollback, which does not fail by that.
    assert found.ends["update"].total() == found.tried
    assert found.ends["update"]["UPDATE_ROLLBACK_FAILED"] > found.tried // 2
    assert found.ends["update"].keys() <= {"UPDATE_ROLLBACK_FAILED", "UPDATE_ROLLBACK_COMPLETE"}
    assert found.tried > len(stacks) // 2


def test_every_way_on_stands_in_the_operations_page() -> None:
    page = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    assert [status for status in ENDS if f"| `{status}`" not in page] == []


def test_one_of_each_type_is_drawn_and_another_seed_draws_others(prod_assembly: Path, changed_assembly: Path) -> None:
    stacks = Sweep(prod_assembly, changed_assembly).stacks
    types = {one.type for stack in stacks for one in stack.resources.values()}
    by_name = {stack.stack_name: stack for stack in stacks}
    drawn = [list(one_of_each_type(stacks, random.Random(seed))) for seed in (1, 1, 2)]  # noqa: S311 - draws examples
    assert drawn[0] == drawn[1] != drawn[2]
    assert {by_name[stack].resources[what].type for stack, what in drawn[0]} == types
    assert len(drawn[0]) == len(types)
