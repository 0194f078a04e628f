"""What every test may ask for: the templates of the environments, each synthesised and judged once a session."""

from __future__ import annotations

import functools
import gc
import os
import random
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "1")
os.chdir(Path(__file__).parent.parent)  # environments/ and assets are found from the root, as cdk does

from tests.naming_failures import NamingFailures  # noqa: E402 - as below
from tests.support import ENVIRONMENTS  # noqa: E402 - it reads environments/ when it is loaded

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from tests.support import Templates

# Hypothesis' own profile for CI draws the same examples for ever. A busy machine is no fault of a test.
hypothesis.settings.register_profile(
    "new-each-run",
    derandomize=False,
    deadline=None,
    print_blob=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("new-each-run")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Name failures as they come. Draw a new seed for each run, one for all its workers: a failure tells it."""
    config.pluginmanager.register(NamingFailures(config))
    if config.getoption("hypothesis_seed") is None:
        config.option.hypothesis_seed = str(random.SystemRandom().getrandbits(32))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect tests without looking for garbage; later, look for it in what tests make only: all that is loaded stays.

    It took a fifth of the time of a run to look through 12,000 tests and the modules of CDK again and again.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(20_000)
        gc.enable()


def pytest_unconfigure() -> None:
    """Let go of all that was kept from the collector: libraries in C take it for leaked at the end, line by line."""
    gc.unfreeze()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the session, whatever the number of workers."""
    own = tmp_path_factory.getbasetemp()  # of this worker, inside that of the session
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def judged_synth(shared: Path) -> Callable[[str], Templates]:
    """The templates of an environment by its name, one judged synth a session."""
    from tests.judged import judged  # noqa: PLC0415 - it loads CDK, and tests of pure modules start without

    return functools.cache(lambda name: judged(name, shared))


@pytest.fixture(scope="session")
def prod(judged_synth: Callable[[str], Templates]) -> Templates:
    """The templates of prod."""
    return judged_synth("prod")


@pytest.fixture(scope="session")
def beside_terraform(shared: Path) -> Templates:
    """The templates of prod as they are in the end, one synth a session."""
    from tests.judged import beside_terraform  # noqa: PLC0415 - see above

    return beside_terraform(shared)


@pytest.fixture(scope="session")
def dev(judged_synth: Callable[[str], Templates]) -> Templates:
    """The templates of dev."""
    return judged_synth("dev")


@pytest.fixture(params=ENVIRONMENTS)
def templates(request: pytest.FixtureRequest, judged_synth: Callable[[str], Templates]) -> Templates:
    """The templates of every environment, one after the other."""
    return judged_synth(request.param)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once for each missing program how to get it, and after a failure how to draw the same examples again."""
    if terminalreporter.stats.get("failed"):
        terminalreporter.write_line(
            f"the same examples again: --hypothesis-seed={terminalreporter.config.option.hypothesis_seed}"
        )
    reasons = {str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", [])}
    for reason in sorted(reasons):
        terminalreporter.write_line(reason)
