"""The workflow that deploys a service repository: one that fails is explained, and still fails."""

from __future__ import annotations

import inspect

import yaml

from governed_cdk.commands.diagnose import diagnose
from governed_cdk.scaffold.service import Deployer
from tests.governed_cdk.scaffold.services import service

FILES = service(deployer=Deployer.GITHUB).files()
DEPLOY, ENVIRONMENT = (
    yaml.safe_load(FILES[f".github/workflows/{name}.yml"])["jobs"] for name in ("deploy", "deploy-environment")
)


def test_a_deployment_that_failed_is_explained_and_still_fails() -> None:
    deploys = [one for one in DEPLOY.values() if one["uses"] == "./.github/workflows/deploy-environment.yml"]
    (job,) = ENVIRONMENT.values()
    assert len(deploys) == 3
    assert [one for one in deploys if one["permissions"] != job["permissions"]] == []
    *_, deploy, role, why = job["steps"]
    assert (deploy["id"], deploy["shell"]) == ("deploy", "bash")  # `tee` would end with 0 in a plain `sh`
    assert role["if"] == why["if"] == "failure() && steps.deploy.outcome == 'failure'"
    assert [one.get("continue-on-error") for one in (deploy, role, why)] == [None, True, None]
    assert deploy["env"]["OUTPUT"] == why["env"]["OUTPUT"]
    options = {f"--{name.replace('_', '-')}" for name in inspect.signature(diagnose).parameters}
    assert {one for one in why["run"].split() if one.startswith("--")} <= options
