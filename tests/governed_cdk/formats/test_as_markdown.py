from __future__ import annotations

from markdown_it import MarkdownIt

from governed_cdk.formats import render
from tests.governed_cdk.formats.support import RULE, accepted, entry, hostile, report

PARSER = MarkdownIt("commonmark", {"html": True}).enable("table")


def test_a_finding_is_a_row_and_its_details_are_folded() -> None:
    text = render(
        report(entry(), unknown=(entry(logical_id="Other"),), accepted=(accepted(logical_id="Third"),)), "markdown"
    )
    rows = [line for line in text.splitlines() if "<br>" in line]
    assert [row.split("<br>")[0] for row in rows] == ["| error | Alarm", "| unknown | Other", "| accepted | Third"]
    assert "Accepted until 2027-06-30 by team-orders" in rows[2]
    assert text.count("<details>") == text.count("</details>") == 1
    assert f"docs/rules/{RULE}.md" in text
    assert "first line\nsecond line" in text


def test_a_templates_own_text_makes_no_cell_no_markup_and_calls_nobody() -> None:
    text = render(hostile(), "markdown")
    assert "<script>" not in text.split("```")[0]
    tokens = PARSER.parse(text)
    outside = [token for token in tokens if token.type not in ("fence", "code_block")]
    inline = {child.type for token in outside for child in token.children or ()}
    assert inline <= {
        "text",
        "text_special",
        "html_inline",
        "softbreak",
        "link_open",
        "link_close",
        "strong_open",
        "strong_close",
    }
    assert not any("@team" in (token.content or "") for token in outside)
    rows = [token for token in tokens if token.type == "tr_open"]
    assert len(rows) == 6
    assert sum(token.type in ("td_open", "th_open") for token in tokens) == 4 * len(rows)


def test_code_with_fences_of_its_own_stays_inside_its_fence() -> None:
    fences = [
        token for token in PARSER.parse(render(report(entry(fix="````\nx\n````")), "markdown")) if token.type == "fence"
    ]
    assert next(token.content for token in fences) == "````\nx\n````\n"


def test_it_fits_into_one_comment_and_says_what_does_not() -> None:
    text = render(report(*(entry(logical_id=f"Alarm{number}") for number in range(2_000))), "markdown")
    assert len(text) < 65_536
    assert "do not fit into one comment" in text
    assert "**2000 findings," in text
