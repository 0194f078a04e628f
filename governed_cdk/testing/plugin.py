"""The fixtures that the wheel brings to pytest."""

from __future__ import annotations

import fcntl
import functools
import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from governed_cdk.testing.synthesis import Synth


@pytest.fixture(scope="session")
def synth(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Synth]:
    """`synth("prod")`: the templates and findings of an environment, one synth a session for all workers."""
    own = tmp_path_factory.getbasetemp()  # of this worker, inside that of the session
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    return functools.cache(lambda environment: _once(request.config.rootpath, environment, shared))


def _once(root: Path, environment: str, shared: Path) -> Synth:
    """The synth of an environment: the first worker that asks makes it, the others wait for it."""
    # A run of tests that asks for no synth does not wait for what makes one.
    from constructs_lib.kernel.errors import ConfigurationError  # noqa: PLC0415 - see above
    from governed_cdk.testing.synthesis import read_synth, repository_of, synthesise  # noqa: PLC0415 - see above

    folder = shared / f"governed-cdk-{environment}"
    with (shared / f"governed-cdk-{environment}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            if folder.is_dir():
                return read_synth(environment, folder)
            return synthesise(repository_of(root), environment, folder)
        except ConfigurationError as error:
            pytest.fail("\n".join(error.mistakes), pytrace=False)
