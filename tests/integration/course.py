"""A pull request from its plan to its apply, in an emulated account, and what its traps have caught."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.integration.atlantis import pull_request
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.fargate import Fargate
    from tests.integration.support import Rehearsed

# As in the image: the command line itself, and not what `make setup` puts before it.
PATH = os.pathsep.join((str(ROOT / "node_modules/.bin"), str(ROOT / ".venv/bin"), os.environ["PATH"]))


def said(project: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (project.parent / "said").read_text().splitlines()]


@dataclass(frozen=True)
class Course:
    """A pull request, planned and applied to an emulated account, and how much was caught after each of the two."""

    project: Path
    fargate: Fargate
    account: Rehearsed
    planned: str
    caught: int
    applied: str
    caught_at_last: int

    def changed(self) -> str:
        """What planning a change says that would replace the table."""
        app = self.project / "app.py"
        app.write_text(app.read_text().replace("'AttributeName': 'id'", "'AttributeName': 'other'"))
        planned = pull_request(self.fargate, self.project, "plan", "cdk")
        assert planned.returncode == 0, planned.stderr + planned.stdout
        return planned.stdout

    def refused(self) -> str:
        """What an apply says that is refused, and does nothing."""
        before = self.events()
        applied = pull_request(self.fargate, self.project, "apply", "cdk")
        assert applied.returncode == 1, applied.stdout
        assert self.events() == before
        return " ".join(applied.stdout.split())

    def events(self) -> int:
        events = self.account.client("cloudformation").describe_stack_events(StackName="orders")["StackEvents"]
        return len(events)
