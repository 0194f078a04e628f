"""Our engine of IAM's decisions beside two others on random cases: a few hundred, and 20,000 in `make nightly`.

`@cloud-copilot/iam-simulate` (npm) evaluates as we do; Reach (`reach-security`, PyPI) compiles the policies for the
solver Z3, proves each denial, and leaves open what it does not model: operators for sets with `IfExists`, and an allow
for everybody under a boundary. Both are AGPL, and tools of this test alone: fetched at versions that are pinned, Reach
with hashes, and nothing that ships knows of them.

The seed is printed, and GOVERNED_CDK_SEED draws the same again. What they disagreed on is settled from AWS's pages and
kept in `tests/aspects/judge/access/test_evaluation.py`.
"""

from __future__ import annotations

import os
import random
import sys
from typing import TYPE_CHECKING

import pytest

from aspects.judge.iam.truth import Truth
from tests.integration.access_engine.compare import answered, compared
from tests.integration.access_engine.engines import ENGINES, Engine
from tests.nightly import NIGHTLY, record

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.access_engine.cases import Case
    from tests.integration.access_engine.compare import Answered

SEED = int(os.environ.get("GOVERNED_CDK_SEED") or random.SystemRandom().getrandbits(32))
COUNT = 20_000 if NIGHTLY else 400


@pytest.fixture(scope="module")
def cases() -> list[Answered]:
    return answered(SEED, COUNT)


def left_open(one: Case) -> bool:
    """Whether a case has what AWS's pages leave open, or Reach does.

    Everybody's allow under a boundary, and an operator for sets with `IfExists`: with `ForAnyValue` on a key that is
    absent the pages contradict each other; where the key is there, only Reach does not answer.
    """
    everybody = one.boundary is not None and any(said.get("Principal") in ("*", {"AWS": "*"}) for said in one.policy)
    names = (name for said in (*one.identity, *one.policy, *(one.boundary or ())) for name in said.get("Condition", {}))
    return everybody or any(name.startswith("For") and name.endswith("IfExists") for name in names)


@pytest.mark.parametrize("engine", ENGINES, ids=lambda one: one.name)
def test_another_engine_says_the_same_of_random_cases(cases: list[Answered], engine: Engine, tmp_path: Path) -> None:
    sys.stdout.write(f"GOVERNED_CDK_SEED={SEED}\n")
    found = compared(engine, tmp_path, cases)
    unsettled = COUNT - found.same - len(found.contrary)
    record(
        "engines", engine.name,
        cases=COUNT, same=found.same, contrary=len(found.contrary), unsettled=unsettled, seed=SEED,
    )  # fmt: skip
    assert found.contrary == (), f"GOVERNED_CDK_SEED={SEED}"
    undecided = [*found.ours_open, *(one for one, _ in found.theirs_open)]
    assert [one for one in undecided if not left_open(one)] == [], f"GOVERNED_CDK_SEED={SEED}"
    assert found.same > COUNT * 0.98


def test_random_cases_are_allowed_and_denied_for_every_reason(cases: list[Answered]) -> None:
    answers = [answer for _, answer in cases]
    assert answers.count(Truth.YES) > COUNT / 10
    assert answers.count(Truth.NO) > COUNT / 10
    assert sum(one.boundary is not None for one, _ in cases) > COUNT / 10
    assert len({one.resource[0] for one, _ in cases}) == 5
