from __future__ import annotations

import re

from tests.support import ROOT

PAGE = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| \*\*(.+?)\*\* \| (.+) \|$", PAGE, re.MULTILINE)
# Names of AWS, of CDK and of cdk-nag.
NOT_OURS = {"AwsSolutions", "Metadata", "Stage"}


def _source(*rooms: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for room in rooms for path in (ROOT / room).rglob("*.py"))


def test_the_words_stand_in_alphabetical_order_each_once() -> None:
    words = [word for word, _ in ROWS]
    assert len(words) > 30
    assert words == sorted(set(words))


def test_every_class_that_the_glossary_names_is_there() -> None:
    named = {name for _, meaning in ROWS for name in re.findall(r"`([A-Z]\w+)`", meaning)} - NOT_OURS
    assert len(named) > 10
    source = _source("aspects", "constructs_lib", "governed_cdk")
    assert {name for name in named if not re.search(rf"^(class {name}\b|{name} = )", source, re.MULTILINE)} == set()


def test_no_two_classes_of_the_judge_and_the_command_line_have_one_name() -> None:
    classes = re.findall(r"^class ([A-Z]\w+)", _source("aspects", "governed_cdk"), re.MULTILINE)
    assert len(classes) > 50
    assert {name for name in classes if classes.count(name) > 1} == set()
