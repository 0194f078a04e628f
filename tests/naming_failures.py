"""A failing test is named when it fails: a run takes minutes, and a letter among dots says little."""

from __future__ import annotations

import pytest


class NamingFailures:
    """Says each failure in one line: the test, and the first line of what went wrong."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    @pytest.hookimpl(trylast=True)  # behind the letter
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Name it, where there is something to write on: the workers of xdist have nothing."""
        reporter = self._config.pluginmanager.get_plugin("terminalreporter")
        if reporter is not None and report.failed:
            kind = "FAILED" if report.when == "call" else "ERROR"
            reporter.ensure_newline()
            reporter.write_line(f"{kind} {report.nodeid}: {_why(report)}")


def _why(report: pytest.TestReport) -> str:
    crash = getattr(report.longrepr, "reprcrash", None)
    text = crash.message if crash else str(report.longrepr)
    return str(text).strip().partition("\n")[0]
