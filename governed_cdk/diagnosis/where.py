"""Which deploy it was: of what, by the pipeline's variables or by git, and which of its stacks failed."""

from __future__ import annotations

import datetime
import os
from typing import TYPE_CHECKING

from aspects.judge.template.assembly import read_assembly, stacks_of
from aspects.judge.traits import stack_environment
from constructs_lib.kernel.cdk_roles import QUALIFIER, SERVICES, cdk_role_arn
from constructs_lib.kernel.errors import ConfigurationError, invalid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from constructs_lib.kernel.environment import Environment
    from governed_cdk.git import Git
    from governed_cdk.preflight.account import Account

_FAILED = ("_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_IN_PROGRESS")
_NO_STACK = "ValidationError"  # of DescribeStacks: "Stack with id ... does not exist"
_ONE_DEPLOY = datetime.timedelta(hours=6)


def run_address() -> str:
    """The address of the run that we are in; empty where it is none of GitHub's."""
    server, repository = os.environ.get("GITHUB_SERVER_URL", ""), os.environ.get("GITHUB_REPOSITORY", "")
    run = os.environ.get("GITHUB_RUN_ID", "")
    return f"{server}/{repository}/actions/runs/{run}" if server and repository and run.isdecimal() else ""


def commit_of(git: Git) -> str:
    """The commit that was deployed; empty outside of a repository."""
    if found := os.environ.get("GITHUB_SHA", ""):
        return found
    try:
        return git.commit("HEAD")
    except ConfigurationError:
        return ""


def branch() -> str:
    """The branch or tag of the run; empty on a laptop."""
    return os.environ.get("GITHUB_HEAD_REF") or os.environ.get("GITHUB_REF_NAME", "")


def signed_in(account: Account, environment: Environment) -> Account:
    """The account, once it has answered: who cannot be asked is told of once, and not for each source.

    Raises ConfigurationError where it does not answer, and where it is another one than the environment's.
    """
    number = account.number(environment.region)
    if number != environment.account:
        raise ConfigurationError(f"the credentials are of {number}, and {environment.name} of {environment.account}")
    return account


def looking_up(account: Account, environment: Environment) -> Account:
    """The account as the role that CDK looks up by, of the platform's bootstrap or of the services'.

    Itself where neither may be assumed: what cannot be read so is told of each source.
    """
    for qualifier in (QUALIFIER, SERVICES):
        arn = cdk_role_arn("lookup", account=environment.account, region=environment.region, qualifier=qualifier)
        if (found := account.as_role(arn, environment.region)) is not account:
            return found
    return account


def named(given: Sequence[str], region: str) -> list[tuple[str, str]]:
    """Stacks as `NAME` or `NAME@REGION`. Raises ConfigurationError for what is neither."""
    found = []
    for one in given:
        name, _, elsewhere = one.partition("@")
        if not name or one.endswith("@"):
            raise invalid("--stack", one, "NAME or NAME@REGION")
        found.append((name, elsewhere or region))
    return found


def failed(assembly: Path, environment: str, account: Account) -> list[tuple[str, str]]:
    """The stacks of an assembly that stand as the latest failed deploy left them, with their regions.

    One that has stood so since an earlier deploy is left out. Raises ConfigurationError where there is no assembly, and
    where the account cannot be asked.
    """
    own = [one for one in stacks_of(read_assembly(assembly)) if stack_environment(one) == environment]
    there = [(one.stack_name, one.region or account.region) for one in own]
    since = {one: moment for one in there if (moment := _failed_since(account, *one))}
    newest = max(since.values(), default=None)
    return [one for one, moment in since.items() if newest and newest - moment < _ONE_DEPLOY]


def _failed_since(account: Account, stack: str, region: str) -> datetime.datetime | None:
    """When the operation began that failed; None for a stack that is well or not there."""
    answer, code = account.ask("cloudformation", region, "describe_stacks", StackName=stack)
    if code not in ("", _NO_STACK):
        raise ConfigurationError(f"{stack} in {region}: {code}")
    for one in answer.get("Stacks", ()):
        if one["StackStatus"].endswith(_FAILED):
            found: datetime.datetime = one.get("DeletionTime") or one.get("LastUpdatedTime") or one["CreationTime"]
            return found
    return None
