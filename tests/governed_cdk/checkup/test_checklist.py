from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from constructs_lib.kernel.environment import Environment
from governed_cdk.checkup.checklist import CHECKLIST, items_of
from governed_cdk.checkup.item import EVERY, CheckupOutcome, CheckupVerdict, Period
from governed_cdk.checkup.reader import CheckupReader
from governed_cdk.checkup.run import looked_at
from tests.governed_cdk.checkup import broken_load, broken_operations, broken_security
from tests.governed_cdk.checkup.account import table_account
from tests.governed_cdk.checkup.fine import FINE, NOW

BROKEN = broken_security.BROKEN | broken_operations.BROKEN | broken_load.BROKEN
# Of this repository, not of the account: tests of their own.
LOCAL = {"acceptances", "drills", "runbooks"}
BY_ID = {item.id: item for item in CHECKLIST}
CASES = [(name, answers, says) for name, cases in BROKEN.items() for answers, says in cases]


def outcome(name: str, answers: dict[str, Any]) -> CheckupOutcome:
    settings = Environment.load("prod").model_copy(update={"language": "en"})
    read = CheckupReader(table_account({**FINE, **answers}), settings, NOW, Path("nowhere"), wait=lambda _: None)
    (found,) = looked_at([BY_ID[name]], read)
    return found


def test_every_item_of_the_account_is_broken_once() -> None:
    assert set(BROKEN) == set(BY_ID) - LOCAL
    assert len(BY_ID) == len(CHECKLIST)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(BROKEN))
def test_an_account_in_which_all_is_well_is_fine(name: str) -> None:
    found = outcome(name, {})
    assert (found.verdict, found.says) == (CheckupVerdict.FINE, ())


@pytest.mark.parametrize(("name", "answers", "says"), CASES, ids=[f"{name}-{says}" for name, _, says in CASES])
def test_what_is_broken_is_said(name: str, answers: dict[str, Any], says: str) -> None:
    found = outcome(name, answers)
    assert found.verdict is CheckupVerdict.LOOK
    assert any(says in line for line in found.says), found.says


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_what_is_refused_is_no_verdict(name: str) -> None:
    """An item that may not read says so, and neither crashes nor passes for fine."""
    found = outcome(
        name,
        dict.fromkeys(FINE | {key: 0 for cases in BROKEN.values() for one, _ in cases for key in one}, "AccessDenied"),
    )
    assert found.verdict in (CheckupVerdict.UNKNOWN, CheckupVerdict.LOOK)
    assert found.says


def test_each_period_has_what_belongs_to_every_one() -> None:
    every = {item.id for item in CHECKLIST if item.periods == EVERY}
    assert len(every) == 12
    for period in Period:
        assert every < {item.id for item in items_of([period])}
    assert items_of(Period) == list(CHECKLIST)
