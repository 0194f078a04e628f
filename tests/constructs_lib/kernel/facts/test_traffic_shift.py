from __future__ import annotations

from typing import TYPE_CHECKING

import botocore.session
import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.facts.traffic_shift import behaviours, settled, stages
from tests.node_ids import is_test

if TYPE_CHECKING:
    from pathlib import Path

ECS = botocore.session.get_session().get_service_model("ecs")


def test_the_stages_are_those_of_the_api_in_its_order() -> None:
    known = ECS.shape_for("ServiceDeploymentLifecycleStage").enum
    assert [one.stage for one in stages() if one.stage in known] == known
    hooked = ECS.shape_for("DeploymentLifecycleHookStage").enum
    assert {one.stage for one in stages() if one.hooks} >= set(hooked)
    assert not {one.stage for one in stages() if not one.hooks} & set(hooked)


def test_what_is_settled_is_what_the_api_says() -> None:
    for strategy, percent, minutes in (
        ("Canary", "canaryPercent", "canaryBakeTimeInMinutes"),
        ("Linear", "stepPercent", "stepBakeTimeInMinutes"),
    ):
        members = ECS.shape_for(f"{strategy}Configuration").members
        known = settled()[strategy.upper()]
        for name, value in ((percent, known.percent), (minutes, known.minutes)):
            assert f"The default value is {float(value) if name == percent else value}" in members[name].documentation


def test_every_behaviour_is_shown_by_a_test() -> None:
    assert behaviours()
    assert [one.shown for one in behaviours() if not is_test(one.shown)] == []


@pytest.mark.parametrize("row", ["{strategy: CANARY, percent: 5, minutes: 10}", "{strategy: CANARY, percent: 5}"])
def test_a_row_without_its_page_is_refused(tmp_path: Path, row: str) -> None:
    file = tmp_path / "traffic_shift.yaml"
    file.write_text(f"settled:\n  - {row}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"settled\[0\]"):
        settled(file)
