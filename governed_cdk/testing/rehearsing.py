"""One environment of the repository, deployed for its tests on a local AWS, together with the platform."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.facts import refusals as facts
from governed_cdk.cli import missing
from governed_cdk.rehearsal import scenes
from governed_cdk.rehearsal.failure import RehearsalError
from governed_cdk.rehearsal.report import RehearsalReport
from governed_cdk.rehearsal.session import Plan, Recorder, open_session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Rehearsal:
    """What came of a deploy."""

    environment: str
    stacks: Mapping[str, Mapping[str, int]]
    """The service's own, by name: how many resources were `created`, `recorded` and `not rehearsed`."""
    platform: Sequence[str]
    """The stacks of the platform that were deployed before, since the service needs them."""
    proved: Mapping[str, int]
    """How many `parameters`, `log groups`, `alarms`, `grants` and `calls` of the service are as they should be: all."""


def rehearsed(repository: Path, environment: str, quotas: Mapping[str, int]) -> str:
    """Deploy a repository's environment, prove it, and throw it away; the report as JSON, with `failure` in a line.

    `quotas` are those that the account has more of than a new one, by type.
    """
    report = RehearsalReport(environment)
    if lack := missing("rehearse"):
        report.failure = f"rehearse: {lack}"
        return report.json_text()
    try:
        recorder = Recorder(report, tell=lambda _: None, hear=lambda _: None)
        known = [row.type for row in facts.quotas()]
        for one in (type_ for type_ in quotas if type_ not in known):
            raise invalid("rehearse: quotas", one, " or ".join(known))
        with open_session(Plan(repository, environment, quotas=quotas), recorder) as session:
            scenes.deploy(session)
    except RehearsalError as error:
        report.failure = str(error)
    except ConfigurationError as error:
        report.failure = "\n".join(error.mistakes)
    return report.json_text()


def read_rehearsal(text: str) -> Rehearsal:
    """What a report holds. Raises RehearsalError with the line that says why where it failed."""
    found: dict[str, Any] = json.loads(text)
    if found["failure"]:
        raise RehearsalError(found["failure"])
    stacks = {one["stack"]: one["resources"] for one in found["stacks"]}
    return Rehearsal(found["environment"], stacks, found["platform"], found["proved"])
