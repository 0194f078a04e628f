from __future__ import annotations

import io
from typing import Any

import pytest
from atlantis_workflow.errors import Refused
from atlantis_workflow.runs import END, Runs, Settings

SETTINGS = Settings(
    bucket="runs", cluster="prod", subnets=("subnet-1", "subnet-2"), security_group="sg-1", log_group="/runs",
    log_prefix="atlantis", task="run:1",
)  # fmt: skip


class Ecs:
    """One task, which ends as it is told."""

    def __init__(self, **end: Any) -> None:
        self.end, self.asked = end, dict[str, Any]()

    def run_task(self, **asked: Any) -> dict[str, Any]:
        self.asked = asked
        return {"tasks": [{"taskArn": "a/b/c"}]} if self.end else {"tasks": [], "failures": [{"reason": "no room"}]}

    def describe_tasks(self, **_: Any) -> dict[str, Any]:
        return {"tasks": [{"lastStatus": "STOPPED", **self.end}]}


class Logs:
    """A log of some lines."""

    def __init__(self, *lines: str) -> None:
        self.lines = lines

    def get_log_events(self, **asked: Any) -> dict[str, Any]:
        assert asked["logStreamName"] == "atlantis/main/c"
        new = () if "nextToken" in asked else self.lines
        return {"events": [{"message": line} for line in new], "nextForwardToken": "end"}


def ran(ecs: Ecs, *lines: str, role: str | None = None) -> str:
    out = io.StringIO()
    Runs(SETTINGS, s3=None, ecs=ecs, logs=Logs(*lines, END), pause=0).run("synth", {"A": "1"}, out, role=role)
    return out.getvalue()


def test_a_task_has_no_role_unless_it_is_given_one() -> None:
    for role in (None, "arn:aws:iam::111122223333:role/plan"):
        ecs = Ecs(containers=[{"exitCode": 0}])
        ran(ecs, role=role)
        assert ecs.asked["overrides"].get("taskRoleArn") == role
        assert ecs.asked["enableExecuteCommand"] is False
        assert ecs.asked["networkConfiguration"]["awsvpcConfiguration"]["assignPublicIp"] == "DISABLED"


def test_what_a_task_writes_is_shown_without_control_characters_and_its_last_line_is_not() -> None:
    assert (
        ran(Ecs(containers=[{"exitCode": 0}]), "one", "\x1b[2Jtwo\ttab")
        == "one\n\N{REPLACEMENT CHARACTER}[2Jtwo\ttab\n"
    )


@pytest.mark.parametrize(
    ("end", "why"),
    [
        ({"containers": [{"exitCode": 3}]}, "failed: exit code 3"),
        ({"containers": [{}], "stoppedReason": "CannotPullContainerError"}, "CannotPullContainerError"),
        ({}, "could not be started: no room"),
    ],
    ids=str,
)
def test_a_task_that_does_not_end_well_fails_the_step_and_says_why(end: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        ran(Ecs(**end))


def test_a_variable_that_the_stack_did_not_set_is_named() -> None:
    with pytest.raises(Refused, match="ATLANTIS_RUN_BUCKET is not set"):
        Settings.from_variables({})
