"""The patches of a finding mend it, in the file as it stands, and bring no other finding.

Every rule's own example is tried; what only the reader knows is taken from one table.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from aspects.judge.registry import RULES
from tests.aspects.judge.rules.patching import unmended

if TYPE_CHECKING:
    from aspects.judge.rule import Rule

DAY = datetime.date(2026, 11, 29)
DONE = ("access", "encryption", "exposure")
EACH = pytest.mark.parametrize("rule", [one for one in RULES if one.subject in DONE], ids=lambda rule: rule.id)


@EACH
def test_each_finding_of_the_bad_example_goes_by_its_patches_and_none_comes(rule: Rule) -> None:
    assert unmended(rule.id, rule.bad, today=DAY) == []
