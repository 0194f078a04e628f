"""How much of prod's policies `access.yaml` holds on to: each statement and condition taken away, one at a time.

The calls at run time are those of prod and of a consumer of its keys.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from aspects.judge.access.world import world_of
from aspects.judge.template.assembly import read_assembly
from governed_cdk.access.asking import ask
from governed_cdk.access.settings import read_access
from tests.governed_cdk.access.consumer import STACK, consumer
from tests.governed_cdk.access.mutations import KINDS, keys, mutations, noticed
from tests.nightly import NIGHTLY, record
from tests.support import ROOT

if TYPE_CHECKING:
    from tests.governed_cdk.access.mutations import Mutation
    from tests.support import Templates

SAMPLE = 25  # of each kind
# What must be found of a hundred, by kind: below what is found now, since a sample is one. Survivors are printed.
LEAST = {"actions": 95, "conditions": 96, "denies": 92}
TOGETHER = 95  # of all, without what only the consumer notices


@pytest.mark.slow
def test_what_access_yaml_notices(prod: Templates, capsys: pytest.CaptureFixture[str]) -> None:
    world = world_of([*read_assembly(Path(prod.folder)), consumer()])
    access = read_access(ROOT / "access.yaml")
    before = ask(world, access).findings
    assert not [one for one in before if one.says == access.calls or STACK not in f"{one.who} {one.what}"]
    known = keys(before)
    seed = int(os.environ.get("GOVERNED_CDK_SEED") or Random().randrange(10_000))  # noqa: S311 - a sample
    every = mutations(world, but=STACK)
    chosen = [one for kind in KINDS for one in _some(every, kind, seed)]
    found: Counter[str] = Counter()
    only_calls, only_consumer = 0, 0
    survivors = []
    for one in chosen:
        if new := noticed(world, one, access, known):
            found[one.kind] += 1
            only_calls += {finding.says for finding in new} == {access.calls}
            only_consumer += all(f"for {STACK} " in finding.found for finding in new)
            assert all(finding.who and finding.action and finding.says for finding in new)
        else:
            survivors.append(one)
    score = {kind: (found[kind], sum(one.kind == kind for one in chosen)) for kind in KINDS}
    for kind, (hit, tried) in score.items():
        record("mutations", kind, of=sum(one.kind == kind for one in every), tried=tried, found=hit)
    with capsys.disabled():
        sys.stdout.write(
            f"\naccess, seed {seed}: {', '.join(f'{kind} {hit}/{all_}' for kind, (hit, all_) in score.items())}, "
            f"of them {only_calls} by calls alone, {only_consumer} by the consumer's alone\n"
        )
        if NIGHTLY:
            sys.stdout.write("\n".join([*map(str, survivors), ""]))
    for kind, (hit, all_) in score.items():
        least = LEAST[kind] if NIGHTLY else LEAST[kind] - 25
        assert hit * 100 >= least * all_, (kind, seed, [str(one) for one in survivors if one.kind == kind])
    if NIGHTLY:
        assert (len(survivors) + only_consumer) * 100 <= (100 - TOGETHER) * len(chosen)


def _some(every: list[Mutation], kind: str, seed: int) -> list[Mutation]:
    of_kind = [one for one in every if one.kind == kind]
    return of_kind if NIGHTLY or len(of_kind) <= SAMPLE else Random(seed).sample(of_kind, SAMPLE)  # noqa: S311 - draws examples
