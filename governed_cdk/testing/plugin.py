"""The fixtures that the wheel brings to pytest."""

from __future__ import annotations

import contextlib
import fcntl
import functools
import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from governed_cdk.testing.rehearsing import Rehearsal
    from governed_cdk.testing.synthesis import Synth


@pytest.fixture(scope="session")
def synth(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Synth]:
    """`synth("prod")`: the templates and findings of an environment, one synth a session for all workers."""
    shared = _shared(tmp_path_factory)
    return functools.cache(lambda environment: _synth(request.config.rootpath, environment, shared))


@pytest.fixture(scope="session")
def rehearse(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Rehearsal]:
    """`rehearse("dev")`: an environment deployed with the platform on a local AWS, once a session for all workers."""
    shared = _shared(tmp_path_factory)
    return functools.cache(lambda environment: _rehearsal(request.config.rootpath, environment, shared))


def _shared(factory: pytest.TempPathFactory) -> Path:
    own = factory.getbasetemp()  # of this worker, inside that of the session
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


# A run of tests that asks for no fixture does not wait for what makes it: imports stand where they are needed.


def _synth(root: Path, environment: str, shared: Path) -> Synth:
    from constructs_lib.kernel.errors import ConfigurationError  # noqa: PLC0415 - see above
    from governed_cdk.testing.synthesis import read_synth, repository_of, synthesise  # noqa: PLC0415 - see above

    folder = shared / f"governed-cdk-{environment}"
    with alone(folder):
        try:
            if folder.is_dir():
                return read_synth(environment, folder)
            return synthesise(repository_of(root), environment, folder)
        except ConfigurationError as error:
            said = "\n".join(error.mistakes)
    pytest.fail(said, pytrace=False)  # here, where no other error is being handled, which pytest would show


def _rehearsal(root: Path, environment: str, shared: Path) -> Rehearsal:
    from constructs_lib.kernel.errors import ConfigurationError  # noqa: PLC0415 - see above
    from constructs_lib.kernel.files import write_whole  # noqa: PLC0415 - see above
    from governed_cdk.rehearsal.failure import RehearsalError  # noqa: PLC0415 - see above
    from governed_cdk.testing.rehearsing import read_rehearsal, rehearsed  # noqa: PLC0415 - see above
    from governed_cdk.testing.synthesis import repository_of  # noqa: PLC0415 - see above

    report = shared / f"governed-cdk-rehearsal-{environment}.json"
    with alone(report):
        try:
            if not report.is_file():
                write_whole(report, rehearsed(repository_of(root), environment))
            return read_rehearsal(report.read_text(encoding="utf-8"))
        except (ConfigurationError, RehearsalError) as error:
            said = str(error)
    pytest.fail(said, pytrace=False)  # as above


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """The first worker that asks makes it, the others wait for it."""
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
