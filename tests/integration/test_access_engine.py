"""Our engine of IAM's decisions beside another one's, @cloud-copilot/iam-simulate, on 20,000 random cases.

It is AGPL, and a tool of this test alone: it is fetched where GOVERNED_CDK_NIGHTLY says so (`make nightly`), at a
version that is pinned here, and nothing that ships knows of it. What both disagree on is settled in
`tests/aspects/judge/access/test_evaluation.py`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from random import Random

import pytest

from aspects.judge.access.truth import Truth
from tests.integration.access_engine.cases import case
from tests.integration.access_engine.compare import disagreements
from tests.support import ROOT

NIGHTLY = os.environ.get("GOVERNED_CDK_NIGHTLY") == "1"
ENGINE = "@cloud-copilot/iam-simulate@0.1.173"
SEED = 20261130


def settled(statement: dict[str, object]) -> bool:
    """Whether a statement has what AWS's pages leave open: `ForAnyValue` with `IfExists` on a key that is absent."""
    return any("ForAnyValue" in name and name.endswith("IfExists") for name in statement.get("Condition", {}))  # type: ignore[attr-defined]


@pytest.mark.skipif(not NIGHTLY, reason="make nightly")
def test_two_engines_say_the_same_of_twenty_thousand_cases(tmp_path: Path) -> None:
    programs = ROOT / ".venv/bin"
    (tmp_path / "package.json").write_text('{"private": true, "type": "module"}')
    shutil.copy(Path(__file__).parent / "access_engine/simulate.mjs", tmp_path)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        [programs / "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", ENGINE],
        cwd=tmp_path, env={**os.environ, "PATH": path}, check=True, capture_output=True,
    )  # fmt: skip
    different, compared = disagreements(tmp_path, str(programs / "node"), SEED, 20_000)
    assert compared == 20_000
    contrary = [(ours.name, theirs, one) for one, ours, theirs in different if ours is not Truth.MAYBE]
    assert contrary == []
    for one, _, theirs in different:  # what nobody's page settles: everybody's allow under a boundary
        open_to_all = one.boundary is not None and any(
            said.get("Principal") in ("*", {"AWS": "*"}) for said in one.policy
        )
        assert open_to_all or any(map(settled, (*one.identity, *one.policy, *(one.boundary or ())))), (theirs, one)


def test_random_cases_are_allowed_and_denied_for_every_reason() -> None:
    random = Random(SEED)  # noqa: S311 - cases, no secrets
    cases = [case(random) for _ in range(400)]
    answers = [one.ours() for one in cases]
    assert {Truth.YES, Truth.NO} <= set(answers)
    assert answers.count(Truth.YES) > 40
    assert sum(one.boundary is not None for one in cases) > 40
    assert len({one.resource[0] for one in cases}) == 5
