"""Whatever stands in a file, `check` ends: with 0, 2 or 3, soon, within a gigabyte, and without a trace.

New seeds each run; the one that failed is told, and GOVERNED_CDK_SEED=... tries it again. It runs for
GOVERNED_CDK_FUZZ_SECONDS: 60 in `.ci/run` beside the lint, 3,600 by night, else 2.
"""

from __future__ import annotations

import json
import os
import random
import select
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from governed_cdk.formats import FORMATS
from tests.fuzz import shapes
from tests.nightly import NIGHTLY
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

SECONDS = float(os.environ.get("GOVERNED_CDK_FUZZ_SECONDS") or (3_600 if NIGHTLY else 2))
LONGEST = 2.0  # processor seconds of one file, which a template of 1,000 resources may take
PATIENCE = 120.0  # seconds, on a busy machine, after which it has not ended


class Worker:
    """A process that checks one file after the other; a new one where the last has not come back."""

    def __init__(self, folder: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
        self._log = (folder / "worker.log").open("w")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fuzz.worker"],
            cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True,
        )  # fmt: skip

    def check(self, *arguments: str) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(arguments) + "\n")
        self._process.stdin.flush()
        ready, _, _ = select.select([self._process.stdout], [], [], PATIENCE)
        answer = self._process.stdout.readline() if ready else ""
        found: dict[str, Any] = json.loads(answer) if answer else {"code": "died" if ready else "hangs"}
        return found

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()
        self._log.close()


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    started = Worker(tmp_path)
    yield started
    started.end()


def try_one(seed: int, folder: Path, worker: Worker) -> None:
    chance = random.Random(seed)  # noqa: S311 - to find faults, not to keep secrets
    name, content = shapes.text(chance)
    path = folder / name
    path.write_bytes(content)
    found = worker.check(str(path), "--today", "2026-11-30", "--format", chance.choice(FORMATS))
    assert found["code"] in (0, 2, 3), found
    assert found["seconds"] < LONGEST, found["seconds"]
    lines = found["err"].splitlines()
    assert all(line.isprintable() and len(line) < 2_000 for line in lines), found["err"]
    assert all(line.startswith(("error: ", "note: ")) or line.endswith(" ...") for line in lines), found["err"]
    assert bool(lines) or found["code"] != 2
    assert "##[" not in found["out"] + found["err"]
    assert " failed: " not in "".join(line for line in found["out"].splitlines() if "fatal" in line), found["out"]


def test_whatever_stands_in_a_file_check_ends(tmp_path: Path, worker: Worker) -> None:
    given = os.environ.get("GOVERNED_CDK_SEED")
    seeds = random.SystemRandom()
    end, count = time.monotonic() + SECONDS, 0
    while (given and not count) or (not given and (count < 20 or time.monotonic() < end)):
        seed, count = int(given or seeds.getrandbits(48)), count + 1
        try:
            try_one(seed, tmp_path, worker)
        except BaseException:
            print(f"again: GOVERNED_CDK_SEED={seed} python -m pytest tests/fuzz")  # noqa: T201 - how a seed is told
            raise
    print(f"{count} files tried, the last with GOVERNED_CDK_SEED={seed}")  # noqa: T201 - as above


def test_a_worker_takes_no_more_than_its_bound(worker: Worker, tmp_path: Path) -> None:
    """The bound is there: what needs more ends as a fault, and would be told."""
    (tmp_path / "t.json").write_text('{"Resources": {"A": {"Type": "x", "P": [' + "{}," * 3_000_000 + "1]}}}")
    assert worker.check(str(tmp_path / "t.json"))["code"] == 2
    found = worker.check(str(tmp_path / "t.json"), "--limit", "values=99999999")
    assert found["code"] in (0, 1, "died")
