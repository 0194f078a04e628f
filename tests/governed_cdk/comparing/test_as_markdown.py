from __future__ import annotations

from markdown_it import MarkdownIt

from governed_cdk.comparing.as_markdown import MOST, blocks, headline
from governed_cdk.comparing.difference import Difference, DifferenceKind, ValueDifference

TAG = ValueDifference("Tags[Owner].Value", "a", "b")


def one(kind: DifferenceKind, logical_id: str = "Database", says: str = "changes", **more: object) -> Difference:
    return Difference(kind, "prod-rds", logical_id, "AWS::RDS::DBInstance", says, **more)  # type: ignore[arg-type]  # fields by name


def test_kinds_stand_in_their_order_and_what_matters_less_is_folded() -> None:
    found = [one(kind) for kind in reversed(DifferenceKind) if kind is not DifferenceKind.TAGS]
    text = "\n".join(blocks(found))
    places = [text.index(kind.value) for kind in DifferenceKind if kind is not DifferenceKind.TAGS]
    assert places == sorted(places)
    folded = text.index("<details>")
    assert text.index("Keys (1)") < folded < text.index("Alarms (1)")


def test_a_tag_that_changes_everywhere_is_one_line() -> None:
    found = [one(DifferenceKind.TAGS, str(number), values=(TAG,)) for number in range(120)]
    (block,) = blocks(found)
    assert "Tags (120)" in block
    assert "**Owner**: a → b in 120 places of prod-rds" in block


def test_what_a_replaced_one_takes_along_stands_in_one_line_but_for_data() -> None:
    found = [one(DifferenceKind.LOST, f"Route{number}", cause="Vpc") for number in range(5)]
    (block,) = blocks([one(DifferenceKind.LOST, "Vpc"), *found, one(DifferenceKind.LOST, cause="Vpc", heavy=True)])
    assert block.count("\n- ") == 3
    assert "takes 5 resources along, which are replaced too: Route0, Route1" in block


def test_a_long_list_is_counted() -> None:
    (block,) = blocks([one(DifferenceKind.KEYS, str(number)) for number in range(MOST + 7)])
    assert block.count("\n- ") == MOST + 1
    assert "and 7 more" in block


def test_no_text_of_a_template_is_markup_or_calls_anybody() -> None:
    evil = "</details><script>@team [x](javascript:1) `code` #1"
    value = ValueDifference(evil, {"Text": evil}, None)
    found = [one(kind, evil, evil, values=(value,), cause=evil) for kind in DifferenceKind]
    text = "\n".join(blocks(found))
    html = MarkdownIt("commonmark", {"html": True}).render(text)
    assert "<script" not in html
    assert "<a " not in html
    assert "@team" not in text
    assert html.count("</details>") == 3


def test_the_headline_counts() -> None:
    assert headline([]) == "nothing changes in meaning"
    assert headline([one(DifferenceKind.KEYS), one(DifferenceKind.LOST)]) == "replaced or deleted: 1, keys: 1"
