"""The patches of a finding mend it, and bring no other finding: tried on every rule's own example."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aspects.judge.registry import RULES
from tests.aspects.judge.rules.patching import mends

if TYPE_CHECKING:
    from aspects.judge.rule import Rule


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_finding_of_the_bad_example_goes_by_its_patches_and_none_comes(rule: Rule) -> None:
    mends(rule.id, rule.bad)
