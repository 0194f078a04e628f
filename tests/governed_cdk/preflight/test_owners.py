from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aspects.judge.template import Template
from governed_cdk.preflight import owners
from governed_cdk.preflight.account import Account
from tests.governed_cdk.preflight.answers import answering

HERE = "prod-network in 111122223333/ap-northeast-2"


def stack(tags: dict[str, str] | None = None, project: str = "") -> Template:
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"Tags": [{"Key": "Project", "Value": project}]}}
    body = {"Resources": {"Topic": topic} if project else {}}
    return Template(
        Path(), body, stack_name="prod-network", account="111122223333", region="ap-northeast-2", tags=tags or {}
    )


def there(project: str | None, status: str = "CREATE_COMPLETE") -> dict[str, Any]:
    tags = [{"Key": "Team", "Value": "a"}, *([{"Key": "Project", "Value": project}] if project else [])]
    return {"Stacks": [{"StackName": "prod-network", "StackStatus": status, "Tags": tags}]}


def said(monkeypatch: pytest.MonkeyPatch, answer: dict[str, Any] | str, one: Template) -> tuple[list[str], list[str]]:
    answering(monkeypatch, cloudformation__describe_stacks=answer)
    found = owners.asked([one], Account())
    return found.findings, found.unknown


@pytest.mark.parametrize("status", ["CREATE_COMPLETE", "ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED"])
@pytest.mark.parametrize("ours", [stack({"Project": "fileflow"}), stack(project="fileflow")])
def test_a_stack_of_another_project_is_a_finding_in_one_line(
    monkeypatch: pytest.MonkeyPatch, status: str, ours: Template
) -> None:
    findings, unknown = said(monkeypatch, there("infrastructure", status), ours)
    allowed = "allowed: a stack of fileflow, or a name that nobody has"
    assert findings == [f"{HERE} is of the project infrastructure, and the app of fileflow; {allowed}"]
    assert unknown == []


@pytest.mark.parametrize(
    "answer",
    [there("fileflow"), "ValidationError", {"Stacks": []}, there(None, "REVIEW_IN_PROGRESS")],
    ids=["its own", "none", "none in the answer", "nothing but a change set"],
)
def test_its_own_stack_and_one_that_is_not_there_are_no_findings(
    monkeypatch: pytest.MonkeyPatch, answer: dict[str, Any] | str
) -> None:
    assert said(monkeypatch, answer, stack({"Project": "fileflow"})) == ([], [])


@pytest.mark.parametrize(
    ("answer", "ours", "line"),
    [
        ("AccessDenied", stack({"Project": "fileflow"}), "whose it is: AccessDenied"),
        (there(None), stack({"Project": "fileflow"}), "whose it is, it has no tag Project"),
        (there("infrastructure"), stack(), "whose it is, the app has no tag Project"),
    ],
)
def test_what_nobody_can_tell_is_said_and_is_no_finding(
    monkeypatch: pytest.MonkeyPatch, answer: dict[str, Any] | str, ours: Template, line: str
) -> None:
    assert said(monkeypatch, answer, ours) == ([], [f"{HERE}: {line}"])
