from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.runtime.notifier.slack_notifier.blocks import payload, plain
from constructs_lib.runtime.notifier.slack_notifier.notice import Notice, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator


def _blocks(notice: Notice) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = payload(notice)["attachments"][0]["blocks"]
    return blocks


def test_each_severity_and_a_recovery_have_a_colour_of_their_own() -> None:
    notices = [Notice(title="x", severity=severity) for severity in Severity]
    notices.append(Notice(title="x", severity=Severity.CRITICAL, over=True))
    colours = {payload(notice)["attachments"][0]["color"] for notice in notices}
    assert len(colours) == len(notices)


def test_quick_actions_are_numbered_and_links_are_buttons() -> None:
    notice = Notice(
        title="x",
        severity=Severity.WARNING,
        quick_actions=("Look.", "Act."),
        links=(("Runbook", "https://example.org/x.md"),),
    )
    actions = next(block for block in _blocks(notice) if block["type"] == "section")
    assert actions["text"]["text"] == "Quick actions\n1. Look.\n2. Act."
    (button,) = next(block["elements"] for block in _blocks(notice) if block["type"] == "actions")
    assert (button["url"], button["text"]["text"]) == ("https://example.org/x.md", "Runbook")


HOSTILE = "<!channel> @here #general *bold* `code` <https://evil.example|here> & <@U1> https://evil.example"


def test_what_somebody_else_wrote_is_never_markup() -> None:
    notice = Notice(
        title=HOSTILE,
        severity=Severity.INFO,
        summary=HOSTILE,
        quick_actions=(HOSTILE,),
        facts=((HOSTILE, HOSTILE),),
        links=((HOSTILE, "https://example.org"),),
    )
    assert set(kinds(payload(notice)["attachments"])) == {"plain_text"}
    section = next(block for block in _blocks(notice) if block["type"] == "section")
    assert section["text"]["text"] == HOSTILE


def kinds(body: Any) -> Iterator[str]:
    """The type of each text object in a body."""
    if isinstance(body, list):
        for item in body:
            yield from kinds(item)
    elif isinstance(body, dict):
        if isinstance(body.get("text"), str):
            yield body["type"]
        for value in body.values():
            yield from kinds(value)


@pytest.mark.parametrize("body", [payload(Notice(title=HOSTILE, severity=Severity.INFO)), plain(HOSTILE)])
def test_the_line_for_notifications_rings_nobody_and_links_nowhere(body: dict[str, Any]) -> None:
    assert (body["mrkdwn"], body["parse"], body["link_names"]) == (False, "none", False)
    for mark in ("<", ">", "@here", "#general", "://", "@U1", ".example"):
        assert mark not in body["text"]


@pytest.mark.parametrize("text", ["&" * 3000, "&" * 2995 + "<>", "a" * 2999 + "&", "\U0001f600" * 3000, "&amp;" * 700])
def test_no_entity_and_no_character_is_cut_in_two(text: str) -> None:
    cut = plain(text)["text"]
    assert len(cut.encode("utf-16-le")) // 2 <= 3000
    assert re.fullmatch(r"(?:&amp;|&lt;|&gt;|[^&<>\ud800-\udfff])*", cut)


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_message_says_so(text: str) -> None:
    assert plain(text)["text"] == "(an empty message)"


@pytest.mark.parametrize("length", [0, 1, 200, 5000])
def test_no_text_is_longer_and_no_list_larger_than_slack_takes(length: int) -> None:
    notice = Notice(
        title="t" * max(length, 1),
        severity=Severity.CRITICAL,
        summary="s" * length,
        quick_actions=("q" * length,) * 3,
        facts=(("Name", "f" * length),) * 30,
        links=(("Runbook", "https://example.org"),) * 30,
    )
    for block in _blocks(notice):
        if block["type"] == "header":
            assert 0 < len(block["text"]["text"]) <= 150
        if "fields" in block:
            assert len(block["fields"]) == 10
            assert all(len(field["text"]) <= 2000 for field in block["fields"])
        elif block["type"] == "section":
            assert 0 < len(block["text"]["text"]) <= 3000
        if block["type"] == "actions":
            assert len(block["elements"]) == 25


def test_our_own_words_are_in_the_language_asked_for_and_nothing_else() -> None:
    notice = Notice(
        title="ALARM: x",
        severity=Severity.WARNING,
        quick_actions=("Look",),
        facts=(("Reason", "Reason"), ("Sonstiges", "y")),
        links=(("Runbook", "https://x.example"),),
    )
    _, actions, facts, links = payload(notice, "ko")["attachments"][0]["blocks"]
    assert actions["text"]["text"] == "빠른 조치\n1. Look"
    assert [field["text"] for field in facts["fields"]] == ["이유\nReason", "Sonstiges\ny"]
    assert links["elements"][0]["text"]["text"] == "런북"
