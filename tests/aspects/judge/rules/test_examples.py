from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aspects.judge.registry import RULES
from tests.aspects.judge.rules.support import DAY, findings_of, unknown_of

if TYPE_CHECKING:
    from aspects.judge.rule import Rule

EACH = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


@EACH
def test_the_bad_example_is_a_finding_and_the_good_one_is_none(rule: Rule) -> None:
    assert findings_of(rule.id, rule.bad, today=DAY) != []
    assert findings_of(rule.id, rule.good, today=DAY) == []
    assert unknown_of(rule.id, rule.good, today=DAY) == []


@EACH
def test_the_page_has_something_to_say(rule: Rule) -> None:
    assert rule.title.endswith(".")
    assert rule.why.endswith(".")
    assert rule.fix.strip()
    assert rule.severity in ("error", "warning")
