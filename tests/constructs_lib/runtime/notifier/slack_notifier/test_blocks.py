from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.runtime.notifier.slack_notifier.blocks import payload
from constructs_lib.runtime.notifier.slack_notifier.notice import Notice, Severity


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
    assert actions["text"]["text"] == "*Quick actions*\n1. Look.\n2. Act."
    (button,) = next(block["elements"] for block in _blocks(notice) if block["type"] == "actions")
    assert (button["url"], button["text"]["text"]) == ("https://example.org/x.md", "Runbook")


def test_a_message_cannot_ring_the_channel_or_hide_a_link() -> None:
    notice = Notice(title="<!channel>", severity=Severity.INFO, summary="<https://evil.example|here> & <@U1>")
    body = payload(notice)
    assert body["text"] == "[info] &lt;!channel&gt;"
    section = next(block for block in _blocks(notice) if block["type"] == "section")
    assert section["text"]["text"] == "&lt;https://evil.example|here&gt; &amp; &lt;@U1&gt;"


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
