"""`governed-cdk deploy` before, during and after a shift, and after one that failed: production traffic stays."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from governed_cdk.rehearsal.cdk import Cdk
from governed_cdk.rehearsal.emulator import running
from tests.integration.deploys import app, deploy
from tests.integration.shifting_stack import resources
from tests.integration.shop import FAILED, NEVER, SOON, STACK, SUCCEEDED, Shop
from tests.integration.support import ACCOUNT, HOME, Rehearsed
from tests.support import ROOT

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

_ROLES = ("deploy", "lookup")
LIFTED = ("--reset-traffic", f"{STACK}/Production")


class Deployer:
    """Deploys the stack as its team would, and the service's traffic."""

    def __init__(self, account: Rehearsed, folder: Path) -> None:
        self.shop, self._account, self._folder = Shop(account.emulator), account, folder
        self._priority = 1

    def deploy(self, *options: str, rule: bool) -> subprocess.CompletedProcess[str]:
        """With `rule` something of the production rule is changed as well."""
        priority = self._priority + rule
        everything: dict[str, Any] = resources(priority=priority)
        app(self._folder, **everything)
        done = deploy(self._account, self._folder, *options)
        self._priority = priority if done.returncode == 0 else self._priority
        return done


@pytest.fixture(scope="module")
def deployer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployer]:
    """An account with the two roles of the command line, and the service deployed once."""
    with (
        tempfile.TemporaryDirectory() as name,
        running(Path(name), account=ACCOUNT, region=HOME, types={}) as emulator,
    ):
        for role in _ROLES:
            _role(emulator.client("iam"), f"cdk-hnb659fds-{role}-role-{ACCOUNT}-{HOME}")
        emulator.minute(SOON)
        cdk = Cdk(ROOT, Path(name), emulator.variables)
        found = Deployer(Rehearsed(Path(name), [], emulator, cdk), tmp_path_factory.mktemp("project"))
        found.shop.hook(SUCCEEDED)
        done = found.deploy(rule=False)
        assert done.returncode == 0, done.stdout + done.stderr
        yield found


def _role(iam: Any, name: str) -> None:
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)
    iam.attach_role_policy(RoleName=name, PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")


def passed(done: subprocess.CompletedProcess[str]) -> bool:
    """Whether a deploy was made; else the line that it must have said."""
    if done.returncode:
        assert done.returncode == 3, done.stdout + done.stderr
        assert f"{STACK}: Production leads production traffic, and" in done.stderr
        assert f"meant: governed-cdk deploy --reset-traffic {STACK}/Production" in done.stderr
    return done.returncode == 0


def test_an_update_moves_traffic_at_no_moment_of_a_shift_unless_it_is_meant(deployer: Deployer) -> None:
    shop = deployer.shop
    assert passed(deployer.deploy(rule=True)), "before: the weights are the template's"
    shop.hook(FAILED)
    shop.force()
    shop.until(lambda: shop.deployments()[0]["status"] == "ROLLBACK_SUCCESSFUL")
    assert passed(deployer.deploy(rule=True)), "after one that failed: ECS has led all traffic back"
    assert (shop.weights(), shop.targets()) == ({"Blue": 1.0}, {"Blue": 2})

    shop.hook(SUCCEEDED)
    shop.emulator.minute(NEVER)
    shop.force()
    shop.until(lambda: shop.weights() == {"Blue": 0.9, "Green": 0.1})
    assert not passed(deployer.deploy(rule=True)), "during"
    assert shop.weights() == {"Blue": 0.9, "Green": 0.1}
    shop.emulator.minute(SOON)
    shop.until(lambda: shop.deployments()[0]["status"] == "SUCCESSFUL")

    assert not passed(deployer.deploy(rule=True)), "after"
    assert (shop.weights(), shop.targets()) == ({"Green": 1.0}, {"Green": 2})
    assert passed(deployer.deploy(*LIFTED, rule=True)), "it is meant"
    assert (shop.weights(), shop.targets()) == ({"Blue": 1.0}, {"Green": 2})
