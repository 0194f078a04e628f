"""What an hour of new files finds in `check`: `python -m tests.bench.fuzz [SECONDS]`, 3,600 where nothing is said.

It goes on after a fault, tells each with the seed that makes its file again, and ends with 1 where there was one.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.test_check import Worker, try_one

HOUR = 3_600.0


def main(arguments: list[str]) -> int:
    """Try files until the time is over; how many there were, and how many faults."""
    end, seeds = time.monotonic() + float(arguments[0] if arguments else HOUR), random.SystemRandom()
    tried, faults = 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        worker = Worker(folder)
        while time.monotonic() < end:
            seed, tried = seeds.getrandbits(48), tried + 1
            try:
                try_one(seed, folder, worker)
            except (AssertionError, OSError, ValueError) as fault:
                faults += 1
                _say(
                    f"again: GOVERNED_CDK_SEED={seed} python -m pytest tests/fuzz: {' '.join(str(fault).split())[:300]}"
                )
                worker.end()  # it may have died, or hang
                worker = Worker(folder)
        worker.end()
    _say(f"{tried:,} files tried, {faults:,} faults")
    return 1 if faults else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
