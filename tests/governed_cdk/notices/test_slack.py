from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.notices.slack import Notice, Severity, post_to_slack

if TYPE_CHECKING:
    from tests.constructs_lib.runtime.notifier.slack import Slack

NOTICE = Notice(
    title="Deploy failed", severity=Severity.CRITICAL, links=(("Issue", "https://github.com/x/y/issues/1"),)
)


def test_a_notice_is_posted_as_the_notifier_does_it(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_WEBHOOK_URL", slack.address)
    assert post_to_slack(NOTICE, prefix=slack.prefix)
    (posted,) = slack.posted
    assert posted["text"] == "[critical] Deploy failed"
    (button,) = posted["attachments"][0]["blocks"][-1]["elements"]
    assert button["url"] == "https://github.com/x/y/issues/1"


def test_without_an_address_nothing_is_posted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLACK_WEBHOOK_URL", raising=False)
    assert not post_to_slack(NOTICE)


def test_what_slack_refuses_is_one_line_without_the_address(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    slack.statuses = [404]
    monkeypatch.setenv("SLACK_WEBHOOK_URL", slack.address)
    with pytest.raises(ConfigurationError, match="SLACK_WEBHOOK_URL: Slack answered 404") as refused:
        post_to_slack(NOTICE, prefix=slack.prefix)
    assert slack.address not in str(refused.value)


def test_an_address_that_is_not_slacks_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_WEBHOOK_URL", "https://evil.example/services/x")
    with pytest.raises(ConfigurationError, match="SLACK_WEBHOOK_URL"):
        post_to_slack(NOTICE)
