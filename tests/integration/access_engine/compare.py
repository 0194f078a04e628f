"""Our engine and iam-simulate on the same random cases: where do they disagree."""

from __future__ import annotations

import json
import subprocess
from random import Random
from typing import TYPE_CHECKING

from aspects.judge.access.truth import Truth
from tests.integration.access_engine.cases import Case, case

if TYPE_CHECKING:
    from pathlib import Path

WORDS = {"Allowed": Truth.YES, "ImplicitlyDenied": Truth.NO, "ExplicitlyDenied": Truth.NO}


def disagreements(folder: Path, node: str, seed: int, count: int) -> tuple[list[tuple[Case, Truth, str]], int]:
    """The cases that the engines answer differently, and how many both answered.

    A case that the other engine refuses (its validator is stricter than IAM's parser) and one of whose keys it leaves
    out is not compared; ours may answer that it depends only where no page settles it.
    """
    random = Random(seed)  # noqa: S311 - cases, no secrets
    cases = [case(random) for _ in range(count)]
    lines = "".join(f"{json.dumps(one.theirs())}\n" for one in cases)
    done = subprocess.run([node, "simulate.mjs"], cwd=folder, input=lines, capture_output=True, text=True, check=True)
    found, compared = [], 0
    for one, line in zip(cases, done.stdout.splitlines(), strict=True):
        answer = json.loads(line)
        if answer["said"] not in WORDS or answer["ignored"]:
            continue
        compared += 1
        if one.ours() is not WORDS[answer["said"]]:
            found.append((one, one.ours(), answer["said"]))
    return found, compared
