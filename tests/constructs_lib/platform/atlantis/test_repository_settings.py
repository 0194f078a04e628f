from __future__ import annotations

from typing import Any

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.platform import ServedRepositories, account_of


def served(**settings: Any) -> ServedRepositories:
    return ServedRepositories.model_validate({key: _as_read(value) for key, value in settings.items()})


def _as_read(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def test_every_repository_follows_one_workflow() -> None:
    found = served(cdk_repositories=["a"], service_repositories=["b"], terraform_repositories=["c"]).workflows()
    assert found == {"terraform": ("c",), "cdk": ("a", "b")}


@pytest.mark.parametrize("second", ["cdk_repositories", "service_repositories"])
def test_a_repository_in_two_lists_is_refused_however_it_is_spelled(second: str) -> None:
    settings = served(**{"cdk_repositories": [], second: ["App"], "terraform_repositories": ["app"]})
    with pytest.raises(ConfigurationError, match="that terraform_repositories lacks"):
        settings.check_repositories()


def test_one_role_does_not_plan_and_apply_and_none_is_of_another_account() -> None:
    arn = "arn:aws:iam::111122223333:role/terraform"
    assert account_of(arn) == "111122223333"
    settings = served(terraform_role_arns=[arn], terraform_plan_role_arns=[arn])
    with pytest.raises(ConfigurationError, match="roles that terraform_role_arns lacks"):
        settings.check_roles(["111122223333"])
    with pytest.raises(ConfigurationError, match="roles of 999988887777"):
        settings.check_roles(["999988887777"])


@pytest.mark.parametrize(
    "settings",
    [{"terraform_providers": ["hashicorp/aws"]}, {"terraform_modules": ["a, b"]}, {"apply_team": "Platform Team"}],
    ids=str,
)
def test_what_is_not_exact_is_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(settings))):
        served(**settings)
