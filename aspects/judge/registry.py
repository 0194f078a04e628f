"""Every rule there is, found by its file below `rules/`: nothing else to register."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from aspects.judge import rules
from aspects.judge.rule_files import is_new, rule_of
from constructs_lib.kernel.modules import modules_below

if TYPE_CHECKING:
    from aspects.judge.rule import Rule

RULES = tuple(sorted(map(rule_of, modules_below(rules)), key=lambda rule: rule.id))
BY_ID = {rule.id: rule for rule in RULES}


@functools.cache
def mended_lately() -> dict[str, str]:
    """The rules that the minor version which is installed has made find less, each with that version."""
    return {rule.full_id: rule.mended for rule in RULES if rule.mended and is_new(rule.mended)}


@functools.cache
def rules_for(type_: str) -> tuple[Rule, ...]:
    """The rules that look at a type."""
    return tuple(rule for rule in RULES if rule.looks_at(type_))
