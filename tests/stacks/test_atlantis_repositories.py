"""Which repositories Atlantis serves, and who applies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.stacks.atlantis import variables, variant

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Templates


def test_the_platforms_team_applies_and_everyone_plans(prod: Templates, tmp_path: Path) -> None:
    rules = variables(prod)["ATLANTIS_GH_TEAM_ALLOWLIST"].split(",")
    assert [rule for rule in rules if rule.endswith((":apply", ":*"))] == ["platform-team:apply"]
    assert "*:plan" in rules
    other = variables(variant(tmp_path, apply_team="releases"))["ATLANTIS_GH_TEAM_ALLOWLIST"]
    assert "releases:apply" in other
    assert "platform-team" not in other


def test_an_apply_leaves_out_the_stack_in_which_the_server_waits_for_it(prod: Templates) -> None:
    assert variables(prod)["ATLANTIS_RUN_LEAVE_OUT"] == "prod-atlantis"
    stack = prod.only("atlantis", "AWS::ECS::Service")
    assert stack["ServiceName"] == variables(prod)["ATLANTIS_RUN_CLUSTER"]


def test_it_serves_repositories_by_name_and_lets_none_change_its_rules(prod: Templates) -> None:
    allowed = variables(prod)["ATLANTIS_REPO_ALLOWLIST"].split(",")
    config = json.loads(variables(prod)["ATLANTIS_REPO_CONFIG_JSON"])
    assert allowed == [repo["id"] for repo in config["repos"]]
    assert not any("*" in name for name in allowed)
    for repo in config["repos"]:
        assert repo["apply_requirements"] == ["approved", "mergeable", "undiverged"]
        assert repo["allowed_overrides"] == []
        assert repo["allow_custom_workflows"] is False
    assert variables(prod)["ATLANTIS_CHECKOUT_STRATEGY"] == "merge"  # without it `undiverged` holds always
    assert variables(prod)["ATLANTIS_ALLOW_FORK_PRS"] == "false"


def test_cdk_repositories_have_a_workflow_of_their_own(prod: Templates) -> None:
    config = json.loads(variables(prod)["ATLANTIS_REPO_CONFIG_JSON"])
    workflows = {repo["id"].rsplit("/", 1)[1]: repo["workflow"] for repo in config["repos"]}
    assert workflows["governed-cdk"] == "cdk"
    assert workflows["infrastructure"] == "terraform"
    assert config["workflows"]["cdk"]["apply"]["steps"] == [{"run": "pull-request apply cdk"}]
