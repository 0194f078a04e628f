from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from atlantis_workflow.errors import Refused
from atlantis_workflow.server import PullRequest

if TYPE_CHECKING:
    from pathlib import Path


def variables(root: Path, folder: str = ".", **other: str) -> dict[str, str]:
    return {
        "DIR": str(root / folder), "REPO_REL_DIR": folder, "HEAD_COMMIT": "a" * 40, "BASE_REPO_OWNER": "example-org",
        "BASE_REPO_NAME": "app", "PULL_NUM": "7", "WORKSPACE": "prod", "PLANFILE": str(root / folder / "x.tfplan"),
        **other,
    }  # fmt: skip


def test_a_plan_is_kept_under_everything_that_tells_it_from_another(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    first = PullRequest.from_variables(variables(tmp_path))
    others = [
        variables(tmp_path, "sub"), variables(tmp_path, HEAD_COMMIT="b" * 40), variables(tmp_path, PULL_NUM="8"),
        variables(tmp_path, BASE_REPO_NAME="other"), variables(tmp_path, WORKSPACE="dev"),
        variables(tmp_path, PROJECT_NAME="p"),
    ]  # fmt: skip
    keys = {PullRequest.from_variables(other).key for other in others}
    assert len({first.key, *keys}) == 1 + len(others)


def test_the_checkout_is_found_from_the_projects_folder(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    assert PullRequest.from_variables(variables(tmp_path, "a/b")).root == tmp_path


@pytest.mark.parametrize("folder", ["link", "link/home", "a/../link"])
def test_a_project_that_is_reached_by_a_link_is_refused(tmp_path: Path, folder: str) -> None:
    root, outside = tmp_path / "checkout", tmp_path / "outside"
    (root / "a").mkdir(parents=True)
    (outside / "home").mkdir(parents=True)
    (root / "link").symlink_to(outside)
    with pytest.raises(Refused, match="reached by a link"):
        PullRequest.from_variables(variables(root, folder))


def test_a_variable_that_atlantis_did_not_set_is_named() -> None:
    with pytest.raises(Refused, match="DIR is not set"):
        PullRequest.from_variables({})
