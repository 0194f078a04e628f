"""A new repository, proven before anybody sees it: it synthesises, nothing stands against it, its tests pass."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from aspects.judge.lock import LOCK_FILE, lock_text, marked, renewed
from aspects.judge.template.assembly import read_assembly
from constructs_lib.kernel.context import CDK_JSON
from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.files import write_whole
from governed_cdk.scaffold.service import EXTRAS
from governed_cdk.today import today_or

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEEDS = ("pytest", "syrupy")


def prove(infra: Path, environments: Sequence[str]) -> None:
    """Run the tests of a new repository, which writes its snapshots, and put what holds data into its lock.

    Raises ConfigurationError with what the tests said where they fail, and where pytest is missing.
    """
    lacking = [name for name in _NEEDS if importlib.util.find_spec(name) is None]
    if lacking:
        raise ConfigurationError(
            f'new service: {", ".join(lacking)} missing; install "governed-cdk[{EXTRAS}]", or say --files-only'
        )
    with tempfile.TemporaryDirectory(prefix="governed-cdk-new-") as name:
        _run_tests(infra, Path(name))
        made = {one: read_assembly(Path(name) / "run" / f"governed-cdk-{one}") for one in environments}
    lock = renewed({}, made, today=today_or("")).lock
    write_whole(infra / LOCK_FILE, lock_text(lock))
    settings = infra / CDK_JSON
    write_whole(settings, marked(settings.read_text(encoding="utf-8"), LOCK_FILE))


def _run_tests(infra: Path, folder: Path) -> None:
    tests = [sys.executable, "-m", "pytest", "--quiet", "--tb=short", "-p", "no:cacheprovider", "--snapshot-update"]
    # Bytecode of the repository's own is none of its files.
    variables = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(  # noqa: S603 - the tests that were just written
        [*tests, f"--basetemp={folder / 'run'}"],
        cwd=infra, env=variables, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise ConfigurationError("new service: the repository does not pass its tests", *done.stdout.splitlines())
