"""An account of before the boundary is brought under it by the steps of UPGRADING.md, in their order."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.lock import LOCK_FILE
from aspects.judge.template.digest import write_digest
from governed_cdk.rehearsal import inventory
from tests.integration.deploys import deploy
from tests.integration.support import ACCOUNT, ADMINISTRATOR, HOME, Rehearsed, rehearsed
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STACKS = ("prod-kms", "prod-monitoring")
EXECUTING = f"cdk-hnb659fds-cfn-exec-role-{ACCOUNT}-{HOME}"
BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/cdk-boundary-prod"


class Upgrade:
    """An account that CloudFormation is administrator of, with roles as they were made before there was a boundary."""

    def __init__(self, account: Rehearsed, folder: Path) -> None:
        self.account, self.project, self.iam = account, folder, account.client("iam")
        self.before = without_boundaries(account.assembly, folder / "before")
        shutil.copytree(account.assembly, folder / "cdk.out")
        shutil.copy(ROOT / LOCK_FILE, folder)
        self.ids = self.deployed_as_before()

    def deployed_as_before(self) -> dict[str, str]:
        run = self.account.deploy(*STACKS, assembly=self.before, options=("--exclusively",))
        assert run.exit_code == 0, run.output
        assert set(self.bounded().values()) == {None}
        return {name: self.iam.get_role(RoleName=name)["Role"]["RoleId"] for name in self.bounded()}

    def deploy(self) -> subprocess.CompletedProcess[str]:
        """`make deploy` of these stacks."""
        return deploy(self.account, self.project, "--stack", STACKS[-1], env="prod")

    def bounded(self) -> dict[str, str | None]:
        """The boundary of each role of the stacks."""
        roles = [role for name in STACKS for role in self.account.stack(name).of_type("AWS::IAM::Role")]
        found = {
            role.properties["RoleName"]: self.iam.get_role(RoleName=role.properties["RoleName"])["Role"]
            for role in roles
        }
        return {name: role.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn") for name, role in found.items()}

    def printed(self) -> Path:
        """`make deploy-policy args="--output policies"`."""
        command = [
            sys.executable,
            "-m",
            "governed_cdk",
            "deploy-policy",
            "cdk.out",
            "--env",
            "prod",
            "--output",
            "policies",
        ]
        subprocess.run(command, cwd=self.project, check=True, capture_output=True)
        return self.project / "policies"

    def attached(self) -> set[str]:
        return {
            one["PolicyArn"] for one in self.iam.list_attached_role_policies(RoleName=EXECUTING)["AttachedPolicies"]
        }

    def once(self) -> str:
        """The policy that the page has for the time of a deploy, as the shell would read it."""
        text = (ROOT / "UPGRADING.md").read_text()
        (found,) = re.findall(r"--policy-name once --policy-document '(.*?)'\n", text, re.DOTALL)
        return str(found).replace("'$account'", ACCOUNT).replace("'$env'", "prod")


def without_boundaries(assembly: Path, folder: Path) -> Path:
    """An assembly as it was before roles had a boundary, its templates under the names of their new content."""
    shutil.copytree(assembly, folder)
    renamed: dict[str, str] = {}
    for path in folder.glob("*.template.json"):
        body, old = json.loads(path.read_text()), hashlib.sha256(path.read_bytes()).hexdigest()
        for resource in body["Resources"].values():
            if resource["Type"] == "AWS::IAM::Role":
                resource["Properties"].pop("PermissionsBoundary", None)
        path.write_text(json.dumps(body, indent=1))
        renamed[old] = hashlib.sha256(path.read_bytes()).hexdigest()
    for path in (folder / "manifest.json", *folder.glob("*.assets.json")):
        text = path.read_text()
        for old, new in renamed.items():
            text = text.replace(old, new)
        path.write_text(text)
    write_digest(folder)
    return folder


@pytest.fixture(scope="module")
def upgrade(prod_assembly: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgrade]:
    with rehearsed(prod_assembly, administrator=True) as account:
        yield Upgrade(account, tmp_path_factory.mktemp("upgrade"))


def test_roles_get_the_boundary_in_place_and_then_cloudformation_its_own_policies(upgrade: Upgrade) -> None:
    early = upgrade.deploy()
    assert early.returncode == 3, early.stdout + early.stderr
    assert "cdk-boundary-prod is not in 111122223333, and no role is made without it" in early.stderr

    policies = upgrade.printed()  # step 1
    document = (policies / "cdk-boundary-prod.json").read_text()
    upgrade.iam.create_policy(PolicyName="cdk-boundary-prod", PolicyDocument=document)
    done = upgrade.deploy()  # step 2
    assert done.returncode == 0, done.stdout + done.stderr
    assert set(upgrade.bounded().values()) == {BOUNDARY}
    assert {name: upgrade.iam.get_role(RoleName=name)["Role"]["RoleId"] for name in upgrade.ids} == upgrade.ids

    assert upgrade.attached() == {ADMINISTRATOR}
    arns = []
    for path in sorted(policies.glob("cdk-execution-prod-*.json")):  # step 3, which is step 16
        made = upgrade.iam.create_policy(PolicyName=path.stem, PolicyDocument=path.read_text())
        arns.append(made["Policy"]["Arn"])
    run = upgrade.account.cdk.bootstrap(ACCOUNT, inventory.regions(upgrade.account.stacks), arns)
    assert run.exit_code == 0, run.output
    assert upgrade.attached() == set(arns)
    done = upgrade.deploy()
    assert done.returncode == 0, done.stdout + done.stderr


def test_under_printed_policies_a_wave_that_fails_can_take_the_boundary_off_again_for_once(upgrade: Upgrade) -> None:
    once: dict[str, Any] = {"RoleName": EXECUTING, "PolicyName": "once"}
    upgrade.iam.put_role_policy(**once, PolicyDocument=upgrade.once())
    upgrade.deployed_as_before()
    failing = next(iter(upgrade.account.stack(STACKS[-1]).of_type("AWS::IAM::Role"))).logical_id
    upgrade.account.emulator.fail(f"update {STACKS[-1]}:{failing}")
    failed = upgrade.deploy()
    upgrade.account.emulator.fail()
    assert failed.returncode == 1, failed.stdout + failed.stderr
    assert upgrade.account.status(STACKS[-1]) == "UPDATE_ROLLBACK_COMPLETE"
    assert set(upgrade.bounded().values()) == {None}
    done = upgrade.deploy()
    assert done.returncode == 0, done.stdout + done.stderr
    assert set(upgrade.bounded().values()) == {BOUNDARY}
    upgrade.iam.delete_role_policy(**once)
    run = upgrade.account.deploy(*STACKS, assembly=upgrade.before, options=("--exclusively",))
    assert run.exit_code != 0
    assert "iam:DeleteRolePermissionsBoundary" in run.output
