# ruff: noqa: E501 - tables of bad input stand line by line

from __future__ import annotations

import html

import pytest
from markdown_it import MarkdownIt

from governed_cdk.formats.markdown_text import inert

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
# What GitHub makes something of, in the Markdown or in the text of the page.
TEXTS = {
    "a link": "[x](https://evil.example)", "an image": "![x](y)", "a reference": "[x]: https://evil.example", "HTML": "<b>x</b>",
    "a script": "<script>x</script>", "an entity": "&lt;b&gt;", "code": "`x`", "emphasis": "*x* _x_ **x** __x__ ~~x~~",
    "a cell": "a|b", "a heading": "# x", "a list": "- x", "numbers": "1. x", "a rule": "---", "underlined": "===", "quoted": "> x",
    "indented": "     x", "a formula": "$x$ $$y$$", "escaped": "\\*x\\*", "a fence": "```", "a break": "x\ny",
}  # fmt: skip
WORDS = {
    "a person": ("@team", "@team"), "somebody's address": ("a@evil.example", "a@evil"), "an issue": ("#1", "#1"),
    "another's": ("o/r#1", "#1"), "GitHub's own": ("GH-1", "GH-1"), "an address": ("https://evil.example", "://"),
    "plain http": ("see http://evil.example now", "://"), "ftp": ("ftp://evil.example", "://"), "www": ("www.evil.example", "www."),
    "emoji": (":tada:", ":tada:"), "thumbs": (":+1:", ":+1:"), "two emoji": (":a_b::c-d:", ":a_b:"), "WWW": ("WWW.evil.example", "WWW."),
}  # fmt: skip


@pytest.mark.parametrize("what", TEXTS)
def test_markdown_makes_nothing_of_it(what: str) -> None:
    tokens = PARSER.parse(inert(TEXTS[what]))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert {child.type for child in tokens[1].children or ()} <= {"text", "text_special"}
    shown = "".join(child.content for child in tokens[1].children or ()).replace("\u200b", "")
    assert shown.strip() == TEXTS[what].replace("\n", "\\n").strip()
    assert "|" not in inert(TEXTS[what])


@pytest.mark.parametrize("what", WORDS)
def test_neither_the_source_nor_the_text_of_the_page_holds_what_calls_or_links(what: str) -> None:
    text, calls = WORDS[what]
    written = inert(text)
    page = html.unescape(written)
    assert calls not in written
    assert calls not in page
    assert page.replace("\u200b", "") == text


def test_what_is_plain_stays_as_it_is() -> None:
    for text in ("AWS::SNS::Topic", "cdk.out/prod-rds.template.json:12", "Schlüssel 키", "0.0.0.0/0 reaches port 22."):
        assert inert(text) == text
