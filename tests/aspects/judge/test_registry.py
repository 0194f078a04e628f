from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from aspects.judge import rules
from aspects.judge.registry import BY_ID, RULES, rules_for

if TYPE_CHECKING:
    from aspects.judge.rule import Rule

FILES = [path for path in Path(rules.__path__[0]).rglob("*.py") if not path.name.startswith("_")]


def test_every_file_below_rules_is_a_rule_by_its_name() -> None:
    assert [rule.id for rule in RULES] == sorted(path.stem.replace("_", "-") for path in FILES)
    assert len(RULES) > 30


def test_a_rule_is_found_by_its_id() -> None:
    assert all(BY_ID[rule.id] is rule for rule in RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rules_title_is_the_sentence_that_its_id_says(rule: Rule) -> None:
    def words(text: str) -> set[str]:
        return {word.rstrip("s") for word in re.findall(r"[a-z]+", text.lower())}

    assert words(rule.id) <= words(rule.title)


def test_a_type_gets_the_rules_that_name_it_and_those_that_look_at_all() -> None:
    for_all = {rule.id for rule in RULES if not rule.types}
    assert for_all
    alarm = {rule.id for rule in rules_for("AWS::CloudWatch::Alarm")}
    assert alarm == for_all | {rule.id for rule in RULES if "AWS::CloudWatch::Alarm" in rule.types}
    assert "alarms-reach-somebody" in alarm
    assert {rule.id for rule in rules_for("Custom::Thing")} == for_all
