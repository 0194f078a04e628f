"""Atlantis: a checkout that it merged, and the steps that it runs there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from tests.support import ROOT, resolve

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.integration.fargate import Fargate
    from tests.integration.support import Rehearsed

ANYBODY = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "111122223333"}}


def roles_of_runs(account: Rehearsed, repository: str) -> Callable[[str], dict[str, str]]:
    """Make the roles of a repository's plans and applies, with the policies that the stack gives this one's."""
    iam, sts, stack = account.client("iam"), account.client("sts"), account.stack("prod-atlantis")
    for kind in ("plan", "apply"):
        (policy,) = (
            one.properties["PolicyDocument"]
            for name, one in stack.resources.items()
            if one.type == "AWS::IAM::Policy" and name.startswith(f"Runs{kind.title()}RoleGovernedCdk")
        )
        statements = [{**one, "Resource": [_arn(arn) for arn in one["Resource"]]} for one in policy["Statement"]]
        name = f"{kind}-{repository}"
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=_document(ANYBODY))
        iam.put_role_policy(RoleName=name, PolicyName="run", PolicyDocument=_document(*statements))

    def session(role: str) -> dict[str, str]:
        arn = f"arn:aws:iam::111122223333:role/{role}"
        made = sts.assume_role(RoleArn=arn, RoleSessionName="run")["Credentials"]
        return {
            "AccessKeyId": made["AccessKeyId"],
            "SecretAccessKey": made["SecretAccessKey"],
            "Token": made["SessionToken"],
        }

    return session


def _arn(value: object) -> str:
    return resolve(value).replace("${AWS::Partition}", "aws")


def _document(*statements: object) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def pull_request(
    fargate: Fargate, checkout: Path, *arguments: str, commit: str = "", **more: str
) -> subprocess.CompletedProcess[str]:
    """What Atlantis runs for a step, with the secrets that are in its own environment, in a checkout that it merged."""
    head = _merged(checkout)
    secret = {"ATLANTIS_GH_APP_KEY": "CANARYGITHUB", "AWS_ACCESS_KEY_ID": "SERVERKEY"}
    said = {
        "DIR": str(checkout), "REPO_REL_DIR": ".", "WORKSPACE": "prod", "HEAD_COMMIT": commit or head, "PULL_NUM": "7",
        "BASE_REPO_OWNER": "example-org", "BASE_REPO_NAME": "shop", "PROJECT_NAME": "",
        "PLANFILE": str(checkout / "prod.tfplan"),
    }  # fmt: skip
    roles = ",".join(f"{kind}/shop=arn:aws:iam::111122223333:role/{kind}-shop" for kind in ("plan", "apply"))
    runs = {
        "BUCKET": "runs", "CLUSTER": "prod", "SUBNETS": "subnet-1", "SECURITY_GROUP": "sg-1", "LOG_GROUP": "/runs",
        "LOG_PREFIX": "atlantis", "TASK": "run:1", "ROLES": roles, "LEAVE_OUT": "prod-atlantis", "PAUSE_SECONDS": "0.2",
    }  # fmt: skip
    variables = {
        **secret, **said, **{f"ATLANTIS_RUN_{name}": value for name, value in runs.items()}, "PATH": fargate.path,
        "AWS_SECRET_ACCESS_KEY": "CANARY", "AWS_REGION": "ap-northeast-2", "AWS_DEFAULT_REGION": "ap-northeast-2",
        "AWS_ENDPOINT_URL": fargate.url, "ATLANTIS_WORKFLOW": str(ROOT / "docker/atlantis"), **more,
    }  # fmt: skip
    return subprocess.run(
        [ROOT / "docker/atlantis/pull-request", *arguments], cwd=checkout, env=variables,
        capture_output=True, text=True, check=False, timeout=1500,
    )  # fmt: skip


def _merged(checkout: Path) -> str:
    """Merge what stands in the checkout into an empty base, as Atlantis does; the head, the same for the same files."""
    shutil.rmtree(checkout / ".git", ignore_errors=True)
    who = {f"GIT_{whose}_{what}": "x@example.com" for whose in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    when = {f"GIT_{whose}_DATE": "2026-11-30T00:00:00Z" for whose in ("AUTHOR", "COMMITTER")}

    def git(*arguments: str) -> str:
        command = ["git", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false", *arguments]
        done = subprocess.run(command, cwd=checkout, env={**os.environ, **who, **when}, check=True, capture_output=True)
        return done.stdout.decode().strip()

    git("init", "--quiet")
    (checkout / ".git/info/exclude").write_text("*.tfplan\n")
    git("commit", "--quiet", "--allow-empty", "--message=base")
    git("checkout", "--quiet", "-b", "change")
    git("add", "--all")
    git("commit", "--quiet", "--message=change")
    git("checkout", "--quiet", "main")
    git("merge", "--quiet", "--no-ff", "--message=atlantis-merge", "change")
    return git("rev-parse", "HEAD^2")
