"""`pull-request plan|apply cdk|terraform` in the task of Atlantis, `pull-request task` in the tasks that it starts.

`pull-request install-releases` builds the image.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from atlantis_workflow import releases, server, task
from atlantis_workflow.errors import Refused
from atlantis_workflow.runs import Runs, Settings

if TYPE_CHECKING:
    from collections.abc import Callable

_USAGE = "usage: pull-request plan|apply cdk|terraform, pull-request task, or pull-request install-releases"


def _runs() -> Runs:
    import boto3  # noqa: PLC0415 - the tasks do without, and start sooner
    from botocore.config import Config  # noqa: PLC0415 - the same

    # Version 4 signs addresses for the bucket's own region, and for objects on a key of ours.
    config = Config(signature_version="s3v4", request_checksum_calculation="when_required")
    settings = Settings.from_variables(os.environ)
    return Runs(
        settings, s3=boto3.client("s3", config=config), ecs=boto3.client("ecs"), logs=boto3.client("logs"),
        pause=float(os.environ.get("ATLANTIS_RUN_PAUSE_SECONDS", "5")),
    )  # fmt: skip


def _step(what: str, tool: str) -> None:
    working = server.Server(_runs(), server.PullRequest.from_variables(os.environ), os.environ, sys.stdout)
    (working.plan if what == "plan" else working.apply)(tool)


def _told(work: Callable[[], None]) -> int:
    try:
        work()
    except (Refused, OSError) as refusal:
        print(f"refused: {refusal}", file=sys.stderr)
        return 1
    return 0


def main(arguments: list[str]) -> int:
    """Exit codes: 0, 1 for what was refused or failed, 2 for a wrong call."""
    match arguments:
        case ["task"]:
            return task.main(os.environ.get("STEP", ""))
        case ["install-releases"]:
            return _told(lambda: print("releases:", ", ".join(releases.install(releases.FOLDER)) or "none"))
        case [("plan" | "apply") as what, tool] if tool in server.TOOLS:
            return _told(lambda: _step(what, tool))
        case _:
            print(_USAGE, file=sys.stderr)
            return 2
