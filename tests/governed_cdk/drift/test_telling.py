from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.language import Language
from governed_cdk.drift import telling
from governed_cdk.drift.accepting import AcceptedDrift
from governed_cdk.drift.found import Drift, DriftKind, DriftPlace, Severity, Unread
from governed_cdk.drift.watch import Watch
from governed_cdk.github.api import from_environment
from tests.governed_cdk.github.conftest import github

if TYPE_CHECKING:
    from governed_cdk.notices.slack import Notice
    from tests.governed_cdk.github.server import State

__all__ = ["github"]

PLACE = DriftPlace("prod", "ap-northeast-2", "prod-app")
DRIFT = Drift(
    place=PLACE,
    kind=DriftKind.CHANGED,
    type="AWS::SQS::Queue",
    resource="Queue",
    physical="orders",
    path="DelaySeconds",
    expected="1",
    actual="2 @team",
    severity=Severity.CRITICAL,
)
BESIDE = Drift(
    place=DriftPlace("prod", "us-east-1"), kind=DriftKind.BESIDE, type="AWS::IAM::User", resource="prod-app-x"
)
BY = AcceptedDrift(resource="Queue", reason="It is slow", owner="team", until="2026-12-31")


@pytest.fixture
def notices(monkeypatch: pytest.MonkeyPatch) -> list[Notice]:
    found: list[Notice] = []

    def post(notice: Notice, _language: Language) -> bool:
        found.append(notice)
        return True

    monkeypatch.setattr(telling, "post_to_slack", post)
    return found


def tell(*drifts: Drift, language: Language = Language.EN, **more: object) -> list[str]:
    seen = Watch("prod", drifts=list(drifts), places={PLACE, BESIDE.place}, **more)  # type: ignore[arg-type]  # by name
    return list(telling.tell(seen, from_environment(), language))


def test_a_drift_is_one_issue_and_one_notice_however_often_it_is_seen(github: State, notices: list[Notice]) -> None:
    tell(DRIFT)
    tell(replace(DRIFT, actual="3"))
    (issue,) = github.issues
    assert issue["title"] == "Drift in prod: prod-app Queue DelaySeconds"
    assert issue["labels"] == ["drift", "prod"]
    assert github.comments == []
    (notice,) = notices
    assert (notice.title, notice.severity) == (issue["title"], "critical")
    assert notice.links == (("GitHub", issue["html_url"]),)


def test_an_issue_says_what_to_do_and_how_to_accept_it(github: State, notices: list[Notice]) -> None:
    tell(DRIFT, BESIDE)
    body, beside = (one["body"] for one in github.issues)
    assert "governed-cdk cdk deploy prod-app --revert-drift" in body
    assert '    resource: "Queue"\n    property: "DelaySeconds"\n' in body
    assert "@team" not in body
    assert "Take it into a stack, or away" in beside
    assert "stack:" not in beside
    assert len(notices) == 2


def test_people_read_it_in_their_language(github: State, notices: list[Notice]) -> None:
    tell(DRIFT, language=Language.KO)
    assert github.issues[0]["title"] == "드리프트 - prod: prod-app Queue DelaySeconds"
    assert notices[0].title == github.issues[0]["title"]


def test_it_is_closed_when_it_is_gone_and_opened_again_when_it_is_back(github: State, notices: list[Notice]) -> None:
    tell(DRIFT)
    assert tell()[0].startswith("closed: ")
    assert (github.issues[0]["state"], len(notices)) == ("closed", 1)
    tell(DRIFT)
    assert (github.issues[0]["state"], len(github.issues), len(notices)) == ("open", 1, 2)


@pytest.mark.parametrize("place", [PLACE, DriftPlace("prod", "ap-northeast-2")])
def test_what_could_not_be_read_is_not_called_gone(github: State, notices: list[Notice], place: DriftPlace) -> None:
    tell(DRIFT)
    unread = [Unread(place, "kms describe_key", "Throttling")]
    tell(unread=unread)
    tell(unread=unread)
    assert [one["state"] for one in github.issues] == ["open", "open"]
    assert "Throttling" in github.issues[1]["body"]
    tell(DRIFT)
    assert [one["state"] for one in github.issues] == ["open", "closed"]
    assert len(notices) == 2


def test_of_a_stack_that_nobody_looked_at_nothing_is_closed(github: State, notices: list[Notice]) -> None:
    tell(DRIFT)
    assert list(telling.tell(Watch("prod", places={BESIDE.place}), from_environment(), Language.EN)) == []
    assert (github.issues[0]["state"], len(notices)) == ("open", 1)


def test_what_is_accepted_is_closed_with_who_and_until_when(github: State, notices: list[Notice]) -> None:
    tell(DRIFT)
    tell(accepted=[(DRIFT, BY)])
    assert github.issues[0]["state"] == "closed"
    assert github.comments[-1]["body"] == "Accepted in drift.yaml until 2026-12-31 by team."
    assert len(notices) == 1


def test_when_everything_has_drifted_no_more_than_some_are_opened_at_once(
    github: State, notices: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "MOST_AT_ONCE", 2)
    lines = tell(*(replace(DRIFT, resource=f"Queue{number}") for number in range(3)))
    assert lines[0] == "not opened yet: 1 more, the least severe ones"
    assert (len(github.issues), len(notices)) == (2, 2)


def test_without_slack_it_is_told_and_the_issue_is_there(github: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLACK_WEBHOOK_URL", raising=False)
    assert tell(DRIFT)[1] == "no notice: SLACK_WEBHOOK_URL is not set"

    def refuse(*_: object) -> bool:
        raise ConfigurationError("SLACK_WEBHOOK_URL: no")

    monkeypatch.setattr(telling, "post_to_slack", refuse)
    assert tell(BESIDE)[1] == "no notice: SLACK_WEBHOOK_URL: no"
    assert len(github.issues) == 2
