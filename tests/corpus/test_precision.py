"""The reviewed sample holds what the documents say of it, and each kind that was mended has its tests."""

from __future__ import annotations

import pytest

from aspects.judge.registry import BY_ID
from tests.corpus.reviewed import Mended, page, read_reviewed, read_rows, wrong
from tests.support import ROOT

ROWS = read_rows()
LEAST = 300  # findings of a sample
MOST_WRONG = 1  # of a hundred
NONE_WRONG = {"access", "encryption", "exposure"}


def test_the_page_is_that_of_the_sample() -> None:
    written = (ROOT / "docs/precision.md").read_text(encoding="utf-8")
    assert written == page(read_reviewed(), ROWS), "python -m tests.corpus page"


def test_the_sample_is_large_enough_and_of_every_rule_that_found_something() -> None:
    reviewed = read_reviewed()
    assert len(reviewed.judged) >= LEAST
    judged = [one.rule for one in reviewed.judged]
    assert set(reviewed.found) <= {*BY_ID}
    few = {rule: judged.count(rule) for rule, found in reviewed.found.items() if judged.count(rule) < min(6, found)}
    assert all(reviewed.found[rule] < 20 for rule in few), few  # of few findings some lie in files of an earlier sample


def test_at_most_one_of_a_hundred_is_wrong_and_none_of_the_rules_on_access_keys_and_exposure() -> None:
    reviewed = read_reviewed()
    bad = [one for one in reviewed.judged if wrong(one)]
    assert len(bad) * 100 <= MOST_WRONG * len(reviewed.judged), bad
    assert [one for one in bad if BY_ID[one.rule].subject in NONE_WRONG] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.what)
def test_what_is_mended_is_shown_by_tests_that_are_there(row: Mended) -> None:
    for test in row.tests:
        file, _, name = test.partition("::")
        text = (ROOT / "tests" / file).read_text(encoding="utf-8")
        assert f"def {name}(" in text if name else "def test_" in text, test


def test_each_kind_stands_once() -> None:
    said = [row.what for row in ROWS]
    assert len(said) == len(set(said))
    assert len(ROWS) > 60
