"""Who is told of a failed deploy: the job's page, an issue, Slack. Each by itself: one that fails stops no other."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.diagnosis import report
from governed_cdk.github.api import from_environment
from governed_cdk.github.issues import report_issue
from governed_cdk.notices.slack import VARIABLE, post_to_slack

if TYPE_CHECKING:
    from collections.abc import Callable

    from governed_cdk.diagnosis.failure import FailedDeploy

SUMMARY = "GITHUB_STEP_SUMMARY"


def tell(failure: FailedDeploy, *, issue: bool, slack: bool, say: Callable[[str], None]) -> None:
    """Tell everybody who is asked for; `say` hears what came of it, a line each. Raises nothing."""
    link, count = "", 1
    if issue:
        try:
            reported = report_issue(from_environment(), report.issue(failure), failure.deploy.language)
            link, count = reported.url, reported.count
            say(f"issue: {link} ({count})")
        except ConfigurationError as error:
            say(f"issue: {error.mistakes[0]}")
    if slack:
        try:
            posted = post_to_slack(report.notice(failure, link, count), failure.deploy.language)
            say("Slack: told" if posted else f"Slack: {VARIABLE} is not set")
        except ConfigurationError as error:
            say(f"Slack: {error.mistakes[0]}")
    if os.environ.get(SUMMARY):
        try:
            with Path(os.environ[SUMMARY]).open("a", encoding="utf-8") as file:
                file.write(f"## {report.title(failure)}\n\n{report.markdown(failure)}")
        except OSError as error:
            say(f"{SUMMARY}: {error.strerror}")
