from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from constructs_lib.runtime.notifier.slack_notifier.webhook import (
    BusyError,
    MessageRefusedError,
    RefusedError,
    check_address,
    post,
)

if TYPE_CHECKING:
    from tests.constructs_lib.runtime.notifier.slack import Slack


def test_a_message_is_posted_once_as_json(slack: Slack) -> None:
    post(slack.address, {"text": "ä"})
    assert slack.posted == [{"text": "ä"}]
    assert slack.paths == ["/services/T0/B0/secret"]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_slack_is_worth_another_try(slack: Slack, status: int) -> None:
    slack.statuses = [status]
    with pytest.raises(BusyError, match=str(status)):
        post(slack.address, {})


@pytest.mark.parametrize("status", [302, 400, 403, 404, 410])
def test_a_refusal_is_told_apart_and_no_redirect_is_followed(slack: Slack, status: int) -> None:
    slack.statuses = [status]
    with pytest.raises(RefusedError, match=f"{status}: no_service") as raised:
        post(slack.address, {})
    assert isinstance(raised.value, MessageRefusedError) == (status == 400)
    assert slack.paths == ["/services/T0/B0/secret"]


def test_a_slow_slack_does_not_hold_the_function_up(slack: Slack) -> None:
    slack.delay_seconds = 0.5
    with pytest.raises(BusyError, match="no answer from Slack: TimeoutError"):
        post(slack.address, {}, timeout_seconds=0.05)


def test_no_connection_is_worth_another_try_and_the_address_stays_secret() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        with pytest.raises(BusyError) as raised:
            post(f"http://127.0.0.1:{port}/services/T0/B0/secret", {}, timeout_seconds=1)
    assert "secret" not in str(raised.value)


def test_the_white_space_of_a_paste_does_not_matter() -> None:
    assert check_address(" https://hooks.slack.com/services/T/B/x\n") == "https://hooks.slack.com/services/T/B/x"


@pytest.mark.parametrize(
    "address",
    [
        "a-random-string-that-secrets-manager-made",
        "http://hooks.slack.com/services/T/B/x",
        "https://hooks.slack.com.evil.example/services/T/B/x",
        "",
        "https://hooks.slack.com/services/%40",
        "https://hooks.slack.com/services/@evil.example/x",
        "https://hooks.slack.com/services/../../x",
        "https://hooks.slack.com/services/T/B/x y",
        "https://hooks.slack.com/services/T/B/x\ny",
        "https://hooks.slack.com/services/T/B/é",
        "https://hooks.slack.com/services/T/B/x?y",
        "https://hooks.slack.com/services//T/B",
    ],
)
def test_an_address_elsewhere_is_refused_without_being_shown(address: str) -> None:
    with pytest.raises(RefusedError, match="put the webhook's address in") as raised:
        check_address(address)
    assert not address or address not in str(raised.value)
