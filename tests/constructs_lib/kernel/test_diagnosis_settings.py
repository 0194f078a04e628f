from __future__ import annotations

import pytest
from pydantic import ValidationError

from constructs_lib import DiagnosisSettings
from constructs_lib.kernel.diagnosis_settings import APAC

HOME = "ap-northeast-2"


def test_where_nothing_is_said_requests_stay_in_asia_and_the_pacific() -> None:
    found = DiagnosisSettings()
    assert (found.model, found.profile, found.is_global) == (True, APAC, False)
    assert found.model_id == "amazon.nova-pro-v1:0"
    regions = found.destinations(HOME)
    assert HOME in regions
    assert {one.split("-")[0] for one in regions} == {"ap"}
    assert len(regions) > 3


def test_only_a_profile_that_says_so_leaves_the_continent() -> None:
    found = DiagnosisSettings(profile="global.anthropic.claude-sonnet-4-5-20250929-v1:0")
    assert (found.is_global, found.is_profile) == (True, True)
    assert found.model_id == "anthropic.claude-sonnet-4-5-20250929-v1:0"


def test_a_model_is_asked_in_its_own_region() -> None:
    found = DiagnosisSettings(profile="amazon.nova-pro-v1:0", region="ap-northeast-1")
    assert (found.is_profile, found.model_id) == (False, "amazon.nova-pro-v1:0")
    assert found.destinations(HOME) == ("ap-northeast-1",)


def test_regions_that_are_named_stand_with_the_one_that_is_asked() -> None:
    found = DiagnosisSettings(profile="apac.somebody.model-v1:0", regions=("ap-south-1",))
    assert found.destinations(HOME) == (HOME, "ap-south-1")


@pytest.mark.parametrize(
    "settings",
    [
        {"profile": "nova"}, {"profile": "apac.*"}, {"profile": ""}, {"region": "seoul"}, {"characters": 10},
        {"characters": 10**6}, {"models": True}, {"regions": ("ap-south-1", "ap-south-1")},
    ],
)  # fmt: skip
def test_what_is_none_is_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        DiagnosisSettings(**settings)  # type: ignore[arg-type]  # what is wrong is the point
