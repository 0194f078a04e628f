"""One synth of prod and one of dev for the whole session."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "1")
os.chdir(Path(__file__).parent.parent)  # environments/ and assets are found from the root, as cdk does

from constructs_lib.stack.source_lines import record_lines  # noqa: E402 - as below
from tests.naming_failures import NamingFailures  # noqa: E402
from tests.support import Templates, environment, synthesize  # noqa: E402 - it reads environments/ when it is loaded

record_lines()  # as start() does for an app: findings name the line

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def prod() -> Iterator[Templates]:
    """The templates of prod."""
    with tempfile.TemporaryDirectory() as folder:
        yield synthesize(environment("prod"), Path(folder))


@pytest.fixture(scope="session")
def dev() -> Iterator[Templates]:
    """The templates of dev."""
    with tempfile.TemporaryDirectory() as folder:
        yield synthesize(environment("dev"), Path(folder))


def pytest_configure(config: pytest.Config) -> None:
    """Name failures as they come."""
    config.pluginmanager.register(NamingFailures(config))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once for each missing program how to get it, rather than once for each test."""
    reasons = {str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", [])}
    for reason in sorted(reasons):
        terminalreporter.write_line(reason)
