"""The table of seeded changes: what each changes stands in the library, and every sort is there often enough."""

from __future__ import annotations

from collections import Counter

import pytest

from governed_cdk.comparing.difference import DifferenceKind
from tests.integration.upgrading.seeded import Seeded, seeded
from tests.support import ROOT

LEAST = {
    "silent": 8,
    "lost": 8,
    "access": 4,
    "exposure": 4,
    "keys": 4,
    "tags": 4,
    "alarms": 4,
    "findings": 4,
    "refused": 3,
}
EVERY = seeded()


@pytest.mark.parametrize("change", EVERY, ids=lambda one: one.name)
def test_what_is_changed_stands_once_in_the_library(change: Seeded) -> None:
    assert (ROOT / change.file).read_text(encoding="utf-8").count(change.old) == 1
    assert change.new not in (change.old, "")


def test_there_are_fifty_and_some_of_each_sort() -> None:
    sorts = Counter(one.name.partition("/")[0] for one in EVERY)
    assert sorts.total() >= 50
    assert {sort: least for sort, least in LEAST.items() if sorts[sort] < least} == {}


def test_a_verdict_says_something_that_can_be_told() -> None:
    kinds = {kind.name.lower() for kind in DifferenceKind}
    for one in EVERY:
        says = bool(one.told or one.findings or one.refused)
        assert says is not one.name.startswith("silent/"), one.name
        assert not one.refused or not (one.told or one.findings), one.name
        assert kinds >= one.told.keys(), one.name
