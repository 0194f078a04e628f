"""Our engine and another one on the same random cases: where do they disagree."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from aspects.judge.iam.truth import Truth
from tests.integration.access_engine.cases import Case, case

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.integration.access_engine.engines import Engine

Answered = tuple[Case, Truth]


@dataclass(frozen=True)
class Compared:
    """What came of the cases: answered alike, to the contrary (with the other's word), left open by one of the two."""

    same: int
    contrary: tuple[tuple[Case, Truth, str], ...]
    ours_open: tuple[Case, ...]
    theirs_open: tuple[tuple[Case, str], ...]


def answered(seed: int, count: int) -> list[Answered]:
    """Random cases, each with our answer."""
    random = Random(seed)  # noqa: S311 - cases, no secrets
    cases = [case(random) for _ in range(count)]
    return [(one, one.ours()) for one in cases]


def compared(engine: Engine, folder: Path, cases: Sequence[Answered]) -> Compared:
    """Ask an engine, which is put into a folder for it.

    A case that it refuses (a validator is stricter than IAM's parser), does not decide, or of which it leaves out a key
    is open.
    """
    command = engine.install(folder, engine.name)
    lines = "".join(f"{json.dumps(engine.asks(one))}\n" for one, _ in cases)
    done = subprocess.run(command, cwd=folder, input=lines, capture_output=True, text=True, check=True)
    same, contrary, ours_open, theirs_open = 0, [], [], []
    for (one, ours), line in zip(cases, done.stdout.splitlines(), strict=True):
        answer = json.loads(line)
        theirs = engine.words.get(answer["said"])
        if theirs is None or answer.get("ignored"):
            theirs_open.append((one, answer["said"]))
        if ours is Truth.MAYBE:
            ours_open.append(one)
        elif theirs is not None and not answer.get("ignored"):
            same += ours is theirs
            contrary += [(one, ours, answer["said"])] if ours is not theirs else []
    return Compared(same, tuple(contrary), tuple(ours_open), tuple(theirs_open))
