"""One assembly of prod for the session; an emulator on which it is deployed, and fresh ones for what breaks things."""

from __future__ import annotations

import contextlib
import signal
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.integration.support import Deployed, Rehearsed, rehearsed, synthesised
from tests.support import AT_WORK

if TYPE_CHECKING:
    from collections.abc import Iterator


# A shell lets what it starts in the background ignore Ctrl-C, and so would all that the tests start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_ignore_collect(config: pytest.Config) -> bool | None:
    """These tests take minutes: they run when they are asked for (`make integration`), not with all the others."""
    here = Path(__file__).parent
    asked = any(Path(argument.split("::")[0]).resolve().is_relative_to(here) for argument in config.args)
    return None if asked else True


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All that is here is slow."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A folder for the assemblies of this session."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@pytest.fixture(scope="session")
def prod_assembly(folder: Path) -> Path:
    """Prod as it is in the end: with the parameters of Terraform's platform, and Atlantis running."""
    return synthesised(folder / "prod", legacy_parameters=True, stacks=AT_WORK)


@pytest.fixture(scope="session")
def changed_assembly(folder: Path) -> Path:
    """Prod with logs that are kept longer, and another cost centre on everything."""
    changes = {"log_retention_days": 30, "tags": {"cost_center": "rehearsal"}}
    return synthesised(folder / "changed", legacy_parameters=True, stacks=AT_WORK, **changes)


@pytest.fixture(scope="session")
def deployed(prod_assembly: Path) -> Iterator[Deployed]:
    """All of prod, deployed once; for tests that only look, or put back what they change."""
    with rehearsed(prod_assembly) as fresh:
        run = fresh.deploy()
        assert run.exit_code == 0, run.output
        yield Deployed(fresh)


@pytest.fixture
def fresh(prod_assembly: Path) -> Iterator[Rehearsed]:
    """A bootstrapped emulator of the test's own."""
    with rehearsed(prod_assembly) as made:
        yield made


@pytest.fixture
def files() -> Iterator[contextlib.ExitStack]:
    """Whatever a test opens and this closes."""
    with contextlib.ExitStack() as stack:
        yield stack
