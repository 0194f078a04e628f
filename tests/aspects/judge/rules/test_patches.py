"""The patches of a finding mend it, in the file as it stands, and bring no other finding.

Every rule's own example is tried; what only the reader knows is taken from one table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aspects.judge.registry import RULES
from tests.aspects.judge.rules.patching import unmended_together

if TYPE_CHECKING:
    from aspects.judge.rule import Rule

EACH = pytest.mark.parametrize("rule", [one for one in RULES if one.subject != "provenance"], ids=lambda rule: rule.id)


@EACH
def test_each_finding_of_the_bad_example_goes_by_its_patches_and_none_comes(rule: Rule) -> None:
    assert unmended_together(rule.id, rule.bad) == []
