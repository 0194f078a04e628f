from __future__ import annotations

import pytest

from governed_cdk.checkup.said import said
from governed_cdk.drilling.outcome import ComeBack, Footing, Steps


def test_what_is_neither_written_nor_late_is_lost() -> None:
    assert ComeBack("rows", 50, 20, 50, Footing.MODELLED).lost == 20
    assert ComeBack("rows", 50, 20, 0, Footing.MODELLED).lost == 70


def test_a_step_that_fails_has_taken_its_time_too() -> None:
    told: list[str] = []
    steps = Steps(lambda what: told.append(what.key))
    with steps.step(said("step-look"), Footing.REAL):
        pass
    with pytest.raises(ValueError, match="no"), steps.step(said("step-open"), Footing.MODELLED):
        raise ValueError("no")
    assert told == [one.what.key for one in steps.taken] == ["step-look", "step-open"]
    assert steps.seconds == sum(one.seconds for one in steps.taken) > 0
