"""What is printed of prod's policies: documents, commands, JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from governed_cdk.deploy_policy.documents import ATTACHED, CHARACTERS, size
from governed_cdk.deploy_policy.views import as_json, commands, renewals

if TYPE_CHECKING:
    from pathlib import Path

    from governed_cdk.deploy_policy.views import DeployPolicies

ACCOUNT = "111122223333"
HOME = "ap-northeast-2"
BOUND = f"arn:aws:iam::{ACCOUNT}:policy/cdk-boundary-prod"


def test_the_documents_are_what_a_role_can_have_and_no_wildcard_stands_in_an_action(made: DeployPolicies) -> None:
    assert made.unknown == ()
    assert len(made.policies) <= ATTACHED
    assert max(map(size, made.policies.values())) <= CHARACTERS
    actions = {action for one in made.policies.values() for said in one["Statement"] for action in said["Action"]}
    assert len(actions) > 700
    assert not {one for one in actions if "*" in one}


def test_the_commands_make_what_the_bootstrap_names_and_renew_it(made: DeployPolicies, tmp_path: Path) -> None:
    *created, bootstrap = commands(made, tmp_path)
    assert [one.split()[4] for one in created] == ["cdk-boundary-prod", *made.policies]
    assert all(f"file://{tmp_path}/{name}.json" in line for name, line in zip(made.every, created, strict=True))
    assert bootstrap.endswith("--cloudformation-execution-policies " + ",".join(made.arns))
    assert f"aws://{ACCOUNT}/{HOME} " in bootstrap
    assert [one.split()[4] for one in renewals(made)] == [BOUND, *made.arns]


def test_json_has_all_of_it(made: DeployPolicies) -> None:
    said = json.loads(as_json(made))
    assert said["version"] == 1
    assert [one["arn"] for one in said["policies"]] == made.arns
    assert [(one["name"], one["arn"]) for one in said["boundaries"]] == [("cdk-boundary-prod", BOUND)]
    assert said["boundaries"][0]["document"] == made.boundaries["cdk-boundary-prod"]
    assert said["commands"] == list(commands(made))
