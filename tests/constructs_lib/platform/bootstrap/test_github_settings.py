from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from constructs_lib.platform.bootstrap.github_settings import RepositorySettings


@pytest.mark.parametrize(
    ("settings", "deploys"),
    [
        ({"name": "app"}, "repo:org/app:ref:refs/heads/main"),
        ({"name": "app", "branch": "release"}, "repo:org/app:ref:refs/heads/release"),
        ({"name": "app", "environment": "prod"}, "repo:org/app:environment:prod"),
    ],
)
def test_a_repository_deploys_from_main_unless_it_says_otherwise(settings: dict[str, Any], deploys: str) -> None:
    repository = RepositorySettings.model_validate(settings)
    assert repository.workflow("org", "deploy").subject == deploys
    assert repository.workflow("org", "plan").subject == "repo:org/app:pull_request"


def test_the_watch_over_drift_runs_on_the_branch_where_schedules_run() -> None:
    subjects = [
        RepositorySettings.model_validate({"name": "app", **settings}).workflow("org", "drift").subject
        for settings in ({}, {"branch": "release"}, {"environment": "prod"})
    ]
    assert subjects == [f"repo:org/app:ref:refs/heads/{branch}" for branch in ("main", "release", "main")]


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"name": "a b"},
        {"name": "app", "branch": "release/*"},
        {"name": "app", "branch": "main", "environment": "prod"},
        {"name": "app", "owner_id": 1},
        {"name": "app", "owner_id": 0, "repository_id": 1},
    ],
)
def test_a_repository_that_is_not_exact_is_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RepositorySettings.model_validate(settings)
